import Foundation
import Testing

@testable import Model

/// Eight photos in the files of columns that scripts/goldens parquet writes, and as a plain folder of classes.
struct ColumnGoldens: Decodable {
    static let folder = repository.appending(path: "Tests/ModelTests/Goldens/parquet")

    let classes: [String]
    let names: [String]
    private let labels: [Int]

    private enum CodingKeys: String, CodingKey { case classes, names, labels }

    init() throws {
        self = try JSONDecoder().decode(
            Self.self, from: Data(contentsOf: Self.folder.appending(path: "parquet.json")))
    }

    /// Labels by row.
    var words: [String?] { labels.map { $0 < 0 ? nil : classes[$0] } }
    var numbers: [String?] { labels.map { $0 < 0 ? nil : "\($0)" } }

    func photo(_ row: Int) -> ImageSource {
        ImageSource(Self.folder.appending(path: "photos/\(words[row] ?? "")/\(names[row])"))
    }

    /// All of them in order.
    func expectPhotos(_ dataset: Dataset) throws {
        #expect(dataset.images.count == names.count)
        for row in dataset.images.indices {
            #expect(try dataset.images[row].source.contentHash() == photo(row).contentHash())
        }
    }

    /// All of them, the first five as train, the rest as test, labelled with the names of the features.
    func expectParts(_ dataset: Dataset) throws {
        #expect(dataset.splits == ["test", "train"])
        #expect(dataset.labelColumns[0].classes == classes)
        let found = try dataset.classes("label")
        #expect(Set(dataset.images.map(\.path)) == Set(names) && dataset.images.count == names.count)
        for row in dataset.images.indices {
            let place = try #require(names.firstIndex(of: dataset.images[row].path))
            #expect(found[row] == words[place])
            #expect(dataset.images[row].split == (place < 5 ? "train" : "test"))
            #expect(try dataset.images[row].source.contentHash() == photo(place).contentHash())
        }
    }
}
