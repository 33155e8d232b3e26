import Foundation
import Testing

@testable import Model

/// calibrate, confusion, select and eval --per-template, on the sample photos.
@Suite struct JudgingTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    @Test func calibrationOfTheSamplePhotos() throws {
        let json = try program("calibrate", "--temperature", "0.01", "--threshold", "0.5", "--json").json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "prompts", "images", "ece", "mce", "bins", "halves", "temperatures", "score",
                "thresholds", "at_threshold",
            ])
        let evaluated = try program("eval", "--json").json()
        #expect(abs((json["ece"] as? Double ?? -9) - (evaluated["ece"] as? Double ?? 9)) < 1e-6)
        let bins = try #require(json["bins"] as? [[String: Any]])
        #expect(bins.count == 15)
        #expect(bins.compactMap { $0["images"] as? Int }.reduce(0, +) == json["images"] as? Int)
        let temperatures = try #require(json["temperatures"] as? [[String: Any]])
        #expect(temperatures.map { $0["name"] as? String } == ["model", "fitted", "given"])
        let scale = try #require(temperatures[0]["logit_scale"] as? Double)
        #expect(abs(scale - (evaluated["logit_scale"] as? Double ?? 0)) < 1e-4)
        // 1 / 0.01 is far too sure for this model.
        let losses = temperatures.compactMap { $0["nll"] as? Double }
        #expect(losses.count == 3 && losses[2] > losses[0] && losses[2] > losses[1])
        let halves = try #require(json["halves"] as? [String: Int])
        #expect(halves["fitted"]! + halves["reported"]! == json["images"] as? Int)
        let point = try #require(json["at_threshold"] as? [String: Double])
        #expect(point["coverage"]! < 1 && point["accuracy"]! > evaluated["top1"] as! Double)
    }

    @Test func aThresholdOnTheCosineKeepsFewerImages() throws {
        let text = try program("calibrate", "--on", "cosine", "--threshold", "0.3").output
        #expect(text.contains(/cosine at least +images +coverage +accuracy\n0\.300 +\d+ +\d/))
    }

    @Test func confusionOfTheSamplePhotos() throws {
        let json = try program("confusion", "--json").json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "prompts", "images", "macro_f1", "per_class", "order", "matrix",
            ])
        let classes = try #require(json["per_class"] as? [[String: Any]])
        let order = try #require(json["order"] as? [String])
        #expect(Set(order) == Set(classes.compactMap { $0["label"] as? String }))
        let cells = try #require(json["matrix"] as? [[String: Any]])
        #expect(cells.compactMap { $0["images"] as? Int }.reduce(0, +) == json["images"] as? Int)
        let right = cells.filter { $0["label"] as? String == $0["predicted"] as? String }
            .compactMap { $0["images"] as? Int }.reduce(0, +)
        let top1 = try #require(try program("eval", "--json").json()["top1"] as? Double)
        #expect(abs(Double(right) / Double(json["images"] as! Int) - top1) < 1e-9)
    }

    @Test func someClassesAreShownBesideAllOthers() throws {
        let lines = try program("confusion", "--only", "insect,flower").output.split(separator: "\n")
        #expect(lines[3].contains(/^true class +1 +2 +3$/))
        #expect(lines[4].hasPrefix("1 insect") && lines[5].hasPrefix("2 flower") && lines[6].hasPrefix("3 other"))
        #expect(lines.count == 7)
    }

    @Test func everyTemplateIsJudged() throws {
        let json = try program("eval", "--per-template", "--json").json()
        #expect(Set(json.keys) == ["model", "dataset", "prompts", "images", "top1", "templates"])
        #expect(json["top1"] as? Double == (try program("eval", "--json").json()["top1"] as? Double))
        let templates = try #require(json["templates"] as? [[String: Any]])
        #expect(templates.map { $0["on"] as? Bool } == [true, true, true, false, false])
        let alone = try program("eval", "-t", "a photo of a {label}.", "--json").json()
        #expect(alone["images"] as? Int == json["images"] as? Int)
        for template in templates {
            let change = try #require(template["change"] as? Double)
            #expect(abs((template["switched"] as! Double) - (json["top1"] as! Double) - change) < 1e-9)
            #expect((template["gained"] as! Int) + (template["lost"] as! Int) <= template["flips"] as! Int)
        }
    }

    @Test func aSelectionIsReportedOnTheOtherHalfAndWritten() throws {
        let result = try program(
            "select", "--from", "imagenet-7", "--method", "backward", "--count", "3", "--out", "three.toml", "--json")
        #expect(result.status == 0)
        let json = try result.json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "prompts", "method", "seed", "choosing", "reporting", "whole", "steps", "best",
                "templates", "mcnemar",
            ])
        let steps = try #require(json["steps"] as? [[String: Any]])
        #expect(steps.map { $0["count"] as? Int } == [6, 5, 4, 3])
        #expect(steps.allSatisfy { $0["chosen_on"] is Double && $0["reported"] is Double })
        let set = try PromptSet(contentsOf: program.folder.appending(path: "three.toml"))
        #expect(set.active.map(\.text) == json["templates"] as? [String])
        #expect(set.active.count == 3)
        let again = try program("select", "--from", "imagenet-7", "--method", "backward", "--count", "3").output
        #expect(again.contains(/3 +\d\d\.\d % +\d\d\.\d %/))
        #expect(again.hasSuffix(set.active.map { $0.text + "\n" }.joined()))
    }
}
