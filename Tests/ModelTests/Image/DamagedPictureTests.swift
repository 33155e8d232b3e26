import Foundation
import Testing

@testable import Model

/// Files that are cut or changed somewhere: a picture or an `ImageError`, and soon.
/// CLIPSCOPE_FUZZ=N damages each file N times instead of a few.
@Suite(.timeLimit(.minutes(60))) struct DamagedPictureTests {
    static let rounds = ProcessInfo.processInfo.environment["CLIPSCOPE_FUZZ"].flatMap(Int.init) ?? 10

    /// Any other error fails the test.
    private func decode(_ data: Data, _ golden: PixelGoldens.File, _ damage: String) throws {
        do {
            let picture = try Picture(decoding: data, file: golden.url)
            #expect(picture.width > 0 && picture.height > 0, "\(damage)")
            #expect(picture.upright.rgba.count == picture.width * picture.height * 4, "\(damage)")
        } catch let error as ImageError {
            #expect(error.description.hasPrefix(golden.url.path), "\(damage)")
        }
    }

    @Test(arguments: PixelGoldens.all.files) func aCutFileIsAPictureOrAnError(golden: PixelGoldens.File) throws {
        let data = try Data(contentsOf: golden.url)
        for length in stride(from: 0, to: data.count, by: max(1, data.count / Self.rounds)) {
            try decode(data.prefix(length), golden, "cut at \(length)")
        }
    }

    @Test(arguments: PixelGoldens.all.files) func aChangedFileIsAPictureOrAnError(golden: PixelGoldens.File) throws {
        let data = try Data(contentsOf: golden.url)
        var generator = SeededGenerator(seed: UInt64(data.count))
        for _ in 0..<Self.rounds {
            var changed = data
            // Headers are short, and most of what can go wrong is in them.
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let limit = Bool.random(using: &generator) ? min(80, data.count) : data.count
                changed[Int.random(in: 0..<limit, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            try decode(changed, golden, changed.base64EncodedString())
        }
    }
}
