import Foundation
import Testing

@testable import Model

@Suite struct FewShotTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyFarm()
    }

    @Test func worthIsToldWithTheCurve() throws {
        let result = try program("fewshot", "--dataset", "farm", "--draws", "3", "--json")
        #expect(result.status == 0, "\(result.messages)")
        let json = try result.json()
        #expect(
            Set(json.keys) == [
                "model", "dataset", "label_column", "prompts", "names_from", "classes", "parts", "seed", "draws",
                "resamples", "neighbours", "features", "zero_shot", "levels", "worth", "notes",
            ])
        let levels = try #require(json["levels"] as? [[String: Any]])
        #expect(levels.compactMap { $0["shots"] as? Int } == [1, 2, 4])
        let methods = try #require(levels[0]["methods"] as? [[String: Any]])
        #expect(methods.compactMap { $0["method"] as? String } == LearningMethod.allCases.dropFirst().map(\.rawValue))
        #expect(methods.allSatisfy { ($0["draws"] as? [Any])?.count == 3 })
        let worth = try #require(json["worth"] as? [String: Any])
        #expect((worth["text"] as? String ?? "").hasPrefix("These prompts are worth "))
        let text = try program("fewshot", "--dataset", "farm", "--draws", "3", "--method", "probe").output
        #expect(text.contains("These prompts are worth") && text.contains("The prompts alone"), "\(text)")
        #expect(!text.contains("nearest"))
    }

    @Test func wrongOptionsAreOneLine() throws {
        #expect(try program("fewshot", "--dataset", "farm", "--draws", "0").status == 64)
        #expect(try program("fewshot", "--dataset", "farm", "--method", "magic").status == 64)
        #expect(try program("fewshot", "--dataset", "farm", "--train", "dev").status == 64)
    }
}
