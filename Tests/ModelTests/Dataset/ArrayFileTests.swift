import Foundation
import Testing

@testable import Model

/// Files of numpy.savez and savez_compressed, with the heads that numpy writes.
@Suite struct ArrayFileTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func array(_ type: String, _ shape: String, _ values: [UInt8]) -> Data {
        let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }\n"
        return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8) + values)
    }

    /// Packs files by Python's zipfile.
    private func pack(_ arrays: [String: Data], deflated: Bool) throws -> URL {
        for (name, data) in arrays { try folder.write("arrays/\(name).npy", data) }
        let file = folder.file("pathmnist.npz")
        let script = """
            import sys, zipfile, pathlib
            with zipfile.ZipFile(sys.argv[1], "w", int(sys.argv[2])) as archive:
                for file in sorted(pathlib.Path(sys.argv[3]).iterdir()): archive.write(file, file.name)
            """
        let process = try Process.run(
            URL(filePath: "/usr/bin/env"),
            arguments: ["python3", "-c", script, file.path, deflated ? "8" : "0", folder.file("arrays").path])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return file
    }

    @Test(arguments: [false, true]) func medMNISTIsReadStoredAndDeflated(deflated: Bool) throws {
        let file = try pack(
            [
                "train_images": array("|u1", "2, 2, 1, 3", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
                "train_labels": array("|u1", "2, 1", [3, 0]),
                "val_images": array("|u1", "1, 2, 1, 3", [20, 21, 22, 23, 24, 25]),
                "val_labels": array("<i8", "1, 1", [1, 0, 0, 0, 0, 0, 0, 0]),
            ], deflated: deflated)
        let dataset = try Dataset(contentsOf: file)
        #expect(dataset.images.map(\.path) == ["train/0", "train/1", "val/0"])
        #expect(dataset.images.map(\.split) == ["train", "train", "val"])
        #expect(try dataset.classes() == ["3", "0", "1"])
        let pictures = try dataset.images.map { try $0.source.picture() }
        #expect(pictures.map(\.width) == [1, 1, 1] && pictures.map(\.height) == [2, 2, 2])
        #expect(pictures[1].rgba == [7, 8, 9, 255, 10, 11, 12, 255])
        #expect(pictures[2].rgba == [20, 21, 22, 255, 23, 24, 25, 255])
        #expect(Set(dataset.images.map(\.source.key)).count == 3)
    }

    @Test func kerasArraysAreGrey() throws {
        let file = try pack(
            ["x_test": array("|u1", "2, 1, 2", [9, 8, 7, 6]), "y_test": array("|u1", "2,", [1, 0])], deflated: true)
        let dataset = try Dataset(contentsOf: file)
        #expect(try dataset.classes() == ["1", "0"])
        #expect(try dataset.images[1].source.picture().rgba == [7, 7, 7, 255, 6, 6, 6, 255])
    }

    @Test func severalLabelsAnImageAreNone() throws {
        let file = try pack(
            [
                "train_images": array("|u1", "1, 1, 1", [1]), "train_labels": array("|u1", "1, 3", [1, 0, 1]),
            ], deflated: false)
        #expect(try Dataset(contentsOf: file).labelColumns.isEmpty)
    }

    @Test func whatIsNotReadIsToldInOneLine() throws {
        let cases: [([String: Data], String)] = [
            (["a": array("|u1", "1, 1, 1", [1])], "has no arrays train_images or x_train; it has a.npy"),
            (
                ["train_images": array("<f4", "1, 1, 1", [1, 2, 3, 4])],
                "train_images.npy is <f4 of [1, 1, 1], expected"
            ),
            (["train_images": array("|u1", "9, 1, 1", [1])], "which are not [9, 1, 1]"),
            (["train_images": array("|u1", "1, 2, 2, 2, 1", Array(repeating: 0, count: 8))], "expected bytes of"),
        ]
        for (arrays, reason) in cases {
            try? FileManager.default.removeItem(at: folder.file("arrays"))
            let file = try pack(arrays, deflated: false)
            let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: file) }
            #expect("\(try #require(error))".contains(reason), "\(error!)")
        }
    }

    @Test func noByteMakesItTrap() throws {
        let file = try pack(
            ["train_images": array("|u1", "2, 1, 1", [1, 2]), "train_labels": array("|u1", "2, 1", [1, 0])],
            deflated: true)
        let whole = try Data(contentsOf: file)
        var random = SplitMix64(seed: 1)
        for place in whole.indices {
            var broken = whole
            broken[place] = UInt8.random(in: 0...255, using: &random)
            try broken.write(to: folder.file("broken.npz"))
            guard let dataset = try? Dataset(contentsOf: folder.file("broken.npz")) else { continue }
            for image in dataset.images { _ = try? image.source.picture() }
        }
    }
}

@Suite struct STL10Tests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test func columnsAndPlanesOfSTL10AreReadAsRows() throws {
        // Red is the column, green the row, blue 7.
        let column = (0..<9216).map { UInt8($0 / 96) }
        let row = (0..<9216).map { UInt8($0 % 96) }
        let image = Data(column + row + [UInt8](repeating: 7, count: 9216))
        try folder.write("stl10_binary/train_X.bin", image + image)
        try folder.write("stl10_binary/train_y.bin", Data([2, 1]))
        try folder.write("stl10_binary/unlabeled_X.bin", image)
        try folder.write("stl10_binary/class_names.txt", "airplane\nbird\n")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.images.map(\.split) == ["train", "train", "unlabeled"])
        #expect(try dataset.classes() == ["bird", "airplane", nil])
        let picture = try dataset.images[1].source.picture()
        let pixel = (5 * 96 + 3) * 4
        #expect(Array(picture.rgba[pixel..<pixel + 4]) == [3, 5, 7, 255])
    }

    @Test func wrongSizesAndLabelsAreToldInOneLine() throws {
        try folder.write("class_names.txt", "airplane\nbird\n")
        try folder.write("train_X.bin", Data(count: 27_649))
        #expect(refusal(folder.url, in: folder).contains("expected a multiple of 27648"))
        try folder.write("train_X.bin", Data(count: 27_648))
        try folder.write("train_y.bin", Data([3]))
        #expect(refusal(folder.url, in: folder).contains("image 0 has the label 3, expected 1 to 2"))
        try folder.write("train_y.bin", Data([1, 1]))
        #expect(refusal(folder.url, in: folder).contains("has 2 labels, expected 1"))
    }
}
