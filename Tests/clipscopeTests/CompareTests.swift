import Foundation
import Testing

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
                "dataset", "label_column", "images", "classes", "a", "b", "top1", "top5", "mean_per_class", "ece",
                "bootstrap", "mcnemar", "lists", "per_class", "confusion",
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
        let compared = try program("compare", "--a", "imagenet-7", "--b", "pets", "--json").json()
        for (side, set) in [("a", "imagenet-7"), ("b", "pets")] {
            let evaluated = try program("eval", "--template-set", set, "--json").json()
            for key in ["top1", "top5", "mean_per_class", "ece"] {
                let own = (compared[key] as? [String: Any])?[side] as? Double
                #expect(abs((own ?? -9) - (evaluated[key] as? Double ?? 9)) < 1e-6, "\(key) of \(set)")
            }
        }
    }

    @Test func aSeedIsAlwaysTheSameAndNothingElseMovesTheFigures() throws {
        let run = {
            try self.program("compare", "--a", "pets", "--b", "food101", "--seed", $0, "--resamples", "200").output
        }
        #expect(try run("3") == run("3"))
        #expect(try run("3") != run("4"))
    }

    @Test func theTextSaysInWordsWhetherTheDifferenceIsSignificant() throws {
        let text = try program("compare", "--a", "imagenet-7", "--b", "imagenet-7").output
        #expect(text.contains("A and B are right on the same images."))
        let prompts = repository.appending(path: "sample-data/photos/prompts.toml").path
        let better = try program("compare", "--a", "imagenet-7", "--b", prompts).output
        #expect(better.contains("B is significantly better than A: B gets "))
        #expect(better.contains(/top-1 +\d\d\.\d % +\d\d\.\d % +\+\d\.\d +\+\d\.\d to \+\d+\.\d +\*/))
        #expect(better.split(separator: "\n").allSatisfy { $0.count <= 120 })
        let worse = try program("compare", "--a", prompts, "--b", "imagenet-7").output
        #expect(worse.contains("A is significantly better than B"))
    }

    @Test func aNameThatIsNothingIsTold() throws {
        let result = try program("compare", "--dataset", "zoo", "--a", "pets", "--b", "nothing")
        #expect(result.status == 1)
        #expect(result.messages.hasPrefix("clipscope: \"nothing\" is neither a file nor a template set"))
    }

    @Test func withoutLabelsThereIsNothingToCompare() throws {
        try program.copyPhotos(["bare/owl.jpg": "animals/owl.jpg"])
        let result = try program("compare", "--dataset", "bare", "--a", "pets", "--b", "food101")
        #expect(result.status == 1)
        #expect(result.messages == "clipscope: bare has no labels, so that nothing can be told right from wrong\n")
    }
}
