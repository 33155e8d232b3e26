import Foundation

extension ComparisonReport {
    /// Who is compared, the measures, whether the difference is more than chance, and what moved most.
    package func text(_ style: TextStyle) -> String {
        var blocks = [header(style), figures(style), ReportText.wrapped(sentence, style), counts(style)]
        if perClass.contains(where: { $0.gained + $0.lost > 0 }) { blocks.append(classesThatMoved(style)) }
        let confusions = confusion.filter { $0.label != $0.predicted }
        if !confusions.isEmpty { blocks.append(confusionsThatChanged(confusions, style)) }
        return blocks.joined(separator: "\n")
    }

    /// Rows of the tables of what moved.
    private static let shown = 10

    private func header(_ style: TextStyle) -> String {
        var facts = [ReportText.images(images, of: classified), ReportText.count(classes, "class", "classes")]
        if let labelColumn { facts.append("labels \(labelColumn)") }
        if let split { facts.append("split \(split)") }
        return ReportText.header(
            [("dataset", "\(dataset): " + facts.joined(separator: ", ")), ("A", Self.side(a)), ("B", Self.side(b))],
            style)
    }

    private static func side(_ side: Side) -> String {
        let templates = side.templates.map { ", " + ReportText.count($0, "template") } ?? ""
        let hidden = side.hiddenClasses.map { ", \(ReportText.count($0.count, "class", "classes")) hidden" } ?? ""
        let added = side.addedClasses.map { ", \(ReportText.count($0.count, "class", "classes")) added" } ?? ""
        let names = side.namesFrom.map { ", names \($0.words)" } ?? ""
        return "\(side.name)\(templates)\(names)\(hidden)\(added), model \(side.model)"
    }

    private func figures(_ style: TextStyle) -> String {
        let level = String(format: "%.0f %% interval", 100 * bootstrap.level)
        var table = TextTable(["", "A", "B", "B - A", level, ""], [.left, .right, .right, .right, .right, .left])
        let rows = [
            ("top-1", top1), ("top-5", top5), ("mean per class", meanPerClass), ("calibration error", ece),
        ]
        for (name, row) in rows {
            table.add([
                name, ReportText.percent(row.a), ReportText.percent(row.b), ReportText.points(row.difference),
                ReportText.points(row.interval[0]...row.interval[1]), row.significant ? "*" : "",
            ])
        }
        return table.text(style) + ReportText.notes(notes, style)
    }

    /// In words, whether B differs from A: by the exact test, which looks at nothing but who is right where.
    package var sentence: String {
        let (lost, gained) = (mcnemar.onlyA, mcnemar.onlyB)
        guard lost + gained > 0 else { return "A and B are right on the same images." }
        let p = "exact McNemar test, p \(mcnemar.p < 0.0001 ? "" : "= ")\(ReportText.probability(mcnemar.p))"
        let between = "B gets \(gained) right that A gets wrong, A gets \(lost) right that B gets wrong"
        guard mcnemar.p < 0.05 else {
            return "No significant difference in accuracy: \(between) (\(p))."
        }
        return "\(gained > lost ? "B is significantly better than A" : "A is significantly better than B"): "
            + "\(between) (\(p))."
    }

    private func counts(_ style: TextStyle) -> String {
        [
            "both right \(lists.bothRight.count)", "both wrong \(lists.bothWrong.count)",
            "only A right \(lists.onlyA.count)", "only B right \(lists.onlyB.count)",
        ].joined(separator: style.isUnicode ? " · " : ", ") + "\n"
    }

    private func classesThatMoved(_ style: TextStyle) -> String {
        var table = TextTable(
            ["classes that moved most", "images", "A", "B", "B - A", "gained", "lost"],
            [.left, .right, .right, .right, .right, .right, .right])
        for row in perClass.filter({ $0.gained + $0.lost > 0 }).prefix(Self.shown) {
            table.add([
                row.label, "\(row.images)", ReportText.percent(row.a), ReportText.percent(row.b),
                ReportText.points(row.difference), "\(row.gained)", "\(row.lost)",
            ])
        }
        return table.text(style)
    }

    private func confusionsThatChanged(_ confusions: [Confusion], _ style: TextStyle) -> String {
        var table = TextTable(
            ["confusions that changed most", "taken for", "A", "B", "B - A"], [.left, .left, .right, .right, .right])
        for row in confusions.prefix(Self.shown) {
            table.add([row.label, row.predicted, "\(row.a)", "\(row.b)", ReportText.signed(row.difference)])
        }
        return table.text(style)
    }
}
