import Foundation
import Testing

@testable import Model

/// calibrate, confusion, select and eval --per-template.
@Suite struct JudgingTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
        try program.write(
            "mine.toml", "templates = [\"a {}.\", \"a photo of a {}.\", \"{} or not\"]\noff = [\"a photo of a {}.\"]\n")
    }

    @Test func calibrationHasTheDocumentedKeys() throws {
        let json = try program("calibrate", "--dataset", "zoo", "--temperature", "0.01", "--threshold", "0.5", "--json")
            .json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "prompts", "names_from", "images", "classified", "ece", "mce", "bins", "halves",
                "temperatures", "score", "thresholds", "at_threshold", "notes", "probability_is",
            ])
        let evaluated = try program("eval", "--dataset", "zoo", "--json").json()
        #expect(abs((json["ece"] as? Double ?? -9) - (evaluated["ece"] as? Double ?? 9)) < 1e-6)
        let bins = try #require(json["bins"] as? [[String: Any]])
        #expect(bins.count == 15)
        #expect(bins.compactMap { $0["images"] as? Int }.reduce(0, +) == json["images"] as? Int)
        let temperatures = try #require(json["temperatures"] as? [[String: Any]])
        #expect(temperatures.map { $0["name"] as? String } == ["model", "fitted", "given"])
        let scale = try #require(temperatures[0]["logit_scale"] as? Double)
        #expect(abs(scale - (evaluated["logit_scale"] as? Double ?? 0)) < 1e-4)
        #expect(temperatures.allSatisfy { $0["nll"] is Double && $0["ece"] is Double })
        #expect(abs((temperatures[2]["logit_scale"] as? Double ?? 0) - 100) < 1e-3)
        let halves = try #require(json["halves"] as? [String: Int])
        #expect(halves["fitted"]! + halves["reported"]! == json["images"] as? Int)
        let point = try #require(json["at_threshold"] as? [String: Double])
        #expect(point["threshold"] == 0.5 && point["coverage"]! <= 1)
    }

    @Test func aThresholdOnTheCosineKeepsFewerImages() throws {
        let text = try program("calibrate", "--dataset", "zoo", "--on", "cosine", "--threshold", "0.3").output
        #expect(text.contains(/cosine at least +images +coverage +accuracy\n0\.300 +\d+ +\d/))
    }

    @Test func confusionHasTheDocumentedKeys() throws {
        let json = try program("confusion", "--dataset", "zoo", "--json").json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "prompts", "names_from", "images", "classified", "macro_f1", "per_class", "order",
                "matrix",
            ])
        let classes = try #require(json["per_class"] as? [[String: Any]])
        let order = try #require(json["order"] as? [String])
        #expect(Set(order) == Set(classes.compactMap { $0["label"] as? String }))
        let cells = try #require(json["matrix"] as? [[String: Any]])
        #expect(cells.compactMap { $0["images"] as? Int }.reduce(0, +) == json["images"] as? Int)
        let right = cells.filter { $0["label"] as? String == $0["predicted"] as? String }
            .compactMap { $0["images"] as? Int }.reduce(0, +)
        let top1 = try #require(try program("eval", "--dataset", "zoo", "--json").json()["top1"] as? Double)
        #expect(abs(Double(right) / Double(json["images"] as! Int) - top1) < 1e-9)
    }

    @Test func recallHasOneNameInEvalAndConfusionAndItsOldOneForAVersion() throws {
        func column(_ command: String, _ key: String) throws -> [Double?] {
            let json = try program(command, "--dataset", "zoo", "--json").json()
            return try #require(json["per_class"] as? [[String: Any]]).map { $0[key] as? Double }
        }
        let recalls = try column("eval", "recall")
        #expect(recalls.contains { $0 != nil })
        #expect(try column("confusion", "recall") == recalls)
        #expect(try column("eval", "top1") == recalls)
    }

    @Test func someClassesAreShownBesideAllOthers() throws {
        let lines = try program("confusion", "--dataset", "zoo", "--only", "wild bird,flower").output.split(
            separator: "\n")
        #expect(lines[4].contains(/^true class +1 +2 +3$/))
        #expect(lines[5].hasPrefix("1 wild bird") && lines[6].hasPrefix("2 flower") && lines[7].hasPrefix("3 other"))
        #expect(lines.count == 8)
    }

    @Test func everyTemplateIsEvaluated() throws {
        let json = try program("eval", "--dataset", "zoo", "--prompts", "mine.toml", "--per-template", "--json").json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "prompts", "names_from", "images", "classified", "top1", "templates",
            ])
        let ensemble = try program("eval", "--dataset", "zoo", "--prompts", "mine.toml", "--json").json()
        #expect(json["top1"] as? Double == ensemble["top1"] as? Double)
        let templates = try #require(json["templates"] as? [[String: Any]])
        #expect(templates.map { $0["on"] as? Bool } == [true, false, true])
        for template in templates {
            let text = try #require(template["text"] as? String)
            let alone = try program("eval", "--dataset", "zoo", "-t", text, "--json").json()
            #expect(template["alone"] as? Double == alone["top1"] as? Double)
            let change = try #require(template["change"] as? Double)
            #expect(abs((template["switched"] as! Double) - (json["top1"] as! Double) - change) < 1e-9)
            #expect((template["gained"] as! Int) + (template["lost"] as! Int) <= template["flips"] as! Int)
        }
    }

    @Test func theBaselineOfASelectionIsWhatIsOn() throws {
        for method in ["forward", "backward", "single"] {
            let select = ["select", "--dataset", "zoo", "--from", "mine.toml", "--method", method]
            let json = try program.run(select + ["--json"]).json()
            let whole = try #require(json["whole"] as? [String: Any])
            #expect(whole["count"] as? Int == 2)
            try program.write("on.toml", "templates = [\"a {}.\", \"{} or not\"]\n")
            let on = try program("select", "--dataset", "zoo", "--from", "on.toml", "--json").json()
            #expect(NSDictionary(dictionary: whole) == (on["whole"] as? NSDictionary))
            let text = try program.run(select).output
            #expect(text.contains("(the templates that are on)") && !text.contains("all templates"), "\(method)")
        }
        #expect(try program("select", "--dataset", "zoo", "--from", "on.toml").output.contains("(all templates)"))
    }

    @Test func aSeedWithoutEffectIsTold() throws {
        try program.copyPhotos(["two/cat/a.jpg": "animals/cat.jpg", "two/owl/b.jpg": "animals/owl.jpg"])
        let words = "No class has two images, so that the halves are the same for every seed."
        for command in [["select", "--from", "mine.toml"], ["calibrate"]] {
            let json = try program.run(command + ["--dataset", "two", "--seed", "7", "--json"]).json()
            #expect((json["notes"] as? [String])?.last == words, "\(command)")
            #expect(try program.run(command + ["--dataset", "two"]).output.contains(words))
            #expect(
                try program.run(command + ["--dataset", "zoo", "--json"]).json()["notes"] == nil
                    || command == ["calibrate"])
        }
    }

    @Test func aTemperatureWithoutALeastLossIsNoFit() throws {
        try program.copyPhotos(["two/cat/a.jpg": "animals/cat.jpg", "two/owl/b.jpg": "animals/owl.jpg"])
        let json = try program("calibrate", "--dataset", "two", "--json").json()
        let fitted = try #require((json["temperatures"] as? [[String: Any]])?[1])
        #expect(fitted["name"] as? String == "fitted" && fitted["at_limit"] as? Bool == true)
        #expect((json["notes"] as? [String])?.first?.hasPrefix("The fitted temperature fits nothing") == true)
        try program.copyPhotos(["lone/cat/a.jpg": "animals/cat.jpg"])
        try program.write("lone/labels.csv", "file,label\ncat/a.jpg,cat\n")
        #expect(try program("calibrate", "--dataset", "lone").messages.contains("lone has one class to choose, cat"))
    }

    @Test func aSelectionIsReportedOnTheOtherHalfAndWritten() throws {
        let select = ["select", "--dataset", "zoo", "--from", "mine.toml", "--method", "backward", "--count", "2"]
        let result = try program.run(select + ["--out", "two.toml", "--json"])
        #expect(result.status == 0)
        let json = try result.json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "prompts", "names_from", "classified", "method", "seed", "choosing", "reporting",
                "whole",
                "steps", "best", "templates", "mcnemar",
            ])
        #expect(json["choosing"] as? Int == 3 && json["reporting"] as? Int == 3)
        let steps = try #require(json["steps"] as? [[String: Any]])
        #expect(steps.map { $0["count"] as? Int } == [2])
        #expect(steps.allSatisfy { $0["chosen_on"] is Double && $0["reported"] is Double })
        let set = try PromptSet(contentsOf: program.folder.appending(path: "two.toml"))
        #expect(set.active.map(\.text) == json["templates"] as? [String])
        #expect(set.active.count == 2)
        let text = try program.run(select).output
        #expect(text.contains(/\n +2 +\d+\.\d % +\d+\.\d %/))
        #expect(text.hasSuffix(set.active.map { $0.text + "\n" }.joined()))
    }

    /// What select chose on three of six images is compared on the other three, from a file, a saved run and the history.
    @Test func aChosenSetIsComparedOnTheOtherImages() throws {
        let select = ["select", "--dataset", "zoo", "--from", "mine.toml", "--method", "backward", "--count", "2"]
        #expect(try program.run(select + ["--out", "two.toml"]).status == 0)
        try program("eval", "--dataset", "zoo", "--prompts", "two.toml", "--run", "two.json")
        let history = try program("history", "--json").json()["runs"] as? [[String: Any]]
        let run = try #require(history?.first { $0["chosen"] as? Bool == true }?["id"] as? Int)
        for side in ["two.toml", "two.json", "run:\(run)"] {
            let json = try program("compare", "--dataset", "zoo", "--a", "mine.toml", "--b", side, "--json").json()
            #expect(json["images"] as? Int == 3 && json["tested"] as? Bool == true, "\(side)")
            let chosen = try #require(json["chosen_on"] as? [String: Any])
            #expect(chosen["sides"] as? [String] == ["b"] && chosen["images"] as? Int == 3)
        }
        let text = try program("compare", "--dataset", "zoo", "--a", "mine.toml", "--b", "two.toml").output
        #expect(
            text.contains("B was chosen on images of zoo: 3 images of them left out, all figures are of the 3 others."))
        let evaluated = try program("eval", "--dataset", "zoo", "--prompts", "two.toml", "--json").json()
        let chosen = try #require(evaluated["chosen_on"] as? [String: Any])
        #expect(chosen["images"] as? Int == 3 && chosen["others"] as? Int == 3 && chosen["others_top1"] is Double)
    }

    @Test func aSetThatWasChosenOnAllImagesIsNotTested() throws {
        let paths = try Dataset(contentsOf: program.folder.appending(path: "zoo")).images.map(\.path)
        var set = try PromptSet(contentsOf: program.folder.appending(path: "mine.toml"))
        set.chosenOn = ChosenOn(dataset: "zoo", images: paths)
        try set.write(to: program.folder.appending(path: "all.toml"))
        let json = try program("compare", "--dataset", "zoo", "--a", "pets", "--b", "all.toml", "--json").json()
        #expect(json["images"] as? Int == 6 && json["tested"] as? Bool == false)
        #expect((json["top1"] as? [String: Any])?["interval"] == nil)
        #expect((json["mcnemar"] as? [String: Any])?["p"] == nil)
        let text = try program("compare", "--dataset", "zoo", "--a", "pets", "--b", "all.toml").output
        #expect(text.contains("there are no others to test on"))
    }

    @Test func aSecondSelectionDoesNotReportOnWhatTheFirstChoseOn() throws {
        let select = { (from: String, seed: String, out: String) in
            try self.program("select", "--dataset", "zoo", "--from", from, "--seed", seed, "--out", out, "--json")
        }
        #expect(try select("mine.toml", "1", "first.toml").status == 0)
        let paths = try Dataset(contentsOf: program.folder.appending(path: "zoo")).images.map(\.path)
        let first = try #require(try PromptSet(contentsOf: program.folder.appending(path: "first.toml")).chosenOn)
        for seed in 2...5 {
            let json = try select("first.toml", "\(seed)", "next.toml").json()
            let next = try #require(try PromptSet(contentsOf: program.folder.appending(path: "next.toml")).chosenOn)
            #expect(json["reporting"] as? Int == 6 - next.count && (json["left_out"] as? Int ?? 0) == next.count - 3)
            #expect(paths.filter(first.contains).allSatisfy(next.contains))
        }
    }

    @Test(arguments: [["confusion"], ["calibrate"], ["eval", "--per-template"]])
    func figuresOnImagesThatChoseThePromptsSaySo(command: [String]) throws {
        let paths = try Dataset(contentsOf: program.folder.appending(path: "zoo")).images.map(\.path)
        var set = try PromptSet(contentsOf: program.folder.appending(path: "mine.toml"))
        set.chosenOn = ChosenOn(dataset: "zoo", images: paths.prefix(4))
        try set.write(to: program.folder.appending(path: "chosen.toml"))
        let arguments = command + ["--dataset", "zoo", "--prompts"]
        let words = "chosen on 4 of these 6 images"
        #expect(
            try program.run(arguments + ["chosen.toml"]).output.split(whereSeparator: \.isWhitespace).joined(
                separator: " "
            ).contains(words))
        let notes = try program.run(arguments + ["chosen.toml", "--json"]).json()["notes"] as? [String]
        #expect(notes?.contains { $0.contains(words) } == true)
        #expect(try program.run(arguments + ["mine.toml"]).output.contains("chosen on") == false)
    }
}
