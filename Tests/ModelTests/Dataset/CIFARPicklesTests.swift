import Foundation
import Testing

@testable import Model

private let goldens = repository.appending(path: "Tests/ModelTests/Goldens/cifar")

/// CIFAR as torchvision's folders have it.
@Suite struct CIFARPicklesTests {
    private struct Part: Decodable {
        let labels: [String: [Int]]
        let first: [[UInt8]]
    }

    private let parts: [String: Part]
    let folder: ScratchFolder

    init() throws {
        parts = try JSONDecoder().decode(
            [String: Part].self, from: Data(contentsOf: goldens.appending(path: "cifar.json")))
        folder = try ScratchFolder()
    }

    @Test(
        arguments: [
            ("cifar-10-batches-py", ["data_batch_1", "data_batch_2", "test_batch"], "label", "labels"),
            ("cifar-100-python", ["train", "test"], "fine", "fine_labels"),
            ("cifar-100-python", ["train", "test"], "coarse", "coarse_labels"),
        ] as [(String, [String], String, String)])
    func imagesLabelsAndSplitsAreThoseOfThePickles(
        name: String, files: [String], labelColumn: String, key: String
    ) throws {
        let dataset = try Dataset(contentsOf: goldens.appending(path: name), labelColumn: labelColumn)
        let expected = files.compactMap { parts["\(name)/\($0)"] }
        #expect(dataset.labelColumns[0].labels == expected.flatMap { $0.labels[key]! })
        let someClass = ["label": "automobile", "fine": "aquarium fish", "coarse": "aquatic mammals"][labelColumn]!
        #expect(dataset.labelColumns[0].classes.contains(someClass))
        #expect(
            dataset.images.map(\.split)
                == files.flatMap { Array(repeating: $0.hasPrefix("test") ? "test" : "train", count: 4) })
        for (image, pixels) in zip(dataset.images, expected.flatMap(\.first)) {
            let picture = try image.source.picture()
            #expect(picture.width == 32 && picture.height == 32)
            #expect(Array(picture.rgba.prefix(3)) == pixels)
        }
    }

    @Test func theFolderAboveIsReadToo() throws {
        let above = folder.url.appending(path: "data")
        try FileManager.default.createDirectory(at: above, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: goldens.appending(path: "cifar-10-batches-py"), to: above.appending(path: "cifar-10-batches-py"))
        #expect(try Dataset(contentsOf: above).images.count == 12)
    }

    @Test func noByteMakesItTrap() throws {
        let whole = try Data(contentsOf: goldens.appending(path: "cifar-10-batches-py/data_batch_1"))
        _ = try folder.write(
            "batches.meta", Data(contentsOf: goldens.appending(path: "cifar-10-batches-py/batches.meta")))
        var random = SplitMix64(seed: 1)
        for place in Array(0..<300) + Array(whole.count - 300..<whole.count) {
            var broken = whole
            broken[place] = UInt8.random(in: 0...255, using: &random)
            _ = try folder.write("data_batch_1", broken)
            guard let dataset = try? Dataset(contentsOf: folder.url) else { continue }
            _ = try? dataset.images.first?.source.picture()
        }
    }
}
