import Foundation
import Testing

@testable import Model

/// SVHN, Flowers-102 and Stanford Cars as they are distributed, beside what scipy reads (scripts/goldens matlab).
@Suite struct MATLABTests {
    struct Goldens: Decodable {
        struct Cars: Decodable {
            let train: [String: String]
            let test: [String: String]
            /// Class and split.
            let annos: [String: [String]]
        }

        let svhn: [String: [Int]]
        let flowers: [String: [String: Int]]
        let cars: Cars
    }

    static let goldens = PixelGoldens.folder.deletingLastPathComponent().appending(path: "matlab")
    let expected: Goldens
    let folder: ScratchFolder
    let known: KnownDatasetLibrary

    init() throws {
        expected = try JSONDecoder().decode(
            Goldens.self, from: Data(contentsOf: Self.goldens.appending(path: "matlab.json")))
        folder = try ScratchFolder()
        known = KnownDatasetLibrary(
            folder: PixelGoldens.root.appending(path: "sample-data/datasets"),
            templates: TemplateLibrary(folder: PixelGoldens.root.appending(path: "sample-data/prompts")))
    }

    private func photo(_ name: String) throws {
        try folder.write(name, Data(contentsOf: PixelGoldens.folder.appending(path: "files/420.jpg")))
    }

    private func copy(_ name: String, to target: String) throws {
        try folder.write(target, Data(contentsOf: Self.goldens.appending(path: name)))
    }

    @Test func houseNumbersAreWhatTorchvisionMakesOfThem() throws {
        let dataset = try Dataset(contentsOf: Self.goldens.appending(path: "svhn"), known: known)
        let labelColumn = try #require(dataset.labelColumns.first)
        #expect(
            labelColumn.classes == ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
        for split in ["train", "test"] {
            let own = dataset.images.indices.filter { dataset.images[$0].split == split }
            #expect(own.map { labelColumn.labels[$0] } == expected.svhn[split]!)
        }
        struct Pictures: Decodable { let pictures: [[Index]] }
        enum Index: Decodable {
            case split(String), number(Int)
            init(from decoder: any Decoder) throws {
                let value = try decoder.singleValueContainer()
                if let number = try? value.decode(Int.self) {
                    self = .number(number)
                } else {
                    self = .split(try value.decode(String.self))
                }
            }
        }
        let json = try Data(contentsOf: Self.goldens.appending(path: "matlab.json"))
        let pixels = try Data(contentsOf: Self.goldens.appending(path: "pictures.rgb"))
        for (index, chosen) in try JSONDecoder().decode(Pictures.self, from: json).pictures.enumerated() {
            guard case .split(let split) = chosen[0], case .number(let number) = chosen[1] else { continue }
            let first = try #require(dataset.images.indices.first { dataset.images[$0].split == split })
            let picture = try dataset.images[first + number].source.picture()
            let rgb = stride(from: 0, to: picture.rgba.count, by: 4).flatMap { picture.rgba[$0..<$0 + 3] }
            #expect(rgb == [UInt8](pixels[index * 3072..<(index + 1) * 3072]), "\(split) \(number)")
        }
    }

    @Test func aFileOfArraysAloneIsADataset() throws {
        let dataset = try Dataset(contentsOf: Self.goldens.appending(path: "svhn/test_32x32.mat"))
        // The places of 0 to 9; the names are not known here.
        #expect(dataset.images.count == 5 && dataset.labelColumns.first?.labels == expected.svhn["test"]!)
        #expect(try dataset.images[4].source.picture().format == "matlab")
    }

    @Test func flowersHaveLabelsNamesAndSplits() throws {
        for file in ["imagelabels.mat", "setid.mat"] { try copy("flowers/\(file)", to: "flowers-102/\(file)") }
        for number in 1...12 { try photo(String(format: "flowers-102/jpg/image_%05d.jpg", number)) }
        let dataset = try Dataset(contentsOf: folder.file("flowers-102"), known: known)
        let labelColumn = try #require(dataset.labelColumns.first)
        let names = try known.named("flowers").classes
        #expect(dataset.images.count == 12)
        for (index, image) in dataset.images.enumerated() {
            let file = image.source.file.lastPathComponent
            let number = try #require(expected.flowers[image.split ?? ""]?[file], "\(file) \(image.split ?? "")")
            let label = try #require(labelColumn.labels[index])
            #expect(labelColumn.classes[label] == names[number], "\(file)")
        }
    }

