import Foundation

/// A leaderboard by name, for people (`text`) and programs: encoded, its keys are those of docs/formats.md.
package struct LeaderboardReport: Sendable, Encodable {
    package struct Estimate: Sendable, Encodable {
        package let value: Double
        /// From and to, at 95 %.
        package let interval: [Double]

        fileprivate init(_ estimate: Leaderboard.Estimate) {
            value = estimate.value
            interval = [estimate.interval.lowerBound, estimate.interval.upperBound]
        }
    }

    package struct Row: Sendable, Encodable {
        /// 1 is best.
        package let rank: Int
        package let prompts: String
        package let model: String
        /// Templates that are on; nil where they are not known.
        package let templates: Int?
        package let namesFrom: NamesOrigin?
        package let hiddenClasses: [String]?
        package let addedClasses: [String]?
        package let top1: Estimate
        package let meanPerClass: Estimate
        package let logLoss: Estimate
        /// Less the first one's, in what they are ranked by; nil for the first.
        package let toFirst: Estimate?
        package let differsFromFirst: Bool?
    }

    package let dataset: String
    package let labelColumn: String?
    package let split: String?
    package let classes: Int
    package let by: Leaderboard.Order
    /// Images that the figures are over.
    package let images: Int
    /// Images that there are, with an embedding or without.
    package let classified: Int
    /// Images that a set was chosen on; they are left out where there are others.
    package let chosenOn: Int?
    package let rows: [Row]
    /// Sentences that figures must not be read without.
    package let notes: [String]

    private let rangeOfFirst: Int

    private enum CodingKeys: String, CodingKey {
        case dataset, labelColumn, split, classes, by, images, classified, chosenOn, rows, notes
    }

    /// - Parameters:
    ///   - sides: the classifiers, in the order in which the board got them.
    ///   - classified: images that there are.
    package init(
        _ board: Leaderboard, _ sides: [ComparisonReport.Side], dataset: String, labelColumn: String?, split: String?,
        classes: Int, classified: Int
    ) {
        (self.dataset, self.labelColumn, self.split, self.classes) = (dataset, labelColumn, split, classes)
        (by, images, self.classified) = (board.order, board.images, classified)
        chosenOn = board.chosenOn > 0 ? board.chosenOn : nil
        rows = board.rows.enumerated().map { place, row in
            let side = sides[row.classifier]
            return Row(
                rank: place + 1, prompts: side.name, model: side.model, templates: side.templates,
                namesFrom: side.namesFrom, hiddenClasses: side.hiddenClasses, addedClasses: side.addedClasses,
                top1: Estimate(row.top1), meanPerClass: Estimate(row.meanPerClass), logLoss: Estimate(row.logLoss),
                toFirst: row.toFirst.map(Estimate.init), differsFromFirst: row.toFirst.map { _ in row.differs })
        }
        rangeOfFirst = board.rows.prefix { !$0.differs }.count
        notes = Self.notes(board, together: rangeOfFirst)
    }

    private static func notes(_ board: Leaderboard, together: Int) -> [String] {
        var notes: [String] = []
        if board.chosenOn > 0 {
            notes.append(
                board.isTested
                    ? "Left out: \(ReportText.count(board.chosenOn, "image")) that one of these was chosen on."
                    : "One of these was chosen on all of these images, which praise it too much; there are no others, so"
                        + " nothing is tested.")
        }
        guard board.rows.count > 1, board.isTested else { return notes }
        let others = together - 1
        notes.append(
            others == 0
                ? "The first is ahead of the second by more than chance explains (95 %, each looked at alone)."
                : "The first is not told apart from the next \(others == 1 ? "one" : "\(others)") by these images.")
        notes.append(
            "The first of \(board.rows.count) is first by luck too: its figure on new images is likely lower.")
        return notes
    }

    /// The board for people.
    package func text(_ style: TextStyle) -> String {
        var facts = [("dataset", "\(dataset): \(ReportText.images(images, of: classified)), \(classes) classes")]
        if let labelColumn { facts[0].1 += ", labels \(labelColumn)" }
        if let split { facts[0].1 += ", split \(split)" }
        facts.append(("ranked by", by.rawValue))
        let hasModels = Set(rows.map(\.model)).count > 1
        if !hasModels, let model = rows.first?.model { facts.append(("model", model)) }
        let models: [String] = hasModels ? ["model"] : []
        var table = TextTable(
            ["", "prompts"] + models + ["templates", "top-1", "", "mean", "log loss", "to the first"],
            [.right, .left] + models.map { _ in .left } + [.right, .right, .left, .right, .right, .left])
        for row in rows {
            table.add(
                ["\(row.rank)", row.prompts] + (hasModels ? [row.model] : []) + [
                    row.templates.map { "\($0)" } ?? "-", ReportText.percent(row.top1.value),
                    "\(Self.share(row.top1.interval[0])) to \(Self.share(row.top1.interval[1]))",
                    ReportText.percent(row.meanPerClass.value), String(format: "%.3f", row.logLoss.value),
                    row.toFirst.map(difference) ?? "",
                ])
        }
        return [ReportText.header(facts, style), table.text(style), ReportText.notes(notes, style)]
            .joined(separator: "\n")
    }

    private static func share(_ share: Double) -> String { String(format: "%.1f", 100 * share) }

    /// "-1.4 (-2.6 to -0.2)"
    private func difference(_ estimate: Estimate) -> String {
        let range = estimate.interval[0]...estimate.interval[1]
        guard by == .logLoss else { return "\(ReportText.points(estimate.value)) (\(ReportText.points(range)))" }
        return String(format: "%+.3f (%+.3f to %+.3f)", estimate.value, range.lowerBound, range.upperBound)
    }
}
