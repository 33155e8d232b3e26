import Foundation
import Testing

@testable import Model

/// `embed --shard` of datasets that are made of files: a part opens its own alone, and the parts joined are the whole.
@Suite struct FilePartTests {
    let program: Program

    init() throws { program = try Program() }

    private func file(_ name: String) -> URL { program.folder.appending(path: name) }

    private func golden(_ name: String) throws -> Data {
        try Data(contentsOf: repository.appending(path: "Tests/ModelTests/Goldens/\(name)"))
    }

    private func embed(_ dataset: String, _ number: Int, of count: Int, _ arguments: [String] = []) throws
        -> Program.Result
    {
        try program.run(
            [
                "embed", "--dataset", dataset, "--no-cache", "--shard", "\(number)/\(count)", "--out",
                "\(number).safetensors",
            ]
                + arguments)
    }

    /// Makes the parts one at a time, each where the files of the others are broken, and joins them.
    private func joined(_ dataset: String, files: [String], parts: [Range<Int>], _ arguments: [String] = []) throws
        -> Data
    {
        for (index, own) in parts.enumerated() {
            let others = files.indices.filter { !own.contains($0) }.map { file(files[$0]) }
            let kept = try others.map { try Data(contentsOf: $0) }
            // Of the same length: the sizes are part of what tells one dataset from another.
            for (other, data) in zip(others, kept) { try Data(count: data.count).write(to: other) }
            let part = try embed(dataset, index + 1, of: parts.count, arguments)
            #expect(part.status == 0, "\(part.messages)")
            for (other, data) in zip(others, kept) { try data.write(to: other) }
        }
        let names = parts.indices.map { "\($0 + 1).safetensors" }
        let result = try program.run(["embed", "--merge", "out.safetensors"] + names)
        #expect(result.status == 0, "\(result.messages)")
        return try Data(contentsOf: file("out.safetensors"))
    }

    private func whole(_ dataset: String, _ arguments: [String] = []) throws -> Data {
        let result = try program.run(
            ["embed", "--dataset", dataset, "--no-cache", "--out", "whole.safetensors"] + arguments)
        #expect(result.status == 0, "\(result.messages)")
        return try Data(contentsOf: file("whole.safetensors"))
    }

    private func tars() throws -> [String] {
        try program.copyZoo()
        let images = ["feline/cat.jpg", "feline/lion.jpg", "flower/rose.png"].filter {
            FileManager.default.fileExists(atPath: file("zoo/\($0)").path)
        }
        let files = (0..<4).map { "shards/train-000\($0).tar" }
        _ = try program.shell("mkdir shards")
        for (index, name) in files.enumerated() {
            let image = images[index % images.count]
            let ending = image.split(separator: ".").last!
            _ = try program.shell(
                "mkdir s\(index); cp zoo/\(image) s\(index)/a.\(ending); echo \(index) > s\(index)/a.cls;"
                    + " cp zoo/\(images[0]) s\(index)/b.jpg; echo 0 > s\(index)/b.cls;"
                    + " tar -C s\(index) -cf \(name) $(ls s\(index))")
        }
        return files
    }

    @Test func tarShards() throws {
        let files = try tars()
        #expect(try joined("shards", files: files, parts: [0..<1, 1..<2, 2..<4]) == whole("shards"))
    }

    @Test func aPatternOfTars() throws {
        let files = try tars()
        let pattern = "shards/train-{0000..0003}.tar"
        #expect(try joined(pattern, files: files, parts: [0..<2, 2..<4]) == whole(pattern))
    }

    @Test func aListOfTarsInFoldersIsADatasetAndItsImagesKeepNamesOfTheirOwn() throws {
        _ = try tars()
        _ = try program.shell("mkdir a b; mv shards/train-0000.tar a/0.tar; mv shards/train-0001.tar b/0.tar")
        try program.write("list.txt", "# both\na/0.tar\nb/0.tar\n")
        let data = try joined("list.txt", files: ["a/0.tar", "b/0.tar"], parts: [0..<1, 1..<2])
        #expect(try data == whole("list.txt"))
        let names = try #require(try EmbeddingFile(contentsOf: file("out.safetensors")).names)
        #expect(names.count == 4 && names.contains("a/0/b.jpg") && names.contains("b/0/b.jpg"), "\(names)")
    }

    /// The pictures' own names are all different in one file, and not in two that are alike: then they are numbers.
    @Test(arguments: [["arrow-none-v1-plain"], ["polars", "arrow-zstd-v2-dictionary"]])
    func parquetWhoseOwnNamesRepeat(names: [String]) throws {
        let files = (0..<2).map { "data/train-0000\($0)-of-00002.parquet" }
        for (index, name) in files.enumerated() {
            try program.write(name, golden("parquet/\(names[index % names.count]).parquet"))
        }
        #expect(try joined("data", files: files, parts: [0..<1, 1..<2]) == whole("data"))
    }

    @Test func aSplitOfTheHubsParquetFiles() throws {
        try FileManager.default.copyItem(
            at: repository.appending(path: "Tests/ModelTests/Goldens/parquet/hub"), to: file("hub"))
        let all = try FileManager.default.contentsOfDirectory(atPath: file("hub/data").path).sorted()
        let train = all.filter { $0.contains("train") }.map { "hub/data/\($0)" }
        #expect(train.count >= 2)
        let parts = train.indices.map { $0..<$0 + 1 }
        #expect(
            try joined("hub", files: train, parts: parts, ["--split", "train"]) == whole("hub", ["--split", "train"]))
    }

    @Test func partsOfFilesAndOfImagesAreNotJoined() throws {
        _ = try tars()
        _ = try embed("shards", 1, of: 2)
        // More shares than files: those are of the images.
        #expect(try embed("zoo", 2, of: 2).status == 0)
        let result = try program("embed", "--merge", "out.safetensors", "1.safetensors", "2.safetensors")
        #expect(result.status == 1)
        #expect(result.messages.contains("its share is one of images, expected one of files"), "\(result.messages)")
    }

    @Test func moreSharesThanFilesAreSharesOfTheImages() throws {
        _ = try tars()
        for number in 1...5 { #expect(try embed("shards", number, of: 5).status == 0) }
        let names = (1...5).map { "\($0).safetensors" }
        #expect(try program.run(["embed", "--merge", "out.safetensors"] + names).status == 0)
        #expect(try Data(contentsOf: file("out.safetensors")) == whole("shards"))
    }
}
