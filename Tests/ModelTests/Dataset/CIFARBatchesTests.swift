import Foundation
import Testing

@testable import Model

@Suite struct CIFARBatchesTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A record: labels, then planes of one value each.
    private func record(_ labels: UInt8..., red: UInt8, green: UInt8, blue: UInt8) -> Data {
        Data(labels) + [red, green, blue].reduce(Data()) { $0 + Data(repeating: $1, count: 1024) }
    }

    @Test func batchesOfCIFAR10AreReadInOrder() throws {
        try folder.write(
            "data_batch_1.bin", record(1, red: 1, green: 2, blue: 3) + record(0, red: 4, green: 5, blue: 6))
        try folder.write("data_batch_2.bin", record(2, red: 7, green: 8, blue: 9))
        try folder.write("test_batch.bin", record(2, red: 10, green: 11, blue: 12))
        try folder.write("batches.meta.txt", "airplane\nautomobile\nbird\n\n")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.images.map(\.path) == ["data_batch_1/0", "data_batch_1/1", "data_batch_2/0", "test_batch/0"])
        #expect(dataset.images.map(\.split) == ["train", "train", "train", "test"])
        #expect(try dataset.classes() == ["automobile", "airplane", "bird", "bird"])
        #expect(dataset.labelColumns.map(\.name) == ["label"])
        let picture = try dataset.images[1].source.picture()
        #expect((picture.width, picture.height, picture.mode) == (32, 32, .rgb))
        #expect(Array(picture.rgba.prefix(8)) == [4, 5, 6, 255, 4, 5, 6, 255])
    }

    @Test func cifar100HasFineAndCoarseLabels() throws {
        try folder.write("cifar-100-binary/test.bin", record(1, 2, red: 1, green: 2, blue: 3))
        try folder.write("cifar-100-binary/coarse_label_names.txt", "fish\nlarge_carnivores\n")
        try folder.write("cifar-100-binary/fine_label_names.txt", "apple\naquarium_fish\nbear\n")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.labelColumns.map(\.name) == ["fine", "coarse"])
        #expect(try dataset.classes("fine") == ["bear"])
        #expect(try dataset.classes("coarse") == ["large carnivores"])
        #expect(dataset.labelColumns[0].classes == ["apple", "aquarium fish", "bear"])
        #expect(try Array(dataset.images[0].source.picture().rgba.prefix(4)) == [1, 2, 3, 255])
    }

    @Test func wrongSizesAndLabelsAreToldInOneLine() throws {
        try folder.write("batches.meta.txt", "airplane\nautomobile\n")
        let cases: [(Data, String)] = [
            (
                record(1, red: 1, green: 2, blue: 3).dropLast(),
                "test_batch.bin: has 3072 bytes, expected a multiple of 3073, the size of an image with its labels"
            ),
            (Data(), "test_batch.bin: has 0 bytes, expected a multiple of 3073, the size of an image with its labels"),
            (
                record(0, red: 0, green: 0, blue: 0) + record(2, red: 1, green: 2, blue: 3),
                "test_batch.bin: image 1 has the label 2, expected below 2 as batches.meta.txt has names"
            ),
        ]
        for (batch, line) in cases {
            try folder.write("test_batch.bin", batch)
            #expect(refusal(folder.url, in: folder) == line)
        }
    }
}
