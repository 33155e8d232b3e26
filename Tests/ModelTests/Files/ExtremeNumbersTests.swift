import Foundation
import Testing

@testable import Model

/// Every number that a file brings, set to the values at which arithmetic ends: what is read is read or refused in a
/// line, and the program goes on.
@Suite struct ExtremeNumbersTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private static let extremes = [
        "0", "1", "-1", "127", "128", "255", "256", "32767", "32768", "65535", "65536", "1048575", "1048576",
        "16777215", "16777216", "16777217", "2147483647", "2147483648", "4294967295", "4294967296",
        "-9223372036854775808",
        "4611686018427387904", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "18446744073709551616", "1e19", "1e400", "0.5", "-0.0", "340282366920938463463374607431768211456",
    ]

    /// Reading a model takes some time: the extremes of each kind.
    private static let few = [
        "0", "-1", "16777216", "9223372036854775807", "18446744073709551615", "1e19", "1e400", "0.5",
    ]

    /// Each run of digits in a text replaced by each extreme.
    private func mutations(of text: String, by extremes: [String] = extremes) -> [String] {
        text.matches(of: /-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?/).flatMap { match in
            extremes.map { text.replacingCharacters(in: match.range, with: $0) }
        }
    }

    /// Every place of an integer of that many bytes replaced by its extremes, in both byte orders.
    private func mutations(of data: Data, first: Int, sizes: [Int] = [1, 2, 4, 8]) -> [Data] {
        sizes.flatMap { size -> [Data] in
            let extremes = [
                [UInt8](repeating: 0, count: size), [UInt8](repeating: 0xFF, count: size),
                [0x7F] + [UInt8](repeating: 0xFF, count: size - 1), [0x80] + [UInt8](repeating: 0, count: size - 1),
                [UInt8](repeating: 0, count: size - 1) + [1],
            ]
            return (0..<max(0, min(data.count, first) - size + 1)).flatMap { offset in
                extremes.flatMap { [$0, $0.reversed()] }.map { bytes in
                    var mutated = data
                    mutated.replaceSubrange(data.startIndex + offset..<data.startIndex + offset + size, with: bytes)
                    return mutated
                }
            }
        }
    }

    private func expectOneLine(_ what: String, _ read: () throws -> Void) {
        do {
            try read()
        } catch {
            let line = message(of: error)
            #expect(!line.isEmpty && !line.contains("\n"), "\(what): \(line)")
        }
    }

    @Test(arguments: [
        "1x1.png", "420.jpg", "progressive.jpg", "1x1.gif", "interlaced.gif", "1x1.bmp", "16-bit-565.bmp",
        "palette-8-bit.bmp", "run-length-8-bit.bmp", "raw-1000.ppm",
        "1x1.webp", "lossless.webp",
    ])
    func pictures(name: String) throws {
        let data = try Data(contentsOf: PixelGoldens.folder.appending(path: "files/\(name)"))
        let file = folder.file(name)
        for mutated in mutations(of: data, first: 80, sizes: [1, 2, 4]) {
            expectOneLine(name) { _ = try Picture(decoding: mutated, file: file) }
        }
    }

    /// The directory of these stands at the end or the boxes at the start.
    @Test(arguments: ["palette-4.tif", "big-tiff.tif", "even.heic", "420.avif", "grey.jxl", "masked.ico"])
    func loadedPictures(name: String) throws {
        let data = try Data(contentsOf: LoadedFormatsTests.folder.appending(path: "files/\(name)"))
        let file = folder.file(name)
        let start = name.hasSuffix("tif") ? max(0, data.count - 260) : 0
        let part = data[start..<min(data.count, start + 260)]
        for size in [2, 4] {
            for mutated in mutations(of: Data(part), first: part.count, sizes: [size]) where mutated.count == part.count
            {
                expectOneLine(name) {
                    _ = try Picture(decoding: data[..<start] + mutated + data[(start + part.count)...], file: file)
                }
            }
        }
    }

    @Test func exifDirectories() throws {
        let name = "exif"
        let tiff = Data(
            "MM\0*\0\0\0\u{8}\0\u{2}\u{1}\u{12}\0\u{3}\0\0\0\u{1}\0\u{6}\0\0\u{1}\u{1A}\0\u{5}\0\0\0\u{1}\0\0\0\0".utf8)
        for mutated in mutations(of: tiff, first: tiff.count) {
            let segment = Data("Exif\0\0".utf8) + mutated
            let jpeg = Data([0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(segment.count + 2)]) + segment + Data([0xFF, 0xD9])
            expectOneLine(name) { _ = Orientation(jpeg: jpeg) }
        }
    }

    @Test func tarHeadersAndRecords() throws {
        let records = "20 size=1234567890\n11 mtime=1\n"
        for record in mutations(of: records) {
            let tar =
                Samples.member("pax", Data(record.utf8), type: "x")
                + Samples.tar([("a.jpg", try Samples.photo(0)), ("a.cls", Data("1".utf8))])
            let file = try folder.write("a.tar", tar)
            expectOneLine(record) { _ = try Dataset(contentsOf: file) }
        }
        for number in Self.extremes {
            let tar = Samples.tar([
                ("a.jpg", try Samples.photo(0)), ("a.cls", Data(number.utf8)),
                ("a.json", Data("{\"n\": \(number)}".utf8)),
            ])
            let file = try folder.write("a.tar", tar)
            expectOneLine(number) { _ = try Dataset(contentsOf: file) }
        }
        // The size's field with the checksum put right.
        let member = Samples.member("a.jpg", Data(count: 512))
        for (offset, count) in [(124, 12), (100, 8)] {
            for mutated in mutations(of: member[offset..<offset + count], first: count) {
                var header = member
                header.replaceSubrange(offset..<offset + count, with: mutated)
                header.replaceSubrange(148..<156, with: Data("        ".utf8))
                let sum = header.prefix(512).reduce(0) { $0 + Int($1) }
                header.replaceSubrange(148..<156, with: Data(String(format: "%06o\0 ", sum).utf8))
                let file = try folder.write("a.tar", header + Data(count: 1024))
                expectOneLine("size") { _ = try Dataset(contentsOf: file) }
            }
        }
    }

    @Test func idxDimensions() throws {
        for (count, height, width) in [(1, 2, 3), (0, 1, 1), (2, 1, 1)] {
            let images = Samples.idx([count, height, width], [UInt8](repeating: 7, count: count * height * width))
            for mutated in mutations(of: images, first: 16) {
                try folder.write("t10k-images-idx3-ubyte", mutated)
                try folder.write("t10k-labels-idx1-ubyte", Samples.idx([count], [UInt8](repeating: 1, count: count)))
                expectOneLine("images") {
                    _ = try Dataset(contentsOf: folder.url).images.first.map { try $0.source.picture() }
                }
            }
        }
        let empty = Samples.idx([0], [])
        for sizes: [UInt32] in [
            [.max, .max, .max], [0, .max, .max], [.max, 0, .max], [1 << 31, 1 << 31, 2], [1 << 20, 1 << 20, 1 << 24],
        ] {
            try folder.write("t10k-images-idx3-ubyte", Samples.idx(sizes.map { Int($0) }, []))
            try folder.write("t10k-labels-idx1-ubyte", empty)
            expectOneLine("\(sizes)") { _ = try Dataset(contentsOf: folder.url) }
        }
    }

    @Test(arguments: ["version-1.npy", "version-2.npy", "f2.npy"]) func numPyHeads(name: String) throws {
        let data = try Data(contentsOf: repository.appending(path: "Tests/ModelTests/Goldens/exchange/\(name)"))
        for mutated in mutations(of: data, first: 12) { try expectTable("a.npy", mutated) }
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }"
        for (first, second) in Self.extremes.flatMap({ first in Self.extremes.map { (first, $0) } }) {
            let head = text.replacing("(3, 2)", with: "(\(first), \(second))")
            let length = UInt8(head.utf8.count)
            try expectTable(
                "a.npy",
                Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, length, 0]) + Data(head.utf8) + Data(count: 24))
        }
    }

    private func expectTable(_ name: String, _ data: Data) throws {
        let file = try folder.write(name, data)
        expectOneLine(name) {
            let table = try EmbeddingFile(contentsOf: file)
            _ = try table.normalisedRows(table.lengths())
        }
    }

    @Test func safetensorsHeads() throws {
        let head =
            #"{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"I8","shape":[0,7],"data_offsets":[24,24]}}"#
        for mutated in mutations(of: head) {
            let length = withUnsafeBytes(of: UInt64(mutated.utf8.count).littleEndian) { Data($0) }
            try expectTable("a.safetensors", length + Data(mutated.utf8) + Data(count: 24))
        }
        let data =
            withUnsafeBytes(of: UInt64(head.utf8.count).littleEndian) { Data($0) } + Data(head.utf8) + Data(count: 24)
        for mutated in mutations(of: data, first: 8) { try expectTable("a.safetensors", mutated) }
        for shape in ["[0,9223372036854775807]", "[9223372036854775807,0]", "[0,4294967296,4294967296]", "[0,0]"] {
            let head = #"{"a":{"dtype":"F64","shape":\#(shape),"data_offsets":[0,0]}}"#
            let length = withUnsafeBytes(of: UInt64(head.utf8.count).littleEndian) { Data($0) }
            try expectTable("a.safetensors", length + Data(head.utf8))
        }
    }

    @Test(arguments: ["state_dict.pt", "traced.pt"]) func torchArchives(name: String) throws {
        let data = try Data(contentsOf: repository.appending(path: "Tests/ModelTests/Goldens/torch/\(name)"))
        let file = folder.file(name)
        // The directory stands at the end, the pickle at the start.
        for mutated in mutations(of: data, first: 400, sizes: [4])
            + mutations(of: data.suffix(300), first: 300, sizes: [2, 8]).map({ data.dropLast(300) + $0 })
        {
            try mutated.write(to: file)
            expectOneLine(name) {
                for tensor in try TorchArchive(contentsOf: file).tensors.values { _ = tensor.floats }
            }
        }
    }

    @Test(arguments: ["vit", "resnet", "efficientnet", "hugging-face"]) func configurations(name: String) throws {
        let original = repository.appending(path: "Tests/ModelTests/Goldens/towers/\(name)")
        let directory = folder.file(name)
        try FileManager.default.copyItem(at: original, to: directory)
        let home = Home(folder: repository)
        for json in ["open_clip_config.json", "config.json", "preprocessor_config.json"] {
            let file = directory.appending(path: json)
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            for mutated in mutations(of: text, by: Self.few) {
                try mutated.write(to: file, atomically: false, encoding: .utf8)
                expectOneLine(mutated) { _ = try CLIP(contentsOf: directory, home: home) }
            }
            try text.write(to: file, atomically: false, encoding: .utf8)
        }
    }

    @Test func vocabularies() throws {
        let vocabulary = #"{"a": 0, "b": 1, "a</w>": 2, "<|startoftext|>": 3, "<|endoftext|>": 4}"#
        try folder.write("merges.txt", "#version: 0.2\n")
        for mutated in mutations(of: vocabulary) {
            try folder.write("vocab.json", mutated)
            expectOneLine(mutated) { _ = try Tokenizer(contentsOf: folder.url, contextLength: 77) }
        }
        let tokenizer =
            #"{"added_tokens": [{"id": 3, "content": "<|startoftext|>"}, {"id": 4, "content": "<|endoftext|>"}], "model": {"type": "BPE", "end_of_word_suffix": "</w>", "vocab": {"a": 0, "b": 1, "a</w>": 2}, "merges": []}}"#
        let other = try ScratchFolder()
        for mutated in mutations(of: tokenizer) {
            try other.write("tokenizer.json", mutated)
            expectOneLine(mutated) { _ = try Tokenizer(contentsOf: other.url, contextLength: 77) }
        }
    }
}
