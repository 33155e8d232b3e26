import Foundation

extension CalibrationReport {
    package func text(_ style: TextStyle) -> String {
        let blocks = [
            ReportText.header(
                [
                    ("dataset", "\(dataset): \(ReportText.images(images, of: classified))"), ("model", model),
                    ("prompts", prompts), ("names", naming.text),
                ], style),
            diagram(style), ReportText.wrapped(errors, style), temperatureTable(style),
            ReportText.wrapped(split, style) + ReportText.notes(notes, style), thresholdTable(style),
        ]
        return blocks.joined(separator: "\n")
    }

    private static let barWidth = 20

    private func diagram(_ style: TextStyle) -> String {
        var table = TextTable(
            ["probability", "images", "confidence", "accuracy", "", "gap"],
            [.left, .right, .right, .right, .left, .right])
        for bin in bins where bin.images > 0 {
            let gap = zip(bin.accuracy, bin.confidence).map { ReportText.points($0 - $1) } ?? ""
            table.add([
                String(format: "%.2f to %.2f", bin.from, bin.to), "\(bin.images)", ReportText.percent(bin.confidence),
                ReportText.percent(bin.accuracy), style.bar(bin.accuracy ?? 0, width: Self.barWidth), gap,
            ])
        }
        return table.text(style)
    }

    /// Calibration errors, and which way they go.
    private var errors: String {
        let (right, sure) = bins.reduce(into: (0.0, 0.0)) { sums, bin in
            sums.0 += (bin.accuracy ?? 0) * Double(bin.images)
            sums.1 += (bin.confidence ?? 0) * Double(bin.images)
        }
        let tendency = sure > right ? "surer than it is right" : "less sure than it is right"
        return "calibration error \(ReportText.percent(ece)), at worst \(ReportText.percent(mce));"
            + " on the whole the classifier is \(tendency)"
    }

    private func temperatureTable(_ style: TextStyle) -> String {
        var table = TextTable(
            ["", "temperature", "logit scale", "log loss", "calibration error"],
            [.left, .right, .right, .right, .right])
        for row in temperatures {
            table.add([
                row.name, String(format: "%.4f", row.temperature), String(format: "%.1f", row.logitScale),
                String(format: "%.3f", row.nll), ReportText.percent(row.ece),
            ])
        }
        return table.text(style)
    }

    private var split: String {
        "Fitted on \(ReportText.count(halves.fitted, "image")), reported on the \(halves.reported) others (seed \(halves.seed))."
    }

    private func thresholdTable(_ style: TextStyle) -> String {
        var table = TextTable(
            ["\(score) at least", "images", "coverage", "accuracy"], [.left, .right, .right, .right])
        for point in (atThreshold.map { [$0] } ?? thresholds) {
            table.add([
                String(format: "%.3f", point.threshold), "\(point.images)", ReportText.percent(point.coverage),
                ReportText.percent(point.accuracy),
            ])
        }
        return table.text(style)
    }
}

/// Both, or neither.
private func zip<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
    guard let a, let b else { return nil }
    return (a, b)
}
