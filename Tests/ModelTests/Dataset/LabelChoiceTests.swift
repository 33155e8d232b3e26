import Foundation
import Testing

@testable import Model

@Suite struct LabelChoiceTests {
    /// Three rows a column.
    private func choice(_ columns: [(String, [String?])]) -> LabelChoice {
        LabelChoice(columns.map { LabelChoice.Column(name: $0, values: CategoryColumn($1)) })
    }

    @Test(arguments: [
        ([("id", ["1", "2", "3"]), ("label", ["cat", "dog", "cat"])], ["label"], ["id"]),
        ([("Unnamed: 0", ["0", "1", "2"]), ("kind", ["cat", "dog", "cat"])], ["kind"], ["Unnamed: 0"]),
        ([("category_id", ["7", "9", "7"]), ("category", ["cat", "dog", "cat"])], ["category", "category_id"], []),
        ([("label", ["0", "1", "0"]), ("name", ["cat", "dog", "cat"])], ["name", "label"], []),
        ([("kind", ["a", "b", "a"]), ("breed", ["x", "y", "x"])], ["breed", "kind"], []),
        ([("caption", ["a cat", "a dog", "a fox"]), ("target", ["0", "1", "0"])], ["target"], ["caption"]),
        ([("width", ["64", "48", "64"]), ("sharpness", ["0.1", "0.2", "0.3"])], [], ["width", "sharpness"]),
        ([("cat", ["1", "0", "0"]), ("dog", ["0", "1", "1"])], ["label"], []),
        ([("indoor", ["1", "0", "1"]), ("sharp", ["1", "1", "0"])], [], ["indoor", "sharp"]),
        ([("has_dog", ["1", "0", "1"])], ["has_dog"], []),
    ])
    func wordsComeBeforeNumbersAndAnIndexIsNoLabel(
        columns: [(String, [String])], labels: [String], others: [String]
    ) {
        let found = choice(columns)
        #expect(found.labels.map(\.name) == labels)
        #expect(found.others == others)
    }

    @Test func valuesThatAllDifferAreNoLabels() {
        let names = (0..<20).map { "photo \($0)" }
        #expect(choice([("name", names)]).labels.isEmpty)
        #expect(choice([("label", names)]).labels.isEmpty)
        #expect(choice([("name", Array(names.prefix(5)))]).labels.map(\.name) == ["name"])
    }

    @Test func oneHotColumnsAreOneLabelling() {
        let found = choice([("cat", ["1", "0", "0"]), ("dog", ["0", "0", "1.0"])])
        #expect((0..<3).map { found.labels[0].values[$0] } == ["cat", nil, "dog"])
    }
}
