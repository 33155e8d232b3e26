import Foundation
import Testing

@testable import Model

/// What goes out to other programs, and what they made that comes in.
@Suite struct ExchangeTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    private func file(_ name: String) -> URL { program.folder.appending(path: name) }

    @Test func partsJoinedAreTheFileOfOneRun() throws {
        try program.write("zoo/flower/cut.png", "not a picture")
        #expect(try program("embed", "--dataset", "zoo", "--no-cache", "--out", "whole.safetensors").status == 1)
        // The image that cannot be read is in one of the parts.
        var statuses: [Int32] = []
        for number in 1...4 {
            let part = try program(
                "embed", "--dataset", "zoo", "--no-cache", "--shard", "\(number)/4", "--out", "\(number).safetensors")
            statuses.append(part.status)
        }
        #expect(statuses.sorted() == [0, 0, 0, 1])
        let joined = try program(
            "embed", "--merge", "out.safetensors", "3.safetensors", "1.safetensors", "2.safetensors", "4.safetensors")
        #expect(joined.status == 0 && joined.output.isEmpty && joined.messages.isEmpty)
        #expect(try Data(contentsOf: file("out.safetensors")) == Data(contentsOf: file("whole.safetensors")))
        let gap = try program("embed", "--merge", "out.safetensors", "1.safetensors", "3.safetensors", "4.safetensors")
        #expect(gap.status == 1)
        #expect(gap.messages == "clipscope: of 4 parts 2/4 is missing\n")
    }

    @Test(arguments: [
        (["--dataset", "zoo", "--shard", "5/4", "--out", "x.safetensors"], "shard \"5/4\", expected i/n"),
        (["--dataset", "zoo", "--shard", "1/4", "--out", "x.npy"], "--shard goes with --dataset and --out"),
        (["--text", "a", "--shard", "1/4", "--out", "x.safetensors"], "--shard goes with --dataset and --out"),
        (["--merge", "x.npy"], "--merge goes with the files to join"),
        (["--text", "a", "b.safetensors"], "Unexpected argument 'b.safetensors'"),
    ])
    func partsAreAskedForInOneWay(arguments: [String], reason: String) throws {
        let result = try program.run(["embed"] + arguments)
        #expect(result.status == 64)
        #expect(result.messages.contains(reason), "\(result.messages)")
    }

    @Test func aFormatThatIsNotKnownIsToldBeforeAnythingIsEncoded() throws {
        let result = try program("embed", "--dataset", "zoo", "--out", "zoo.parquet")
        #expect(result.status == 1)
        #expect(
            result.messages == "clipscope: \(file("zoo.parquet").path): embeddings are read and written as .npy or"
                + " .safetensors; the name ends in neither\n")
    }

    @Test(arguments: ["zoo.npy", "zoo.safetensors"])
    func anEvaluationOverSavedEmbeddingsIsThatOfTheImages(name: String) throws {
        #expect(try program("embed", "--dataset", "zoo", "--out", name).status == 0)
        let images = try program("eval", "--dataset", "zoo", "--predictions", "a.csv")
        let saved = try program("eval", "--dataset", "zoo", "--embeddings", name, "--predictions", "b.csv")
        #expect(saved.status == 0 && saved.messages.isEmpty)
        #expect(try Data(contentsOf: file("a.csv")) == Data(contentsOf: file("b.csv")))
        #expect(saved.output.split(separator: "\n").dropLast() == images.output.split(separator: "\n").dropLast())
        let found = try program("search", "--dataset", "zoo", "--embeddings", name, "an owl", "--top", "3")
        #expect(try found.output == program("search", "--dataset", "zoo", "an owl", "--top", "3").output)
    }

    @Test func withSavedEmbeddingsTheImagesNeedNotBeThere() throws {
        #expect(try program("embed", "--dataset", "zoo", "--out", "gone/vectors.npy").status == 1)
        try program.write("gone/labels.csv", "file,label\nfeline/cat.jpg,cat\nflower/rose.png,flower\nnew.png,cat\n")
        try program.write("gone/dataset.toml", "embeddings = \"vectors.npy\"\n")
        #expect(try program("embed", "--dataset", "zoo", "--out", "gone/vectors.npy").status == 0)
        let result = try program("eval", "--dataset", "gone", "--json")
        #expect(result.status == 0)
        #expect(try result.json()["images"] as? Int == 2)
        #expect(
            result.lines == [
                "clipscope: warning: vectors.npy: 4 of 6 embeddings are of no image of the dataset",
                "clipscope: new.png: no embedding in vectors.npy",
            ])
    }

    /// Vectors that no image of the zoo has: whoever encodes the images gets other figures.
    @Test func everyCommandTakesTheEmbeddingsThatTheDatasetNames() throws {
        try program.copyPhotos(["other/b.jpg": "animals/cat.jpg", "other/a.png": "plants/rose.png"])
        try program("embed", "--dataset", "other", "--out", "two.npy")
        let names = ["feline/cat.jpg", "flower/daffodil.jpg", "flower/iris.png", "flower/rose.png"]
        let paths = ["other/a.png", "other/b.jpg"]
        try program(
            "embed", "--image", paths[0], "--image", paths[1], "--image", paths[1], "--image", paths[1], "--out",
            "v.npy")
        try program.write("v.npy.files.txt", names.map { $0 + "\n" }.joined())
        let option = ["--embeddings", "v.npy"]
        let commands = [
            ["eval"], ["eval", "--per-template"], ["confusion"], ["calibrate"],
            ["compare", "--a", "pets", "--b", "plain"],
            ["select", "--from", "imagenet-7", "--count", "1"], ["search", "an owl"], ["embed"],
        ]
        var given: [[String: Any]] = []
        for command in commands {
            let asked = try program.run(command + ["--dataset", "zoo", "--json"] + option)
            // Two images have no embedding in the file: less than was asked for.
            #expect(asked.status == (command == ["embed"] ? 1 : 0), "\(command)")
            var json = try asked.json()
            json["seconds"] = nil
            given.append(json)
        }
        #expect(given[0]["top1"] as? Double == 0 && given[1]["top1"] as? Double == 0, "cats and roses changed places")
        #expect(given[1...5].allSatisfy { ($0["images"] as? Int ?? 4) == 4 }, "two images have no vector")
        #expect((given[7]["embeddings"] as? [Any])?.count == 4)
        try program.write("zoo/dataset.toml", "embeddings = \"v.npy\"\n")
        try FileManager.default.copyItem(at: file("v.npy"), to: file("zoo/v.npy"))
        try FileManager.default.copyItem(at: file("v.npy.files.txt"), to: file("zoo/v.npy.files.txt"))
        for (command, asked) in zip(commands, given) {
            var json = try program.run(command + ["--dataset", "zoo", "--json"]).json()
            json["seconds"] = nil
            #expect(NSDictionary(dictionary: json) == NSDictionary(dictionary: asked), "\(command)")
        }
    }

    @Test func embeddingsThatArePassedOnKeepWhatMadeThem() throws {
        try program("embed", "--dataset", "zoo", "--out", "zoo.safetensors")
        try program("embed", "--dataset", "zoo", "--out", "zoo.npy")
        for (from, out) in [("zoo.safetensors", "a.safetensors"), ("zoo.npy", "b.safetensors")] {
            #expect(try program("embed", "--dataset", "zoo", "--embeddings", from, "--out", out).status == 0)
        }
        #expect(try Data(contentsOf: file("zoo.safetensors")) == Data(contentsOf: file("a.safetensors")))
        let origin = try EmbeddingFile(contentsOf: file("b.safetensors")).metadata
        #expect(origin["model"] == "unknown, from zoo.npy")
    }

    @Test func embeddingsOfAnotherModelsLengthAreRefusedInOneLine() throws {
        let golden = repository.appending(path: "Tests/ModelTests/Goldens/exchange/version-1.npy")
        let result = try program("eval", "--dataset", "zoo", "--embeddings", golden.path)
        #expect(result.status == 1)
        #expect(result.lines.count == 1)
        #expect(result.messages.contains("embeddings of 4 values, expected 512 (model embedded)"))
    }

    @Test func aRunIsSavedWithEveryImage() throws {
        let result = try program(
            "eval", "--dataset", "zoo", "-t", "a {label}.", "--run", "run.json", "--predictions", "p.csv", "--json")
        let run = try RunDocument(contentsOf: file("run.json"))
        #expect(run.program.hasPrefix("clipscope "))
        #expect(run.classes == ["feline", "flower", "wild bird"])
        #expect(run.prompts.templates == ["a {label}."])
        #expect(run.metrics?.top1 == (try result.json()["top1"] as? Double))
        let rows = try String(contentsOf: file("p.csv"), encoding: .utf8).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        #expect(run.images.map(\.file) == rows.map { $0[0] })
        #expect(run.images.map { run.classes[$0.predicted] } == rows.map { $0[2] })
        #expect(run.images.map { "\($0.confidence)" } == rows.map { $0[3] })
        #expect(run.images.flatMap { $0.top.map(\.label) }.count == 18)
    }

    @Test func aKnownDataSetIsHintedAtAndTakenWithKnown() throws {
        let folders = [
            "AnnualCrop", "Forest", "HerbaceousVegetation", "Highway", "Industrial", "Pasture", "River", "SeaLake",
        ]
        for folder in folders { try program.copyPhotos(["tiles/\(folder)/a.png": "plants/rose.png"]) }
        let plain = try program("eval", "--dataset", "tiles", "--json")
        // Roses are no land: the embedded model does badly, and a line says what it is for.
        let advice = "clipscope: " + ModelAdvice.line(isEmbedded: true, top1: 0)!
        #expect(
            plain.lines == [
                "clipscope: tiles looks like EuroSAT: --known eurosat takes the class names and templates published for it",
                advice,
            ])
        let known = try program("eval", "--dataset", "tiles", "--known", "eurosat", "--run", "run.json")
        #expect(known.status == 0 && known.lines == [advice])
        let run = try RunDocument(contentsOf: file("run.json"))
        #expect(run.prompts.templates.count == 3)
        #expect(run.prompts.classNames["SeaLake"] == ["lake or sea"])
        #expect(run.classes.contains("SeaLake"), "labels stay the dataset's")
        #expect(try program("eval", "--dataset", "tiles", "-t", "a {label}").lines == [advice])
    }
}
