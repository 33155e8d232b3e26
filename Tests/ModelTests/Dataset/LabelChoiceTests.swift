import Foundation
import Testing

@testable import Model

@Suite struct LabelChoiceTests {
    /// Three rows a column.
    private func choice(_ columns: [(String, [String?])]) -> LabelChoice {
        LabelChoice(columns.map { LabelChoice.Column(name: $0, values: CategoryColumn($1)) })
    }

    struct Table {
        let columns: [(String, [String?])]
        /// What becomes of them, in this order.
        let labels: [String]
        let others: [String]

        init(_ columns: [(String, [String?])], _ labels: [String], _ others: [String]) {
            (self.columns, self.labels, self.others) = (columns, labels, others)
        }
    }

    private static let tables: [Table] = [
        Table([("id", ["1", "2", "3"]), ("label", ["cat", "dog", "cat"])], ["label"], ["id"]),
        Table([("Unnamed: 0", ["0", "1", "2"]), ("kind", ["cat", "dog", "cat"])], ["kind"], ["Unnamed: 0"]),
        Table(
            [("category_id", ["7", "9", "7"]), ("category", ["cat", "dog", "cat"])], ["category", "category_id"], []),
        Table([("label", ["0", "1", "0"]), ("name", ["cat", "dog", "cat"])], ["name", "label"], []),
        Table([("kind", ["a", "b", "a"]), ("breed", ["x", "y", "x"])], ["breed", "kind"], []),
        Table([("caption", ["a cat", "a dog", "a fox"]), ("target", ["0", "1", "0"])], ["target"], ["caption"]),
        Table([("width", ["64", "48", "64"]), ("sharpness", ["0.1", "0.2", "0.3"])], [], ["width", "sharpness"]),
        Table([("cat", ["1", "0", "0"]), ("dog", ["0", "1", "1"])], ["label"], []),
        Table([("indoor", ["1", "0", "1"]), ("sharp", ["1", "1", "0"])], [], ["indoor", "sharp"]),
        Table([("has_dog", ["1", "0", "1"])], ["has_dog"], []),
    ]

    @Test(arguments: tables.indices) func wordsComeBeforeNumbersAndAnIndexIsNoLabel(row: Int) {
        let table = Self.tables[row]
        let found = choice(table.columns)
        #expect(found.labels.map(\.name) == table.labels)
        #expect(found.others == table.others)
    }

    @Test func valuesThatAllDifferAreNoLabels() {
        let names = (0..<20).map { "photo \($0)" }
        #expect(choice([("name", names)]).labels.isEmpty)
        #expect(choice([("label", names)]).labels.isEmpty)
        #expect(choice([("name", Array(names.prefix(5)))]).labels.map(\.name) == ["name"])
    }

    @Test func oneHotColumnsAreOneLabelColumn() {
        let found = choice([("cat", ["1", "0", "0"]), ("dog", ["0", "0", "1.0"])])
        #expect((0..<3).map { found.labels[0].values[$0] } == ["cat", nil, "dog"])
    }
}
