/// A confusion matrix by name, for people (`text`) and programs: encoded, its keys are those of docs/formats.md.
package struct ConfusionReport: Sendable, Encodable {
    package struct PerClass: Sendable, Encodable {
        package let label: String
        package let images: Int
        package let predicted: Int
        package let precision: Double?
        package let recall: Double?
        package let f1: Double?
        package let mostConfusedWith: String?
    }

    package struct Cell: Sendable, Encodable {
        package let label: String
        package let predicted: String
        package let images: Int
    }

    package let model: String
    package let dataset: String
    package let prompts: String
    package let images: Int
    /// Images that there are, with a label that can be chosen or without.
    package let classified: Int
    package let namesFrom: NamesOrigin
    /// Mean F1.
    package let macroF1: Double?
    /// In the order of the classes.
    package let perClass: [PerClass]
    /// Class names in an order in which blocks appear; with a choice of classes those, and "other".
    package let order: [String]
    /// Cells that are not zero, of the classes of `order`.
    package let matrix: [Cell]
    /// Sentences that figures must not be read without; nil without any.
    package let notes: [String]?

    private let naming: ClassNaming
    private let confusions: [Cell]
    private let shown: ConfusionMatrix
    private let isLimited: Bool

    /// - Parameters:
    ///   - limitedTo: classes whose matrix is wanted, all others being "other"; nil for all.
    package init(
        _ confusion: ConfusionMatrix, classes: [String], limitedTo chosen: [Int]?, model: String, dataset: String,
        prompts: String, naming: ClassNaming, classified: Int, notes: [String] = []
    ) {
        self.notes = notes.isEmpty ? nil : notes
        (namesFrom, self.naming, self.classified) = (naming.origin, naming, classified)
        (self.model, self.dataset, self.prompts) = (model, dataset, prompts)
        images = confusion.images
        macroF1 = confusion.macroF1
        perClass = confusion.perClass.map { row in
            PerClass(
                label: classes[row.label], images: row.images, predicted: row.predicted, precision: row.precision,
                recall: row.recall, f1: row.f1, mostConfusedWith: row.mostConfusedWith.map { classes[$0] })
        }
        isLimited = chosen != nil
        let order = chosen ?? confusion.blockOrder
        let shown = confusion.limited(to: order)
        let names = order.map { classes[$0] } + (chosen == nil ? [] : ["other"])
        self.order = names
        let cell = { (cell: ConfusionMatrix.Cell, names: [String]) in
            Cell(label: names[cell.label], predicted: names[cell.predicted], images: cell.images)
        }
        matrix = shown.cells.map { cell($0, names) }
        confusions = confusion.confusions.map { cell($0, classes) }
        self.shown = shown
    }

    private enum CodingKeys: String, CodingKey {
        case model, dataset, prompts, namesFrom, images, classified, macroF1, perClass, order, matrix, notes
    }
}

extension ConfusionReport {
    /// Rows of the table of confusions.
    private static let shown = 15
    /// Classes whose matrix fits on a screen.
    private static let widest = 16

    /// Classes by F1, the weakest first, the most confused pairs, and the matrix where it is small.
    package func text(_ style: TextStyle) -> String {
        let facts = [
            ("dataset", "\(dataset): \(ReportText.images(images, of: classified))"), ("model", model),
            ("prompts", prompts), ("names", naming.text),
        ]
        var blocks = [ReportText.header(facts, style), isLimited ? matrixTable(style) : classTable(style)]
        if !isLimited {
            blocks.append("mean F1 \(ReportText.percent(macroF1))\n")
            if !confusions.isEmpty { blocks.append(confusionTable(style)) }
            if order.count <= Self.widest { blocks.append(matrixTable(style)) }
        }
        if let notes { blocks.append(ReportText.notes(notes, style)) }
        return blocks.joined(separator: "\n")
    }

    private func classTable(_ style: TextStyle) -> String {
        var table = TextTable(
            ["class", "images", "predicted", "precision", "recall", "F1", "most confused with"],
            [.left, .right, .right, .right, .right, .right, .left])
        for row in perClass.sorted(by: { ($0.f1 ?? 2, $0.label) < ($1.f1 ?? 2, $1.label) }) {
            table.add([
                row.label, "\(row.images)", "\(row.predicted)", ReportText.percent(row.precision),
                ReportText.percent(row.recall), ReportText.percent(row.f1), row.mostConfusedWith ?? "",
            ])
        }
        return table.text(style)
    }

    private func confusionTable(_ style: TextStyle) -> String {
        var table = TextTable(["most confused", "images", "taken for"], [.left, .right, .left])
        for cell in confusions.prefix(Self.shown) { table.add([cell.label, "\(cell.images)", cell.predicted]) }
        return table.text(style)
    }

    /// Rows are the true classes, columns the predicted ones, by number.
    private func matrixTable(_ style: TextStyle) -> String {
        var table = TextTable(
            ["true class"] + order.indices.map { "\($0 + 1)" }, [.left] + order.map { _ in .right })
        for (row, label) in order.enumerated() {
            let counts = order.indices.map { shown[row, $0] }
            table.add(["\(row + 1) \(label)"] + counts.map { $0 == 0 ? (style.isUnicode ? "·" : ".") : "\($0)" })
        }
        return table.text(style)
    }
}
