import CZlib
import Foundation
import Testing

@testable import Model

@Suite struct MNISTFilesTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Pictures of 3 x 2 pixels, the first pixel of each its number.
    private func pictures(_ count: Int) -> Data {
        Samples.idx([count, 2, 3], (0..<count).flatMap { [UInt8($0), 10, 20, 30, 40, 250] })
    }

    private func gzip(_ name: String, _ data: Data) throws {
        let file = gzopen(folder.file(name).path, "wb")
        #expect(data.withUnsafeBytes { gzwrite(file, $0.baseAddress, UInt32($0.count)) } == data.count)
        gzclose(file)
    }

    private func writeTest(_ images: Data, _ labels: Data) throws {
        try folder.write("t10k-images-idx3-ubyte", images)
        try folder.write("t10k-labels-idx1-ubyte", labels)
    }

    @Test func bothSplitsAreReadPackedOrNot() throws {
        try writeTest(pictures(2), Samples.idx([2], [3, 0]))
        try gzip("train-images-idx3-ubyte.gz", pictures(12))
        try gzip("train-labels-idx1-ubyte.gz", Samples.idx([12], (0..<12).map { UInt8($0 % 4) }))
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.splits == ["test", "train"])
        #expect(dataset.images.count == 14)
        #expect(dataset.labelColumns.map(\.classes) == [["0", "1", "2", "3"]])
        let test = try dataset.only(split: "test")
        #expect(test.images.map(\.path) == ["test/0", "test/1"])
        #expect(test.labelColumns[0].labels == [3, 0])
        let train = try dataset.only(split: "train")
        #expect(train.images[7].path == "train/07")
        #expect(train.labelColumns[0].labels[7] == 3)
        let picture = try train.images[7].source.picture()
        #expect((picture.width, picture.height, picture.format) == (3, 2, "idx"))
        #expect(stride(from: 0, to: 24, by: 4).map { picture.rgba[$0] } == [7, 10, 20, 30, 40, 250])
        #expect(picture.mode == .grey)
        #expect(Set(dataset.images.map(\.source.key)).count == 14)
    }

    @Test func theFoldersOfTorchvisionAreRead() throws {
        try folder.write("FashionMNIST/raw/t10k-images-idx3-ubyte", pictures(2))
        try folder.write("FashionMNIST/raw/t10k-labels-idx1-ubyte", Samples.idx([2], [1, 1]))
        try gzip("FashionMNIST/raw/t10k-images-idx3-ubyte.gz", pictures(2))
        #expect(try Dataset(contentsOf: folder.file("FashionMNIST")).images.count == 2)
    }

    @Test func oneFileOfAFolderCanBeNamed() throws {
        try writeTest(pictures(2), Samples.idx([2], [3, 0]))
        try folder.write("train-images-idx3-ubyte", pictures(3))
        #expect(try Dataset(contentsOf: folder.file("t10k-images-idx3-ubyte")).images.count == 2)
        let unlabelled = try Dataset(contentsOf: folder.file("train-images-idx3-ubyte"))
        #expect(unlabelled.images.count == 3 && unlabelled.labelColumns.isEmpty)
    }

    @Test func namesOfClassesComeFromDatasetTOML() throws {
        try writeTest(pictures(2), Samples.idx([2], [1, 0]))
        try folder.write("dataset.toml", "[names]\n0 = \"t-shirt\"\n1 = \"trouser\"\n")
        #expect(try Dataset(contentsOf: folder.url).classes() == ["trouser", "t-shirt"])
    }

    @Test func whatIsNoWholeIDXFileIsToldInOneLine() throws {
        let labels = Samples.idx([2], [0, 1])
        let cases: [(Data, Data, String)] = [
            (pictures(2).dropLast(), labels, "t10k-images-idx3-ubyte: has 27 bytes, expected 28 for 2 x 2 x 3"),
            (
                pictures(2).prefix(9), labels,
                "t10k-images-idx3-ubyte: is no IDX file of bytes with 3 dimensions: it begins with 00 00 08 03"
            ),
            (
                Data(), labels,
                "t10k-images-idx3-ubyte: is no IDX file of bytes with 3 dimensions: it begins with nothing"
            ),
            (
                Data("hello, world, hello".utf8), labels,
                "t10k-images-idx3-ubyte: is no IDX file of bytes with 3 dimensions: it begins with 68 65 6c 6c"
            ),
            (
                pictures(2), Samples.idx([3], [0, 1, 2]),
                "t10k-labels-idx1-ubyte: has 3 labels, expected 2 as t10k-images-idx3-ubyte has images"
            ),
            (pictures(2), labels.dropLast(), "t10k-labels-idx1-ubyte: has 9 bytes, expected 10 for 2"),
            (Samples.idx([2, 0, 0], []), labels, "t10k-images-idx3-ubyte: its pictures are 0x0x1 interleaved"),
            (
                Data([0, 0, 8, 3]) + Data(repeating: 255, count: 12), labels,
                "t10k-images-idx3-ubyte: has 16 bytes, expected more for 4294967295 x 4294967295 x 4294967295"
            ),
        ]
        for (images, labels, line) in cases {
            try writeTest(images, labels)
            #expect(refusal(folder.url, in: folder) == line)
        }
    }

    @Test func aPackedFileThatIsCutShortIsRefused() throws {
        var generator = SeededGenerator(seed: 1)
        let noise = (0..<200 * 600).map { _ in UInt8.random(in: 0...255, using: &generator) }
        try gzip("t10k-images-idx3-ubyte.gz", Samples.idx([200, 20, 30], noise))
        let file = folder.file("t10k-images-idx3-ubyte.gz")
        let whole = try Data(contentsOf: file)
        for length in [10, 19, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: file)
            let line = refusal(folder.url, in: folder)
            #expect(line.hasPrefix("t10k-images-idx3-ubyte.gz: "), "\(line)")
        }
        var broken = whole
        broken[whole.count - 100] ^= 0x55
        try broken.write(to: file)
        let dataset = try Dataset(contentsOf: folder.url)
        let error = #expect(throws: ImageError.self) { try dataset.images[150].source.picture() }
        #expect(
            error?.description.hasSuffix(
                "t10k-images-idx3-ubyte.gz/test/150: cannot be read: it is not a whole gzip file") == true)
    }

    @Test func aKnownDataSetGivesNumbersTheirNamesAndPrompts() throws {
        let known = Home(folder: repository).knownDatasets
        try folder.write("FashionMNIST/raw/t10k-images-idx3-ubyte", pictures(2))
        try folder.write("FashionMNIST/raw/t10k-labels-idx1-ubyte", Samples.idx([2], [9, 0]))
        let dataset = try Dataset(contentsOf: folder.file("FashionMNIST"), known: known)
        #expect(try dataset.classes() == ["Ankle boot", "T-shirt/top"])
        #expect(dataset.labelColumns[0].classes.count == 10)
        #expect(dataset.prompts?.names(of: "T-shirt/top") == ["t-shirt", "top"])
        try folder.write("FashionMNIST/dataset.toml", "[names]\n\"Ankle boot\" = \"boot\"\n")
        #expect(
            try Dataset(contentsOf: folder.file("FashionMNIST"), known: known).classes() == ["boot", "T-shirt/top"])
        try writeTest(pictures(2), Samples.idx([2], [1, 0]))
        #expect(try Dataset(contentsOf: folder.url, known: known).classes() == ["1", "0"])
    }
}
