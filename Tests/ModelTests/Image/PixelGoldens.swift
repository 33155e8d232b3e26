import Foundation
import Testing

@testable import Model

/// What Pillow, open_clip and transformers made of small pictures of every kind; see scripts/goldens.
struct PixelGoldens: Decodable {
    struct File: Decodable, CustomTestStringConvertible {
        let file: String
        let width: Int
        let height: Int
        let hasAlpha: Bool
        let mode: String
        let orientation: Int

        var url: URL { folder.appending(path: "files/\(file)") }
        var testDescription: String { file }
    }

    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let width: Int
        let height: Int
        let resizeMode: String
        let interpolation: String
        let cropRounding: String
        let convertsToRGBFirst: Bool
        let fillColour: UInt8
        /// From the repository's root.
        let files: [String]

        var testDescription: String { name }
        var preprocessing: Preprocessing {
            Preprocessing(
                width: width, height: height, resizeMode: .init(rawValue: resizeMode)!,
                interpolation: .init(rawValue: interpolation)!, cropRounding: .init(rawValue: cropRounding)!,
                convertsToRGBFirst: convertsToRGBFirst, fillColour: fillColour)
        }
    }

    let files: [File]
    let preprocessings: [Case]

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appending(path: "Tests/ModelTests/Goldens/pixels")
    static let all = try! JSONDecoder().decode(
        PixelGoldens.self, from: Data(contentsOf: folder.appending(path: "pixels.json")))

    static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: folder.appending(path: name)))
    }
}

/// How far two pictures are from each other.
struct PixelDifference: Equatable {
    let share: Double
    let largest: Int

    static let none = PixelDifference(share: 0, largest: 0)

    init(share: Double, largest: Int) {
        self.share = share
        self.largest = largest
    }

    init(_ pixels: some Collection<UInt8>, _ others: some Collection<UInt8>) {
        precondition(pixels.count == others.count, "\(pixels.count) bytes and \(others.count)")
        let differences = zip(pixels, others).map { abs(Int($0) - Int($1)) }
        share = Double(differences.count { $0 > 0 }) / Double(max(1, differences.count))
        largest = differences.max() ?? 0
    }
}
