import Foundation
import Testing

@testable import Model

@Suite struct EmbedTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    private func embeddings(_ json: [String: Any]) throws -> [[Double]] {
        try #require(json["embeddings"] as? [[Double]])
    }

    @Test func textsAndImagesHaveUnitLength() throws {
        for arguments in [["--text", "a cat", "--text", "a dog"], ["--image", "zoo/feline/cat.jpg"]] {
            let json = try program.run(["embed"] + arguments + ["--json"]).json()
            #expect(Set(json.keys) == ["model", "dimension", "embeddings", "normalised"])
            #expect(json["normalised"] as? Bool == true)
            let vectors = try embeddings(json)
            #expect(vectors.count == arguments.count / 2)
            for vector in vectors {
                #expect(vector.count == json["dimension"] as? Int)
                #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
            }
        }
    }

    @Test func withoutJSONEachLineIsOneEmbedding() throws {
        let json = try program("embed", "--text", "a cat", "--json").json()
        let line = try program("embed", "--text", "a cat").output.split(separator: "\n")
        #expect(line.count == 1)
        #expect(try line[0].split(separator: "\t").compactMap { Double($0) } == embeddings(json)[0])
    }

    @Test func aDatasetIsWrittenAsSafetensors() throws {
        let result = try program("embed", "--dataset", "zoo", "--out", "zoo.safetensors")
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        let data = try Data(contentsOf: program.folder.appending(path: "zoo.safetensors"))
        let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        let header = try #require(
            try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: [String: Any]])
        let tensor = try #require(header["embeddings"])
        let shape = try #require(tensor["shape"] as? [Int])
        #expect(tensor["dtype"] as? String == "F32")
        #expect(shape[0] == 6)
        #expect(tensor["data_offsets"] as? [Int] == [0, 4 * shape[0] * shape[1]])
        #expect(data.count == 8 + length + 4 * shape[0] * shape[1])
        #expect(length % 8 == 0)
        let names = try #require(header["__metadata__"]?["names"] as? String)
        #expect(try JSONDecoder().decode([String].self, from: Data(names.utf8))[0] == "feline/cat.jpg")

        #expect(
            try Safetensors(contentsOf: program.folder.appending(path: "zoo.safetensors")).tensors["embeddings"]?.shape
                == shape)

        let first = data[(8 + length)...].prefix(4 * shape[1]).withUnsafeBytes { bytes in
            (0..<shape[1]).map { Float(bitPattern: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) }
        }
        let cat = try embeddings(program("embed", "--image", "zoo/feline/cat.jpg", "--json").json())[0]
        #expect(zip(first, cat).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    }

    /// Whether a dataset, a part of one or single files: what was written is there, and the status says that some is missing.
    @Test func whatIsLessThanWasAskedForEndsWith1() throws {
        try program.write("zoo/flower/bad.png", "not a picture")
        for arguments in [
            ["--dataset", "zoo", "--out", "whole.npy"],
            ["--dataset", "zoo", "--shard", "1/1", "--out", "p.safetensors"],
            ["--image", "zoo/feline/cat.jpg", "--image", "zoo/flower/bad.png", "--out", "two.npy"],
        ] {
            let result = try program.run(["embed"] + arguments + ["--failures", "bad.csv"])
            #expect(result.status == 1 && result.lines.count == 1, "\(arguments)")
            let table = try String(contentsOf: program.folder.appending(path: "bad.csv"), encoding: .utf8)
            #expect(table.hasPrefix("file,reason\n") && table.contains("flower/bad.png,"))
            #expect(FileManager.default.fileExists(atPath: program.folder.appending(path: arguments.last!).path))
        }
        try program.write("junk/a.png", "not a picture")
        let nothing = try program("embed", "--dataset", "junk", "--out", "junk.npy", "--failures", "bad.csv")
        #expect(nothing.status == 1)
        let rows = try String(contentsOf: program.folder.appending(path: "bad.csv"), encoding: .utf8)
        #expect(rows.split(separator: "\n").count == 2)
        try FileManager.default.removeItem(at: program.folder.appending(path: "zoo/flower/bad.png"))
        #expect(try program("embed", "--dataset", "zoo", "--out", "zoo.npy", "--failures", "bad.csv").status == 0)
        let empty = try String(contentsOf: program.folder.appending(path: "bad.csv"), encoding: .utf8)
        #expect(empty == "file,reason\n")
    }

    @Test func aFileThatCannotBeWrittenIsTold() throws {
        let result = try program("embed", "--text", "a", "--out", "no/where.safetensors")
        #expect(result.status == 1)
        #expect(
            result.messages
                == "clipscope: \(program.folder.path)/no/where.safetensors: cannot be written: No such file or directory\n"
        )
    }
}
