import Foundation
import Testing

@testable import Model

/// Sample photos and small archives made of them, for datasets that tests build.
enum Samples {
    static let photos = [
        "animals/cat.jpg", "animals/owl.jpg", "plants/rose.png", "plants/iris.png", "plants/daffodil.jpg",
        "animals/owl-2.jpg",
    ]

    static func photo(_ index: Int) throws -> Data {
        try Data(contentsOf: repository.appending(path: "sample-data/photos/images/\(photos[index % photos.count])"))
    }

    /// An IDX file of bytes.
    static func idx(_ dimensions: [Int], _ values: some Sequence<UInt8>) -> Data {
        var data = Data([0, 0, 8, UInt8(dimensions.count)])
        for size in dimensions { withUnsafeBytes(of: UInt32(size).bigEndian) { data.append(contentsOf: $0) } }
        return data + Data(values)
    }

    /// A member of a tar archive as ustar writes it.
    static func member(_ name: String, _ content: Data, type: Character = "0") -> Data {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(String(name.prefix(100)), at: 0)
        put("0000644\0" + "0000000\0" + "0000000\0", at: 100)
        put(String(format: "%011o\0%011o\0", content.count, 0), at: 124)
        put("        \(type)", at: 148)
        put("ustar\u{0}00", at: 257)
        put(String(format: "%06o\0 ", header.reduce(0) { $0 + Int($1) }), at: 148)
        let padding = (512 - content.count % 512) % 512
        return Data(header) + content + Data(count: padding)
    }

    /// A tar archive with its end.
    static func tar(_ members: [(String, Data)]) -> Data {
        members.map { member($0, $1) }.reduce(Data(), +) + Data(count: 1024)
    }
}

extension ScratchFolder {
    /// Puts sample photos at these paths.
    func addPhotos(_ paths: String...) throws {
        for (index, path) in paths.enumerated() { try write(path, Samples.photo(index)) }
    }
}

extension Dataset {
    /// The class of each image in a label column.
    func classes(_ labelColumn: String? = nil) throws -> [String?] {
        let own = try #require(labelColumns.first { labelColumn == nil || $0.name == labelColumn })
        return own.labels.map { $0.map { own.classes[$0] } }
    }
}

/// The one line that reading a dataset ends with, without the folder's path.
func refusal(_ file: URL, in folder: ScratchFolder) -> String {
    do {
        let dataset = try Dataset(contentsOf: file)
        return "read \(dataset.images.count) images"
    } catch {
        return message(of: error).replacing(folder.url.path + "/", with: "")
    }
}
