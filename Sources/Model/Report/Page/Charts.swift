import Foundation

/// Drawings of a report as SVG; colours are those of the page's style sheet.
enum Charts {
    private static let rowHeight = 20.0
    private static let labelWidth = 190.0

    struct Bar {
        let label: String
        /// 0...1
        let share: Double
        /// What stands at its end.
        let words: String
        /// What a pointer over it shows.
        let title: String
    }

    /// Bars under one another.
    static func bars(_ bars: [Bar]) -> Markup {
        let (width, barWidth) = (720.0, 400.0)
        let rows = bars.enumerated().map { index, bar -> Markup in
            let top = Double(index) * rowHeight
            return """
                <g><title>\(bar.title)</title>\
                <text x="\(labelWidth - 8)" y="\(top + 14)" class="label">\(cut(bar.label))</text>\
                <rect x="\(labelWidth)" y="\(top + 3)" width="\(barWidth)" height="14" class="ground"/>\
                <rect x="\(labelWidth)" y="\(top + 3)" width="\(barWidth * bar.share)" height="14" class="bar"/>\
                <text x="\(labelWidth + barWidth + 8)" y="\(top + 14)">\(bar.words)</text></g>
                """
        }
        return drawing("Recall of each class", width, Double(bars.count) * rowHeight, rows)
    }

    /// Rows are the true classes, columns the predicted ones; a cell is as dark as its share of the row.
    static func confusion(_ matrix: ConfusionMatrix, _ names: [String]) -> Markup {
        let side = max(8, min(22, 560 / Double(names.count)))
        let rows = names.enumerated().map { index, name -> Markup in
            let middle = Double(index) * side + side * 0.7
            return """
                <text x="\(labelWidth - 8)" y="\(middle)" class="label" style="font-size:\(min(13, side * 0.8))px">\(cut(name))</text>
                """
        }
        let cells = matrix.cells.map { cell -> Markup in
            let share = Double(cell.images) / Double(max(1, matrix.support[cell.label]))
            let kind = cell.label == cell.predicted ? "right" : "wrong"
            let title =
                "\(cell.images) of \(matrix.support[cell.label]) \(names[cell.label]) → \(names[cell.predicted])"
            return """
                <rect x="\(labelWidth + Double(cell.predicted) * side)" y="\(Double(cell.label) * side)" \
                width="\(side - 1)" height="\(side - 1)" class="\(kind)" fill-opacity="\(0.12 + 0.88 * share)">\
                <title>\(title)</title></rect>
                """
        }
        let length = Double(names.count) * side
        let ground: Markup = """
            <rect x="\(labelWidth)" y="0" width="\(length)" height="\(length)" class="ground"/>
            """
        return drawing("Confusion matrix", labelWidth + length, length, [ground] + rows + cells)
    }

    /// How often the classifier is right, by how sure it is.
    static func reliability(_ diagram: ReliabilityDiagram) -> Markup {
        let (left, size) = (40.0, 300.0)
        let width = size / Double(diagram.bins.count)
        let most = Double(diagram.bins.map(\.images).max() ?? 1)
        let bars = diagram.bins.enumerated().compactMap { index, bin -> Markup? in
            guard let accuracy = bin.accuracy, let confidence = bin.confidence else { return nil }
            let range = diagram.range(of: index)
            let title = """
                \(ReportText.count(bin.images, "image")) at \(percent(range.lowerBound)) to \(percent(range.upperBound)): \
                \(percent(accuracy)) right, \(percent(confidence)) sure
                """
            return """
                <rect x="\(left + Double(index) * width)" y="\(10 + size * (1 - accuracy))" width="\(width - 1)" \
                height="\(size * accuracy)" class="bar" fill-opacity="\(0.25 + 0.75 * Double(bin.images) / most)">\
                <title>\(title)</title></rect>
                """
        }
        let frame: Markup = """
            <rect x="\(left)" y="10" width="\(size)" height="\(size)" class="ground"/>\
            <line x1="\(left)" y1="\(10 + size)" x2="\(left + size)" y2="10" class="line"/>\
            <text x="\(left - 6)" y="20" class="label">100 %</text>\
            <text x="\(left - 6)" y="\(10 + size)" class="label">0</text>\
            <text x="\(left)" y="\(size + 28)">0 % sure</text>\
            <text x="\(left + size)" y="\(size + 28)" class="label">100 % sure</text>
            """
        return drawing("Reliability diagram", left + size + 10, size + 36, [frame] + bars)
    }

    private static func drawing(_ title: String, _ width: Double, _ height: Double, _ parts: [Markup]) -> Markup {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" style="max-width:\(width)px" role="img" \
        aria-label="\(title)">\(parts)</svg>
        """
    }

    private static func percent(_ share: Double) -> String { String(format: "%.0f %%", 100 * share) }

    private static func cut(_ label: String) -> String { label.count <= 26 ? label : label.prefix(25) + "…" }
}