    @Test func carsAsTheyCameInOneFolder() throws {
        try copy("cars/cars_annos.mat", to: "cars/cars_annos.mat")
        for name in expected.cars.annos.keys { try photo("cars/\(name)") }
        let dataset = try Dataset(contentsOf: folder.file("cars"), known: known)
        let labelColumn = try #require(dataset.labelColumns.first)
        for (index, image) in dataset.images.enumerated() {
            let label = try #require(labelColumn.labels[index])
            #expect(
                [labelColumn.classes[label], image.split ?? ""]
                    == expected.cars.annos["car_ims/" + image.source.file.lastPathComponent])
        }
    }

    @Test func carsAsTorchvisionKeepsThem() throws {
        for file in ["devkit/cars_train_annos.mat", "devkit/cars_meta.mat", "cars_test_annos_withlabels.mat"] {
            try copy("cars/\(file)", to: "stanford_cars/\(file)")
        }
        for name in expected.cars.train.keys { try photo("stanford_cars/cars_train/\(name)") }
        for name in expected.cars.test.keys { try photo("stanford_cars/cars_test/\(name)") }
        let dataset = try Dataset(contentsOf: folder.file("stanford_cars"), known: known)
        let labelColumn = try #require(dataset.labelColumns.first)
        #expect(dataset.images.count == 12)
        for (index, image) in dataset.images.enumerated() {
            let file = image.source.file.lastPathComponent
            let isTrain = image.source.file.path.contains("cars_train/")
            let label = try #require(labelColumn.labels[index])
            #expect(labelColumn.classes[label] == (isTrain ? expected.cars.train : expected.cars.test)[file], "\(file)")
        }
    }

    @Test func variablesOfEveryKindAreToldByName() throws {
        let bytes = [UInt8](try Data(contentsOf: Self.goldens.appending(path: "other.mat")))
        let mat = try MATFile(size: bytes.count) { Array(bytes[$0..<$0 + $1]) }
        #expect(mat.variables.map(\.name) == ["numbers", "negative", "empty", "text", "sparse", "nested", "complex"])
        func value(_ name: String) throws -> MATValue { try mat.value(of: #require(mat[name])) }
        // By columns.
        #expect(try value("numbers").numbers == [0, 3, 1, 4, 2, 5])
        #expect(try value("negative").integers == [-5, 7])
        #expect(try value("empty").numbers == [])
        #expect(try value("text").text == "Größe 1")
        guard case .structures(["a"], let outer) = try value("nested"),
            case .structures(["b", "d"], let inner) = outer[0][0]
        else {
            Issue.record("no structures")
            return
        }
        #expect(inner[0][0].text == "c" && inner[0][1].number == 9)
    }

    @Test func whatIsNoSuchFileIsToldInOneLine() throws {
        for (name, text, reason) in [
            (
                "a.mat", "MATLAB 7.3 MAT-file" + String(repeating: " ", count: 200),
                "it is a MATLAB 7.3 file, which is HDF5"
            ),
            ("b.mat", "MATLAB 5.0", "it is no MATLAB 5 file"),
        ] {
            let error = #expect(throws: DatasetError.self) {
                try Dataset(contentsOf: folder.write(name, Data(text.utf8)))
            }
            #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        }
        let error = #expect(throws: DatasetError.self) {
            try Dataset(contentsOf: Self.goldens.appending(path: "other.mat"))
        }
        #expect(error?.description.contains("expected an array X of bytes") == true)
    }

    /// Every byte at three values, and every length: an error, or a dataset; no trap.
    @Test(arguments: ["cars/cars_annos.mat", "cars/devkit/cars_train_annos.mat", "flowers/setid.mat", "other.mat"])
    func aChangedByteNeverTraps(name: String) throws {
        let data = try Data(contentsOf: Self.goldens.appending(path: name))
        func read(_ data: Data) {
            let bytes = [UInt8](data)
            guard
                let mat = try? MATFile(
                    size: bytes.count,
                    read: { offset, count in
                        guard offset >= 0, count >= 0, offset <= bytes.count - count else {
                            throw MATFile.Failure.notWhole
                        }
                        return Array(bytes[offset..<offset + count])
                    })
            else { return }
            for variable in mat.variables { _ = try? mat.value(of: variable) }
        }
        for index in 0..<min(data.count, 700) {
            for value in [UInt8(0), 0xFF, data[index] ^ 0x41] {
                var broken = data
                broken[index] = value
                read(broken)
            }
        }
        for length in stride(from: 0, to: min(data.count, 2000), by: 13) { read(data.prefix(length)) }
    }
}
