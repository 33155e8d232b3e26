import Foundation

/// What prompts are worth in labelled images, for people (`text`) and programs: encoded, its keys are those of
/// docs/formats.md.
package struct FewShotReport: Sendable, Encodable {
    package struct Estimate: Sendable, Encodable {
        package let value: Double
        /// From and to, at 95 %.
        package let interval: [Double]

        fileprivate init(_ estimate: FewShotCurve.Estimate) {
            value = estimate.value
            interval = [estimate.interval.lowerBound, estimate.interval.upperBound]
        }
    }

    package struct Level: Sendable, Encodable {
        package let shots: Int
        package let imagesPerClass: Double
        package let shortClasses: Int
        package let methods: [Method]
    }

    package struct Method: Sendable, Encodable {
        package let method: LearningMethod
        package let top1: Estimate
        /// Of each draw.
        package let draws: [Double]
    }

    /// A number is missing where the curve does not cross; `text` says on which side.
    package struct Worth: Sendable, Encodable {
        package let images: Double?
        package let from: Double?
        package let to: Double?
        package let text: String
    }

    package let model: String
    package let dataset: String
    package let labelColumn: String?
    package let prompts: String
    package let namesFrom: NamesOrigin
    package let classes: Int
    package let parts: LearningPartsReport
    package let seed: UInt64
    package let draws: Int
    package let resamples = FewShotCurve.resamples
    package let neighbours: Int
    package let features = ProbeReport.whatIsFitted
    /// The prompts alone.
    package let zeroShot: Estimate
    package let levels: [Level]
    package let worth: Worth?
    package let notes: [String]

    private let naming: ClassNaming

    private enum CodingKeys: String, CodingKey {
        case model, dataset, labelColumn, prompts, namesFrom, classes, parts, seed, draws, resamples, neighbours
        case features, zeroShot, levels, worth, notes
    }

    package init(
        _ curve: FewShotCurve, _ estimates: FewShotCurve.Estimates, parts: LearningPartsReport, train: LabelledRows,
        classes: [String], seed: UInt64, neighbours: Int, model: String, dataset: String, labelColumn: String?,
        prompts: String, naming: ClassNaming, notes: [String]
    ) {
        (self.model, self.dataset, self.labelColumn, self.prompts) = (model, dataset, labelColumn, prompts)
        (self.parts, self.seed, self.neighbours, self.naming) = (parts, seed, neighbours, naming)
        (namesFrom, self.classes, draws) = (naming.origin, classes.count, curve.draws)
        zeroShot = Estimate(estimates.zeroShot)
        levels = curve.levels.enumerated().map { place, level in
            Level(
                shots: level.shots, imagesPerClass: level.imagesPerClass, shortClasses: level.shortClasses,
                methods: curve.methods.enumerated().map { index, method in
                    Method(
                        method: method, top1: Estimate(estimates.accuracies[place][index]),
                        draws: level.accuracies[index])
                })
        }
        worth = estimates.worth.map { worth in
            let finite = { (images: Double) in images.isFinite ? images : nil }
            return Worth(
                images: finite(worth.images), from: finite(worth.interval.lowerBound),
                to: finite(worth.interval.upperBound), text: worth.sentence)
        }
        let fitted = train.imagesPerClass
        let missing = classes.indices.filter { fitted[$0] == 0 }.map { classes[$0] }
        let own = levels.filter { $0.shortClasses > 0 }.map { level in
            "\(ReportText.count(level.shots, "image")) a class: "
                + "\(ReportText.count(level.shortClasses, "class has", "classes have")) fewer to learn from, so that it is"
                + String(format: " %.1f on average over those that have any.", level.imagesPerClass)
        }
        let none =
            missing.isEmpty
            ? []
            : [
                "No image to learn from is of \(listing(missing)): images of it that are reported on count as wrong"
                    + " for whatever learns from images alone."
            ]
        self.notes = notes + own + none
    }

    /// For people.
    package func text(_ style: TextStyle) -> String {
        var facts = [("dataset", "\(dataset): \(parts.text)")]
        if let labelColumn { facts[0].1 += ", labels \(labelColumn)" }
        facts += [
            ("model", model), ("prompts", prompts), ("names", naming.text), ("fitted to", features),
            ("drawn", "\(ReportText.count(draws, "time")), seed \(seed); intervals of draws and images drawn again"),
        ]
        let methods = levels.first?.methods.map(\.method) ?? []
        var table = TextTable(
            ["images a class"] + methods.flatMap { [$0.words, ""] },
            [.right] + methods.flatMap { _ in [TextTable.Alignment.right, .left] })
        for level in levels {
            table.add(
                ["\(level.shots)"]
                    + level.methods.flatMap {
                        [ReportText.percent($0.top1.value), LearnedFigures.range($0.top1.interval)]
                    })
        }
        let own =
            "The prompts alone: \(ReportText.percent(zeroShot.value)) (\(LearnedFigures.range(zeroShot.interval)))."
        return [
            ReportText.header(facts, style), table.text(style),
            ReportText.wrapped(own, style) + (worth.map { ReportText.wrapped($0.text, style) } ?? ""),
            ReportText.notes(notes, style),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
