import Foundation
import Testing

@testable import Model

@Suite struct CompareTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
        try program.write("bad.txt", "a {} or something else.\n")
    }

    @Test func jsonHasTheDocumentedKeys() throws {
        let result = try program("compare", "--dataset", "zoo", "--a", "bad.txt", "--b", "imagenet-7", "--json")
        #expect(result.status == 0)
        #expect(result.messages.isEmpty)
        let json = try result.json()
        #expect(
            Set(json.keys) == [
                "dataset", "label_column", "images", "classified", "classes", "a", "b", "top1", "top5",
                "mean_per_class",
                "ece", "bootstrap", "mcnemar", "lists", "per_class", "confusion", "notes", "tested",
            ])
        #expect(json["images"] as? Int == 6)
        let sides = try ["a", "b"].map { try #require(json[$0] as? [String: Any]) }
        #expect(sides.map { $0["name"] as? String } == ["bad.txt", "imagenet-7"])
        #expect(sides.map { $0["templates"] as? Int } == [1, 7])
        let top1 = try #require(json["top1"] as? [String: Any])
        #expect(Set(top1.keys) == ["a", "b", "difference", "interval", "significant"])
        let lists = try #require(json["lists"] as? [String: [String]])
        #expect(Set(lists.keys) == ["both_right", "both_wrong", "only_a", "only_b"])
        #expect(lists.values.joined().sorted().count == 6)
        let test = try #require(json["mcnemar"] as? [String: Double])
        #expect(test["only_a"] == Double(lists["only_a"]!.count) && test["only_b"] == Double(lists["only_b"]!.count))
    }

    /// The figures of each side are those that eval gives it.
    @Test func figuresAreThoseOfEval() throws {
        let compared = try program("compare", "--dataset", "zoo", "--a", "bad.txt", "--b", "pets", "--json").json()
        for (side, set) in [("a", ["--prompts", "bad.txt"]), ("b", ["--template-set", "pets"])] {
            let evaluated = try program.run(["eval", "--dataset", "zoo", "--json"] + set).json()
            for key in ["top1", "top5", "mean_per_class", "ece"] {
                let own = (compared[key] as? [String: Any])?[side] as? Double
                #expect(abs((own ?? -9) - (evaluated[key] as? Double ?? 9)) < 1e-6, "\(key) of \(set)")
            }
        }
    }

    @Test func runsThatWereSavedAreComparedWithoutTheirDataset() throws {
        for (name, set) in [("x.json", ["--prompts", "bad.txt"]), ("y.json", ["--template-set", "pets"])] {
            #expect(try program.run(["eval", "--dataset", "zoo", "--run", name] + set).status == 0)
        }
        let sides = ["--dataset", "zoo", "--a", "bad.txt", "--b", "pets", "--json"]
        var evaluated = try program.run(["compare"] + sides).json()
        try FileManager.default.removeItem(at: program.folder.appending(path: "zoo"))
        var saved = try program("compare", "--a", "x.json", "--b", "y.json", "--json").json()
        let errors = [evaluated, saved].compactMap { ($0["ece"] as? [String: Any])?["difference"] as? Double }
        #expect(errors.count == 2 && abs(errors[0] - errors[1]) < 1e-5)
        // Probabilities were rounded; who is right where was not.
        for key in ["a", "b", "ece"] { (evaluated[key], saved[key]) = (nil, nil) }
        #expect(
            try JSONSerialization.data(withJSONObject: evaluated, options: .sortedKeys)
                == JSONSerialization.data(withJSONObject: saved, options: .sortedKeys))
    }

    @Test func aSavedRunStandsBesidePrompts() throws {
        try program("eval", "--dataset", "zoo", "--run", "x.json", "--template-set", "pets")
        let json = try program("compare", "--dataset", "zoo", "--a", "x.json", "--b", "pets", "--json").json()
        #expect(json["images"] as? Int == 6)
        #expect((json["confusion"] as? [Any])?.isEmpty == true)
        let result = try program(
            "compare", "--dataset", "zoo", "--labels", "flower,wild bird", "--a", "x.json", "--b", "pets")
        #expect(result.status == 1)
        #expect(result.messages == "clipscope: x.json: chose among other classes: it alone has feline\n")
    }

    @Test func whatTheHistoryKeepsMayBeCompared() throws {
        let dataset = try Dataset(contentsOf: program.folder.appending(path: "zoo"))
        let set = PromptSet(name: "recorded", templates: ["a {} or something else."])
        let metrics = try #require(Metrics([Outcome(probabilities: [0.5, 0.3, 0.2], label: 0)], classes: 3))
        let history = try History(directory: program.folder.appending(path: ".local/state/clipscope"))
        let id = try history.record(
            History.Run(
                metrics, images: 6, of: dataset, labelColumn: dataset.labelColumns[0], split: nil, model: "embedded",
                fingerprint: "", location: Home(folder: repository).model, prompts: set))
        try history.save(set, as: "kept")
        for name in ["run:\(id)", "kept", "kept@1"] {
            let json = try program("compare", "--dataset", "zoo", "--a", name, "--b", "bad.txt", "--json").json()
            #expect((json["confusion"] as? [Any])?.isEmpty == true, "\(name)")
            #expect((json["a"] as? [String: Any])?["model"] as? String == "embedded")
        }
        #expect(try program("compare", "--a", "run:99", "--b", "pets").messages.hasPrefix("clipscope: no run 99"))
    }

    @Test func aSeedIsAlwaysTheSame() throws {
        try program("eval", "--dataset", "zoo", "--run", "x.json", "--prompts", "bad.txt")
        try program("eval", "--dataset", "zoo", "--run", "y.json", "--template-set", "pets")
        let run = {
            try self.program("compare", "--a", "x.json", "--b", "y.json", "--seed", $0, "--resamples", "50", "--json")
                .output
        }
        #expect(try run("3") == run("3"))
        #expect(try run("3") != run("4"))
    }

    @Test func whatIsNothingIsTold() throws {
        let result = try program("compare", "--dataset", "zoo", "--a", "pets", "--b", "nothing")
        #expect(result.status == 1)
        #expect(
            result.messages.hasPrefix("clipscope: \"nothing\" is neither a file nor a prompt set, found aircraft, "))
        #expect(try program("compare", "--a", "run:3", "--b", "pets").messages.hasPrefix("clipscope: no run 3"))
    }

    @Test func withoutLabelsThereIsNothingToCompare() throws {
        try program.copyPhotos(["bare/owl.jpg": "animals/owl.jpg"])
        let result = try program("compare", "--dataset", "bare", "--a", "pets", "--b", "food101")
        #expect(result.status == 1)
        #expect(result.messages == "clipscope: bare has no labels, so that nothing can be told right from wrong\n")
    }
}
