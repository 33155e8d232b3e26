import Foundation
import Testing

@testable import Model

@Suite struct EvalTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    @Test func jsonHasTheDocumentedKeys() throws {
        let result = try program("eval", "--dataset", "zoo", "--json")
        #expect(result.status == 0)
        #expect(result.messages.isEmpty)
        let json = try result.json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "label_column", "images", "labelled", "unlabelled", "other_labels", "failed",
                "left_out",
                "classes", "prompts", "names_from", "templates", "top1", "top5", "mean_per_class", "ece", "logit_scale",
                "probability_is", "notes", "per_class", "seconds",
            ])
        #expect(json["dataset"] as? String == "zoo")
        #expect(json["images"] as? Int == 6)
        #expect(json["failed"] as? Int == 0)
        #expect(json["classes"] as? Int == 3)
        #expect(json["templates"] as? Int == 1)
        #expect(json["top5"] as? Double == 1)
        let classes = try #require(json["per_class"] as? [[String: Any]])
        #expect(classes.map { $0["label"] as? String } == ["feline", "flower", "wild bird"])
        #expect(classes.map { $0["images"] as? Int } == [1, 3, 2])
        #expect(classes.compactMap { $0["predicted"] as? Int }.reduce(0, +) == 6)
        let right = zip(classes, [1.0, 3, 2]).reduce(0) { $0 + ($1.0["top1"] as? Double ?? -9) * $1.1 }
        #expect(abs((json["top1"] as? Double ?? -9) - right / 6) < 1e-9)
        let seconds = try #require(json["seconds"] as? [String: Double])
        #expect(Set(seconds.keys) == ["load", "images", "text", "scores"])
    }

    @Test func whereTheEmbeddedModelDoesBadlyALineSaysHowToGetARealOne() throws {
        try program.write(
            "zoo/labels.csv",
            "file,label\nfeline/cat.jpg,owl\nwild_bird/owl.jpg,cat\nwild_bird/owl-2.jpg,cat\n")
        let told =
            "clipscope: the embedded model is a small one to try prompts with; for figures that count: clipscope pull "
            + "openai/clip-vit-base-patch32, then --model openai/clip-vit-base-patch32"
        for command in [["eval", "--json"], ["explore"]] {
            let result = try program.run(command + ["--dataset", "zoo"])
            #expect(result.status == 0)
            #expect(result.lines == [told])
        }
    }

    @Test func theReportShowsFiguresAndClasses() throws {
        let result = try program("eval", "--dataset", "zoo", "--template-set", "pets")
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "dataset  zoo: 6 images, 3 classes, labels label")
        #expect(lines[2] == "prompts  pets, 1 template: \"a photo of a {label}, a type of pet.\"")
        #expect(result.output.contains(/top-1 +top-5 +mean per class +calibration error/))
        #expect(lines[3] == "names    the labels themselves")
        #expect(result.output.contains(/flower +3 +\S/))
    }

    @Test func topFiveOfFiveClassesSaysNothing() throws {
        let note = "Top-5 says nothing: there are 3 classes to choose among."
        let output = try program("eval", "--dataset", "zoo").output
        #expect(output.contains(note) && output.contains(/calibration error\n +\d+\.\d % +- +\d/))
        #expect((try program("eval", "--dataset", "zoo", "--json").json()["notes"] as? [String]) == [note])
        let more = ["eval", "--dataset", "zoo", "--labels", "feline,flower,wild bird,a,b,c"]
        #expect(try program.run(more + ["--json"]).json()["notes"] == nil)
        let compared = try program("compare", "--dataset", "zoo", "--a", "pets", "--b", "plain")
        #expect(compared.output.contains(note))
        #expect(try program("history", "show", "1").output.contains(/\n *\d+\.\d % +- +\d/))
    }

    /// `--labels "Siamese,pug"` on folders siamese and pug: 100.0 % of the images of pug.
    @Test func theReportSaysHowManyImagesItIsOver() throws {
        try program.copyPhotos(["part/cat/a.jpg": "animals/cat.jpg", "part/owl/b.jpg": "animals/owl.jpg"])
        try program.copyPhotos(["part/labels/c.png": "plants/rose.png", "part/labels/d.png": "plants/iris.png"])
        try program.write(
            "part/labels.csv", "file,label\ncat/a.jpg,cat\nowl/b.jpg,owl\nlabels/c.png,\nlabels/d.png,rose\n")
        let all = try program("eval", "--dataset", "part", "--json").json()
        #expect(["images", "labelled", "unlabelled", "other_labels"].map { all[$0] as? Int } == [4, 3, 1, 0])
        #expect(
            try program("eval", "--dataset", "part").output.contains(
                "3 of 4 images have a label; the other one counts in no figure."))
        let asked = ["eval", "--dataset", "part", "--labels", "cat,Owl"]
        let some = try program.run(asked + ["--json"])
        #expect(
            ["images", "labelled", "unlabelled", "other_labels"].map { try? some.json()[$0] as? Int } == [4, 1, 1, 2])
        #expect(some.messages == "clipscope: warning: no image of part has the label \"Owl\" (did you mean \"owl\"?)\n")
        #expect(
            try program.run(asked).output.contains(
                "1 of 4 images has one of these labels; the other 3 count in no figure."))
        let none = try program("eval", "--dataset", "part", "--labels", "dog,fish")
        #expect(
            none.status == 0 && none.output.contains("0 of 4 images have one of these labels: there is no accuracy."))
        #expect(none.messages.contains("no image of part has the label \"dog\", \"fish\""))
        let hidden = try program("eval", "--dataset", "part", "--hide-class", "rose", "--json").json()
        #expect(["labelled", "unlabelled", "other_labels", "not_counted"].map { hidden[$0] as? Int } == [2, 1, 0, 1])
        // The other commands.
        for command in [["confusion"], ["calibrate"], ["compare", "--a", "plain", "--b", "imagenet-7"]] {
            let result = try program.run(command + ["--dataset", "part", "--labels", "cat,owl,Rose"])
            #expect(result.output.contains("part: 2 of 4 images"), "\(command)")
            #expect(result.messages.contains("has the label \"Rose\" (did you mean \"rose\"?)"))
            let json = try program.run(command + ["--dataset", "part", "--labels", "cat,owl", "--json"]).json()
            #expect(json["images"] as? Int == 2 && json["classified"] as? Int == 4)
            let refused = try program.run(command + ["--dataset", "part", "--labels", "Cat"])
            #expect(refused.status == 1)
            #expect(refused.messages == "clipscope: no image of part has the label \"Cat\" (did you mean \"cat\"?)\n")
        }
    }

    @Test func aLabelOfAnotherColumnIsTold() throws {
        try program.write(
            "zoo/labels.csv", "file,coarse,fine\nfeline/cat.jpg,animal,cat\nflower/rose.png,plant,rose\n")
        let result = try program("eval", "--dataset", "zoo", "--labels", "animal,rose")
        #expect(result.messages.contains("\"rose\" (it is one of the labels fine, see --label-column)"))
    }

    @Test func withoutUTF8TheReportIsASCII() throws {
        let result = try program("eval", "--dataset", "zoo", environment: ["LANG": "C"])
        #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
        #expect(result.output.contains("#"))
    }

    @Test func exploreWithoutATerminalPrintsTheReport() throws {
        let report = try program("eval", "--dataset", "zoo").output
        let explored = try program("explore", "--dataset", "zoo")
        #expect(explored.status == 0)
        #expect(explored.output.split(separator: "\n").dropLast() == report.split(separator: "\n").dropLast())
        #expect(try program("--dataset", "zoo").output.hasPrefix("dataset  zoo: 6 images"))
    }

    @Test func theSecondEvaluationTakesEveryEmbeddingFromTheCache() throws {
        #expect(try !program("eval", "--dataset", "zoo").output.contains(" cached)"))
        #expect(try program("eval", "--dataset", "zoo").output.contains("(6 of 6 cached)"))
        #expect(try !program("eval", "--dataset", "zoo", "--no-cache").output.contains(" cached)"))
    }

    @Test func predictionsHaveARowForEveryImage() throws {
        let result = try program("eval", "--dataset", "zoo", "--predictions", "out.csv", "--json")
        #expect(result.status == 0)
        let table = try String(contentsOf: program.folder.appending(path: "out.csv"), encoding: .utf8)
        let rows = table.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(
            rows[0].prefix(7) == [
                "file", "label", "predicted", "probability", "label_probability", "label_rank", "margin",
            ])
        #expect(rows.count == 7)
        #expect(rows.dropFirst().map { $0[0] }.contains("wild_bird/owl-2.jpg"))
        let right = rows.dropFirst().count { $0[1] == $0[2] }
        #expect(try result.json()["top1"] as? Double == Double(right) / 6)
    }

    @Test func predictionsThatCannotBeWrittenAreTold() throws {
        let result = try program("eval", "--dataset", "zoo", "--predictions", "no/out.csv")
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(
            result.messages
                == "clipscope: \(program.folder.path)/no/out.csv: cannot be written: No such file or directory\n")
    }

    @Test func unreadableImagesAreSkippedCountedAndListed() throws {
        let photo = try Data(contentsOf: program.folder.appending(path: "zoo/feline/cat.jpg"))
        try program.write("zoo/feline/cut.jpg", photo.prefix(photo.count / 2))
        try program.write("zoo/flower/corrupt.png", Data("\u{89}PNG\r\n\u{1A}\n and nothing of the kind".utf8))
        let result = try program("eval", "--dataset", "zoo", "--json")
        #expect(result.status == 0)
        let json = try result.json()
        #expect(json["images"] as? Int == 6)
        #expect(json["failed"] as? Int == 2)
        #expect(result.lines.count == 2)
        #expect(result.lines.contains { $0.contains("zoo/feline/cut.jpg: ") })
        #expect(result.lines.contains { $0.contains("zoo/flower/corrupt.png: ") })
        let text = try program("eval", "--dataset", "zoo").output
        #expect(text.hasPrefix("dataset  zoo: 6 images, 3 classes, labels label, 2 could not be read\n"))
    }

    @Test func aDatasetOfWhichNothingCanBeReadIsAnError() throws {
        try program.write("junk/a.png", "not a picture")
        let result = try program("eval", "--dataset", "junk", "--labels", "cat,dog", "--json")
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.lines.last == "clipscope: \(program.folder.path)/junk: none of its 1 images could be read")
    }

    @Test func ofManyUnreadableImagesTenAreListed() throws {
        for number in 10..<25 { try program.write("zoo/flower/bad\(number).png", "not a picture") }
        let result = try program("eval", "--dataset", "zoo")
        #expect(result.lines.count == 11)
        #expect(
            result.lines.last == "clipscope: ... and 5 more: 15 of 21 images; --failures FILE writes them all")
        let told = try program("eval", "--dataset", "zoo", "--failures", "bad.csv")
        #expect(told.status == 0 && told.lines.last == "clipscope: ... and 5 more: 15 of 21 images")
        let rows = try String(contentsOf: program.folder.appending(path: "bad.csv"), encoding: .utf8)
            .split(separator: "\n")
        #expect(rows.count == 16 && rows[0] == "file,reason" && rows[1].hasPrefix("flower/bad10.png,"))
    }

    @Test func cellsThatASpreadsheetWouldRunAreGuardedOnDemand() throws {
        try program.copyPhotos(["zoo/=1+1/-cat.jpg": "animals/owl.jpg"])
        try program("eval", "--dataset", "zoo", "--predictions", "plain.csv")
        try program("eval", "--dataset", "zoo", "--predictions", "guarded.csv", "--guard-formulas")
        let read = { (name: String) in
            try String(contentsOf: self.program.folder.appending(path: name), encoding: .utf8)
        }
        #expect(try read("plain.csv").contains("\n=1+1/-cat.jpg,=1+1,"))
        let guarded = try read("guarded.csv")
        #expect(guarded.contains("\n'=1+1/-cat.jpg,'=1+1,") && !guarded.contains(",=") && !guarded.contains("\n="))
        #expect(try program("eval", "--guard-formulas").status == 64)
    }

    @Test func missingFilesOfATableAreAWarning() throws {
        try program.write("zoo/labels.csv", "file,label\nfeline/cat.jpg,cat\nflower/rose.png,flower\ngone.png,dog\n")
        let result = try program("eval", "--dataset", "zoo", "--json")
        #expect(result.status == 0)
        #expect(try result.json()["images"] as? Int == 2)
        #expect(
            result.messages
                == "clipscope: warning: zoo: 1 of 3 files do not exist and are left out: gone.png\n")
    }

    @Test func aFolderWithoutLabelsHasNoAccuracy() throws {
        try program.copyPhotos(["bare/owl.jpg": "animals/owl.jpg", "bare/rose.png": "plants/rose.png"])
        let plain = try program("eval", "--dataset", "bare", "--json")
        #expect(plain.status == 0)
        #expect(plain.messages.contains("bare has no labels; --labels a,b,c names classes to choose among"))
        #expect(try Set(plain.json().keys).isDisjoint(with: ["top1", "top5", "mean_per_class", "ece"]))
        let chosen = try program("eval", "--dataset", "bare", "--labels", "owl,flower", "--json")
        #expect(chosen.messages.isEmpty)
        let classes = try #require(try chosen.json()["per_class"] as? [[String: Any]])
        #expect(classes.compactMap { $0["predicted"] as? Int }.reduce(0, +) == 2)
        #expect(try program("eval", "--dataset", "bare", "--labels", "owl,flower").output.contains("classified as it"))
    }

    @Test func labelsNarrowTheChoice() throws {
        let json = try program("eval", "--dataset", "zoo", "--labels", "flower,wild bird", "--json").json()
        #expect(json["classes"] as? Int == 2)
        let classes = try #require(json["per_class"] as? [[String: Any]])
        #expect(classes.map { $0["images"] as? Int } == [3, 2])
    }

    @Test func aCacheThatCannotBeOpenedIsAWarning() throws {
        try program.write("blocked", "a file where the folder should be")
        let result = try program(
            "eval", "--dataset", "zoo", "--json",
            environment: ["XDG_CACHE_HOME": program.folder.appending(path: "blocked").path])
        #expect(result.status == 0)
        #expect(try result.json()["images"] as? Int == 6)
        #expect(result.lines.count == 1)
        #expect(result.messages.hasPrefix("clipscope: warning: \(program.folder.path)/blocked/clipscope/"))
        #expect(result.messages.hasSuffix("; images are encoded without a cache\n"))
    }

    @Test func aSetWithEveryTemplateOffIsRefused() throws {
        try program.write("off.toml", "name = \"off\"\noff = [\"a photo of a {label}.\"]\n")
        let result = try program("eval", "--dataset", "zoo", "--prompts", "off.toml")
        #expect(result.status == 1)
        #expect(
            result.messages
                == "clipscope: prompt set \"off\": every template is off, expected at least one that is on\n")
    }

    @Test func interruptedItKeepsWhatIsDone() throws {
        for copy in 0..<60 {
            try program.copyPhotos(["zoo/flower/iris-\(copy).png": "plants/iris.png"])
            // Another content each, so that each is encoded.
            let file = program.folder.appending(path: "zoo/flower/iris-\(copy).png")
            try (Data(contentsOf: file) + Data("\(copy)".utf8)).write(to: file)
        }
        let process = try program.start(
            Program.executable, ["eval", "--dataset", "zoo", "--threads", "1"], environment: [:])
        let store = try EmbeddingStore(directory: program.folder.appending(path: ".cache/clipscope"))
        while process.isRunning, try store.summary().embeddings == 0 { usleep(5000) }
        process.interrupt()
        process.waitUntilExit()
        let result = try program.result(process)
        #expect(result.status == 128 + SIGINT)
        #expect(result.output.isEmpty)
        let kept = try #require(result.messages.firstMatch(of: /^clipscope: interrupted; (\d+) of 66 images are in/)).1
        #expect(try program("eval", "--dataset", "zoo").output.contains("(\(kept) of 66 cached)"))
    }
}
