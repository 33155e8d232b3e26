import Foundation
import Testing

@testable import Model

/// Classes that a prompt set hides or adds, in every command that chooses among classes. The zoo has a feline, three
/// flowers and two wild birds.
@Suite struct ClassChoiceCommandTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
        try program.write(
            "mine.toml",
            """
            templates = ["a {}.", "a photo of a {}."]
            hidden = ["flower"]
            added = ["none of these"]
            [labels]
            "none of these" = ["nothing", "a blank page"]
            """)
        try program.write("plain.toml", "templates = [\"a {}.\", \"a photo of a {}.\"]\n")
    }

    @Test func imagesOfAHiddenClassAreNotCounted() throws {
        let json = try program("eval", "--dataset", "zoo", "--prompts", "mine.toml", "--json").json()
        #expect(json["hidden_classes"] as? [String] == ["flower"])
        #expect(json["added_classes"] as? [String] == ["none of these"])
        #expect((json["images"] as? Int, json["not_counted"] as? Int, json["classes"] as? Int) == (6, 3, 3))
        let classes = try #require(json["per_class"] as? [[String: Any]])
        #expect(classes.map { $0["label"] as? String } == ["feline", "wild bird", "none of these"])
        #expect(classes.map { $0["images"] as? Int } == [1, 2, 0])
        let right = zip(classes, [1.0, 2]).reduce(0) { $0 + ($1.0["top1"] as? Double ?? -9) * $1.1 }
        #expect(abs((json["top1"] as? Double ?? -9) - right / 3) < 1e-9)
        let text = try program("eval", "--dataset", "zoo", "--prompts", "mine.toml").output
        #expect(text.hasPrefix("dataset  zoo: 6 images, 3 classes, 1 hidden, 1 added, labels label\n"))
        #expect(text.contains("\n3 of 6 images are of a hidden class (flower): not counted.\n"))
    }

    @Test func optionsSayTheSameAsTheSet() throws {
        let set = try program("eval", "--dataset", "zoo", "--prompts", "mine.toml", "--json").json()
        try program.write(
            "names.toml",
            "templates = [\"a {}.\", \"a photo of a {}.\"]\n[labels]\n\"none of these\" = [\"nothing\", \"a blank page\"]\n"
        )
        let options = try program(
            "eval", "--dataset", "zoo", "--prompts", "names.toml", "--hide-class", "flower", "--add-class",
            "none of these", "--json"
        ).json()
        for key in ["top1", "top5", "mean_per_class", "ece", "not_counted", "classes"] {
            #expect(set[key] as? Double == options[key] as? Double, "\(key)")
        }
        #expect(options["hidden_classes"] as? [String] == ["flower"])
    }

    @Test func everyCommandEvaluatesAmongTheSameClasses() throws {
        let evaluated = try program("eval", "--dataset", "zoo", "--prompts", "mine.toml", "--json").json()
        let top1 = try #require(evaluated["top1"] as? Double)
        let arguments = ["--dataset", "zoo", "--prompts", "mine.toml", "--json"]
        let confusion = try program.run(["confusion"] + arguments).json()
        #expect(confusion["images"] as? Int == 3)
        let cells = try #require(confusion["matrix"] as? [[String: Any]])
        let right = cells.filter { $0["label"] as? String == $0["predicted"] as? String }
            .compactMap { $0["images"] as? Int }.reduce(0, +)
        #expect(abs(Double(right) / 3 - top1) < 1e-9)
        let calibration = try program.run(["calibrate"] + arguments).json()
        #expect(calibration["images"] as? Int == 3)
        #expect(abs((calibration["ece"] as? Double ?? 9) - (evaluated["ece"] as? Double ?? -9)) < 1e-6)
        let templates = try program.run(["eval", "--per-template"] + arguments).json()
        #expect(abs((templates["top1"] as? Double ?? 9) - top1) < 1e-9)
        let selection = try program("select", "--dataset", "zoo", "--from", "mine.toml", "--out", "best.toml", "--json")
            .json()
        #expect((selection["choosing"] as? Int ?? 0) + (selection["reporting"] as? Int ?? 0) == 3)
        let best = try PromptSet(contentsOf: program.folder.appending(path: "best.toml"))
        #expect((best.hidden, best.added) == (["flower"], ["none of these"]))
    }

    @Test func setsOfDifferentClassesAreCompared() throws {
        let sides = ["--dataset", "zoo", "--a", "plain.toml", "--b", "mine.toml", "--json"]
        let json = try program.run(["compare"] + sides).json()
        #expect((json["images"] as? Int, json["classes"] as? Int) == (3, 4))
        let b = try #require(json["b"] as? [String: Any])
        #expect(b["hidden_classes"] as? [String] == ["flower"])
        #expect(b["added_classes"] as? [String] == ["none of these"])
        #expect((json["a"] as? [String: Any])?["hidden_classes"] == nil)
        let evaluated = try program("eval", "--dataset", "zoo", "--prompts", "mine.toml", "--json").json()
        let top1 = try #require(json["top1"] as? [String: Any])
        #expect(abs((top1["b"] as? Double ?? 9) - (evaluated["top1"] as? Double ?? -9)) < 1e-9)
        let labels = try #require(json["per_class"] as? [[String: Any]]).compactMap { $0["label"] as? String }
        #expect(Set(labels) == ["feline", "wild bird"])
        // Runs that were saved say the same.
        for name in ["plain", "mine"] {
            let result = try program("eval", "--dataset", "zoo", "--prompts", "\(name).toml", "--run", "\(name).json")
            #expect(result.status == 0)
        }
        for sides in [("plain.json", "mine.json"), ("plain.toml", "mine.json"), ("plain.json", "mine.toml")] {
            let saved = try program("compare", "--dataset", "zoo", "--a", sides.0, "--b", sides.1, "--json").json()
            for key in ["images", "classes"] { #expect(saved[key] as? Int == json[key] as? Int, "\(sides)") }
            #expect((saved["top1"] as? [String: Any])?["b"] as? Double == top1["b"] as? Double, "\(sides)")
            #expect((saved["b"] as? [String: Any])?["hidden_classes"] as? [String] == ["flower"])
        }
    }

    @Test func aHiddenClassThatIsNotThereIsOneClearLine() throws {
        try program.write("typo.toml", "templates = [\"a {}.\"]\nhidden = [\"flowre\"]\n")
        let line =
            "clipscope: typo.toml: hides \"flowre\", which is no class of the dataset; did you mean \"flower\"?\n"
        for arguments in [
            ["eval", "--prompts", "typo.toml"], ["eval", "--per-template", "--prompts", "typo.toml"],
            ["confusion", "--prompts", "typo.toml"], ["calibrate", "--prompts", "typo.toml"],
            ["select", "--from", "typo.toml"], ["compare", "--a", "typo.toml", "--b", "plain.toml"],
        ] {
            let result = try program.run([arguments[0], "--dataset", "zoo"] + arguments.dropFirst())
            #expect((result.status, result.messages) == (1, line), "\(arguments)")
        }
        let option = try program("eval", "--dataset", "zoo", "--hide-class", "bird")
        #expect(option.messages == "clipscope: --hide-class: hides \"bird\", which is no class of the dataset\n")
        let all = try program(
            "eval", "--dataset", "zoo", "--hide-class", "flower", "--hide-class", "feline", "--hide-class", "wild bird")
        #expect((all.status, all.output) == (1, ""))
        #expect(all.messages.contains("hides every class"))
    }

    @Test func aNamedClassThatIsNotThereIsOneClearLine() throws {
        try program.write("typo.toml", "templates = [\"a {}.\"]\n[labels]\nflowre = [\"rose\"]\n")
        let line =
            "clipscope: typo.toml: [labels] has \"flowre\", which is no class of the dataset; did you mean \"flower\"?\n"
        for arguments in [
            ["eval", "--prompts", "typo.toml"], ["eval", "--per-template", "--prompts", "typo.toml"],
            ["confusion", "--prompts", "typo.toml"], ["calibrate", "--prompts", "typo.toml"],
            ["select", "--from", "typo.toml"], ["compare", "--a", "typo.toml", "--b", "plain.toml"],
            ["explore", "--prompts", "typo.toml"],
        ] {
            let result = try program.run([arguments[0], "--dataset", "zoo"] + arguments.dropFirst())
            #expect((result.status, result.messages) == (1, line), "\(arguments)")
        }
        let lint = try program("lint", "--prompts", "typo.toml", "--dataset", "zoo")
        #expect(lint.status == 1)
        #expect(
            lint.output.hasPrefix(
                "error: [labels] has \"flowre\", which is no class of the dataset; did you mean \"flower\"?\n"))
        try program.write("other.toml", "templates = [\"a {}.\"]\n[labels]\nb = [\"x\"]\na = [\"y\"]\n")
        #expect(
            try program("eval", "--dataset", "zoo", "--prompts", "other.toml").messages
                == "clipscope: other.toml: [labels] has \"a\" and 1 more, which are no classes of the dataset\n")
        // Names of added classes, of --labels, and of the dataset's other labels are right.
        try program.write(
            "mine.toml",
            "templates = [\"a {}.\"]\nadded = [\"none\"]\n[labels]\nnone = [\"nothing\"]\nlynx = [\"cat\"]\n")
        #expect(
            try program("eval", "--dataset", "zoo", "--labels", "lynx,flower", "--prompts", "mine.toml").status == 0)
        try program.write("zoo/labels.csv", "file,a,b\nfeline/cat.jpg,feline,lynx\nflower/rose.png,flower,rose\n")
        let result = try program("eval", "--dataset", "zoo", "--prompts", "mine.toml")
        #expect(result.status == 0 && !result.messages.contains("[labels]"), "\(result.messages)")
    }

    /// 22 images were "predicted" where 15 count.
    @Test func whatIsPredictedCountsNoImagesOfAHiddenClass() throws {
        for hidden in ["flower", "feline"] {
            let arguments = ["--dataset", "zoo", "--hide-class", hidden, "--json"]
            let evaluated = try program.run(["eval"] + arguments).json()
            let confusion = try program.run(["confusion"] + arguments).json()
            let counts = [evaluated, confusion].map { json in
                (json["per_class"] as? [[String: Any]] ?? []).map { $0["predicted"] as? Int }
            }
            #expect(counts[0] == counts[1])
            #expect(counts[0].compactMap { $0 }.reduce(0, +) == evaluated["labelled"] as? Int)
        }
    }

    @Test func theLintKnowsBoth() throws {
        try program.write(
            "typo.toml", "templates = [\"a {}.\"]\nhidden = [\"flowre\"]\nadded = [\"feline\", \"wild birds\"]\n")
        let result = try program("lint", "--prompts", "typo.toml", "--dataset", "zoo")
        #expect(
            result.output == """
                error: the hidden class "flowre" is none of the dataset's; did you mean "flower"?
                warning: the added class "feline" is there already
                warning: "wild bird" and "wild birds" differ in plural or article only
                typo: 1 template, 4 classes: 1 error, 2 warnings

                """)
        #expect(try program("lint", "--prompts", "mine.toml", "--dataset", "zoo").status == 0)
        #expect(try program("lint", "--prompts", "mine.toml").status == 0)
    }

    @Test func singleImagesAreClassifiedAmongThem() throws {
        let json = try program(
            "classify", "zoo/flower/rose.png", "--labels", "flower,feline", "--prompts", "mine.toml", "--json"
        ).json()
        let image = try #require((json["images"] as? [[String: Any]])?.first)
        let labels = try #require(image["probabilities"] as? [[String: Any]]).compactMap { $0["label"] as? String }
        #expect(Set(labels) == ["feline", "none of these"])
    }

    /// The explorer and eval record the same evaluation as one run.
    @Test func aRunOfOtherClassesIsAnother() throws {
        for set in ["plain", "mine", "mine"] { try program("eval", "--dataset", "zoo", "--prompts", "\(set).toml") }
        let runs = try #require(try program("history", "--json").json()["runs"] as? [[String: Any]])
        #expect(runs.count == 2)
    }
}
