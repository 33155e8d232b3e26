import Foundation

/// What a training did, for people (`text`) and programs: encoded, its keys are those of docs/formats.md.
package struct TrainingReport: Sendable, Encodable {
    package struct Figures: Sendable, Encodable {
        /// Shares of 1.
        package let top1: Double
        /// From and to, at 95 %.
        package let interval: [Double]
        package let meanPerClass: Double
        package let logLoss: Double
    }

    /// Images that were never trained on, with the weights of the start and those that were written.
    package struct HeldOut: Sendable, Encodable {
        package let dataset: String
        package let labelColumn: String?
        package let images: Int
        package let before: Figures
        package let after: Figures
        /// Of before (a) and after (b).
        package let mcnemar: ComparisonReport.Test

        package init(
            _ images: HeldOutImages, dataset: String, labelColumn: String?, before: HeldOutImages.Figures,
            after: HeldOutImages.Figures
        ) {
            (self.dataset, self.labelColumn, self.images) = (dataset, labelColumn, images.count)
            func figures(_ found: HeldOutImages.Figures) -> (LearnedFigures, Figures) {
                let own = LearnedFigures(found.predictions, of: images.rows)
                return (
                    own,
                    Figures(
                        top1: own.top1.share, interval: [own.top1.range.lowerBound, own.top1.range.upperBound],
                        meanPerClass: own.meanPerClass, logLoss: found.logLoss)
                )
            }
            let (first, second) = (figures(before), figures(after))
            (self.before, self.after) = (first.1, second.1)
            mcnemar = ComparisonReport.Test(second.0.test(against: first.0))
        }
    }

    package let model: String
    package let out: String
    /// What was trained.
    package let only: TrainedPart
    package let loss: TrainingSettings.Loss
    /// What was trained on: "photos, half of the images (seed 1)".
    package let source: String
    package let pairs: Int
    package let captions: Int
    package let skipped: SkippedPairs
    package let steps: Int
    package let batch: Int
    package let rate: Double
    package let seed: UInt64
    package let average: Double
    package let bestStep: Int
    /// What the step was chosen on; nil where there was nothing to choose on, and the last step was kept.
    package let validation: String?
    package let validationImages: Int
    /// Where this program did all steps; nil for a training that was resumed.
    package let seconds: Double?
    package let reported: HeldOut
    package let notes: [String]

    package init(
        model: String, out: String, pairs: CaptionedPairs, source: String, settings: TrainingSettings, average: Double,
        bestStep: Int, validation: String?, validationImages: Int, seconds: Double?, reported: HeldOut, notes: [String]
    ) {
        (self.model, self.out, only, loss, self.source) = (model, out, settings.part, settings.loss, source)
        (self.pairs, captions, skipped) = (pairs.count, pairs.distinctCaptions, pairs.skipped)
        (steps, batch, rate, seed) = (settings.steps, settings.batch, settings.rate, settings.seed)
        (self.average, self.bestStep, self.validation) = (average, bestStep, validation)
        (self.validationImages, self.seconds, self.reported) = (validationImages, seconds, reported)
        var own = notes
        if bestStep == 0, validation != nil {
            own.append(
                "No step was better than the start on the images that choose: the weights are those of the start.")
        }
        if validation == nil {
            own.append(
                "No image could be held back to choose a step on: the last step was kept. --validate names images that choose."
            )
        }
        own += [pairs.skipped.sentence.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }].compactMap { $0 }
        self.notes = own
    }

    /// For people.
    package func text(_ style: TextStyle) -> String {
        let what = only == .text ? "the text tower, images locked" : "the projection of the text tower, images locked"
        var facts = [
            ("model", model), ("trained", what),
            (
                "on",
                "\(ReportText.count(pairs, "pair")) of \(source), \(captions) captions; "
                    + "\(ReportText.count(steps, "step")) of \(batch), seed \(seed)"
            ),
            (
                "kept",
                "step \(bestStep)"
                    + (validation.map { ", the best on \(ReportText.count(validationImages, "image")) of \($0)" }
                        ?? ", the last")
                    + (average < 1 ? "; averaged with the start, \(average) of it trained" : "")
            ),
            ("written to", out),
        ]
        if let seconds { facts.append(("time", String(format: "%.1f s", seconds))) }
        let labels = reported.labelColumn.map { ", labels \($0)" } ?? ""
        facts.append(
            (
                "reported on",
                "\(ReportText.count(reported.images, "image")) of \(reported.dataset)\(labels), never trained on"
            ))
        var table = TextTable(["", "top-1", "", "mean", "log loss"], [.left, .right, .left, .right, .right])
        for (name, row) in [("before", reported.before), ("after", reported.after)] {
            table.add([
                name, ReportText.percent(row.top1), LearnedFigures.range(row.interval),
                ReportText.percent(row.meanPerClass), String(format: "%.3f", row.logLoss),
            ])
        }
        let difference =
            "Difference: \(ReportText.points(reported.after.top1 - reported.before.top1)) points"
            + (reported.mcnemar.midP.map { ", " + ReportText.test($0) } ?? "") + "."
        return [
            ReportText.header(facts, style), table.text(style),
            ReportText.wrapped(difference, style) + ReportText.notes(notes, style),
        ].joined(separator: "\n")
    }
}
