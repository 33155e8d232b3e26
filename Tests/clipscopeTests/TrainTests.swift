import Foundation
import Testing

@testable import Model

@Suite struct TrainTests {
    let program: Program
    private let tower = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit").path

    init() throws {
        program = try Program()
        let images = repository.appending(path: "sample-data/photos/images")
        for folder in ["animals", "plants"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: images.appending(path: folder).path)
            for name in names.sorted().prefix(8) {
                try program.copyPhotos(["farm/\(folder)/\(name)": "\(folder)/\(name)"])
            }
        }
    }

    private func train(_ arguments: String...) throws -> Program.Result {
        try program.run(["train", "--model", tower] + arguments)
    }

    @Test func aTrainedModelIsOpenedAndSaysWhatItWasTrainedOn() throws {
        let made = try train("--dataset", "farm", "--out", "out", "--steps", "10", "--json")
        #expect(made.status == 0, "\(made.messages)")
        let json = try made.json()
        #expect(json["steps"] as? Int == 10 && json["only"] as? String == "text")
        // Eight images are one half; a fourth of each class chooses.
        #expect(json["pairs"] as? Int == 6 && json["validation_images"] as? Int == 2)
        let reported = try #require(json["reported"] as? [String: Any])
        #expect(reported["images"] as? Int == 8)
        #expect(made.messages.contains("step 10, loss "), "\(made.messages)")
        let files = try FileManager.default.contentsOfDirectory(
            atPath: program.folder.appending(path: "out").path
        ).sorted()
        #expect(
            files == [
                "merges.txt", "open_clip_config.json", "open_clip_model.safetensors", "training-log.csv",
                "training.json", "vocab.json",
            ])
        let log = try String(contentsOf: program.folder.appending(path: "out/training-log.csv"), encoding: .utf8)
        #expect(log.hasPrefix("step,loss,scale,gradient_norm,rate,validation_accuracy,validation_log_loss\n0,,,,,"))
        #expect(log.split(separator: "\n").count == 12)
        let evaluated = try program("eval", "--model", "out", "--dataset", "farm", "--json")
        #expect(evaluated.status == 0, "\(evaluated.messages)")
        #expect(evaluated.messages.contains("out: its text side was trained on 6 images of farm (training.json)"))
        let notes = try #require(try evaluated.json()["notes"] as? [String])
        #expect(notes[0].hasPrefix("The model's text side was trained on 6 of these 16 images"), "\(notes)")
    }

    @Test func aTrainedModelIsTrainedOnAndReportedOnWithoutWhatItSaw() throws {
        #expect(try train("--dataset", "farm", "--out", "out", "--steps", "4", "--json").status == 0)
        let again = try program(
            "train", "--model", "out", "--dataset", "farm", "--out", "again", "--steps", "4", "--seed", "2", "--json")
        #expect(again.status == 0, "\(again.messages)")
        let json = try again.json()
        let reported = try #require((json["reported"] as? [String: Any])?["images"] as? Int)
        let notes = try #require(json["notes"] as? [String])
        #expect(reported < 8, "some of the other half were trained on")
        #expect(notes.contains { $0.hasPrefix("Not reported on: \(8 - reported) images") }, "\(notes)")
    }

    @Test func captionsOfATableAreTrainedOnAndWhatIsSkippedIsTold() throws {
        var table = Data("file,caption\n".utf8)
        for (index, name) in try FileManager.default.contentsOfDirectory(
            atPath: program.folder.appending(path: "farm/animals").path
        ).sorted().enumerated() where index < 5 {
            table += Data("farm/animals/\(name),animal number \(index)\n".utf8)
        }
        table += Data("farm/none.jpg,a ghost\nfarm/animals/x.jpg,\n".utf8)
        table += Data("farm/animals/y.jpg,".utf8) + Data([0xFF, 0x0A])
        try program.write("pairs.csv", table)
        let made = try train("--pairs", "pairs.csv", "--validate", "farm", "--out", "out", "--steps", "4", "--json")
        #expect(made.status == 0, "\(made.messages)")
        let json = try made.json()
        #expect(json["pairs"] as? Int == 5)
        let skipped = try #require(json["skipped"] as? [String: Int])
        #expect(skipped["empty"] == 1 && skipped["not_utf8"] == 1 && skipped["of_unreadable_images"] == 1, "\(skipped)")
        let notes = try #require(json["notes"] as? [String])
        #expect(notes.contains { $0.hasPrefix("Left out: 5 images with the very embedding") }, "\(notes)")
    }

    @Test func aSignalLeavesAStateThatIsGoneOnWith() throws {
        let arguments = [
            "train", "--model", tower, "--dataset", "farm", "--out", "out", "--steps", "1000000", "--every", "5",
        ]
        let process = try program.start(Program.executable, arguments, environment: [:])
        let state = program.folder.appending(path: "out/training-state.safetensors")
        while process.isRunning, !FileManager.default.fileExists(atPath: state.path) {
            usleep(20_000)
        }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        let stopped = try program.result(process)
        #expect(stopped.status == 128 + SIGINT)
        #expect(stopped.messages.contains("of 1000000; out has the state: --resume goes on"), "\(stopped.messages)")
        let occupied = try program.run(arguments)
        #expect(occupied.status == 1 && occupied.lines.count == 1, "\(occupied.messages)")
        #expect(occupied.messages.contains("has a training that was stopped"))
        let other = try program.run(arguments + ["--resume", "--rate", "0.5"])
        #expect(other.status == 1 && other.lines.count == 1, "\(other.messages)")
        #expect(other.messages.contains("is of another training: rate 1e-05, expected 0.5"))
    }

    @Test func aRateThatDivergesIsOneLineAndNoWeightsOfNoNumbers() throws {
        let made = try train("--dataset", "farm", "--out", "out", "--steps", "3000", "--rate", "1e9", "--warm-up", "0")
        #expect(made.status == 1)
        let last = try #require(made.lines.last)
        #expect(last.contains("is no number any more, at a learning rate of"), "\(made.messages)")
        let weights = program.folder.appending(path: "out/open_clip_model.safetensors")
        let isWritten = FileManager.default.fileExists(atPath: weights.path)
        #expect(isWritten == last.contains("out is the model of step"))
        if isWritten { #expect(try program("eval", "--model", "out", "--dataset", "farm").status == 0) }
    }

    @Test func whatCannotBeTrainedOnIsOneClearLine() throws {
        try program.copyPhotos(["bare/a.jpg": "animals/cat.jpg", "bare/b.jpg": "animals/owl.jpg"])
        let bare = try train("--dataset", "bare", "--out", "out")
        #expect(
            bare.status == 1 && bare.lines.count == 1 && bare.messages.contains("has no labels"), "\(bare.messages)")
        let large = try train("--dataset", "farm", "--out", "out", "--batch", "50")
        #expect(
            large.status == 1 && large.messages.contains("a batch is 50 pairs, and there are 6"), "\(large.messages)")
        #expect(try train("--dataset", "farm", "--out", "out", "--batch", "1").status == 64)
        #expect(try train("--pairs", "none.csv", "--out", "out").status == 64)
        let sigmoid = try train("--dataset", "farm", "--out", "out", "--loss", "sigmoid")
        #expect(sigmoid.status == 1 && sigmoid.messages.contains("has no logit_bias"), "\(sigmoid.messages)")
        let other = repository.appending(path: "Tests/ModelTests/Goldens/towers/hugging-face").path
        let foreign = try program("train", "--model", other, "--dataset", "farm", "--out", "out")
        #expect(foreign.status == 1 && foreign.lines.count == 1, "\(foreign.messages)")
        #expect(foreign.messages.contains("which alone can be trained"))
        try program.write("full/notes.txt", "mine")
        let full = try train("--dataset", "farm", "--out", "full")
        #expect(full.status == 1 && full.messages.contains("full has notes.txt already"), "\(full.messages)")
        #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "out").path))
    }
}
