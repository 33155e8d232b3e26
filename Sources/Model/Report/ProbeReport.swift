/// Prompts beside a linear probe and what else learns from images, for people (`text`) and programs: encoded, its keys are
/// those of docs/formats.md.
package struct ProbeReport: Sendable, Encodable {
    package struct Method: Sendable, Encodable {
        package let method: LearningMethod
        /// Shares of 1, of the images that are reported on.
        package let top1: Double
        /// From and to, at 95 %.
        package let interval: [Double]
        package let meanPerClass: Double
        /// Images that are fitted to; 0 for the prompts.
        package let fittedOn: Int
        /// Against the prompts (a); nil for these.
        package let mcnemar: ComparisonReport.Test?
        package let probe: Probe?
    }

    package struct Probe: Sendable, Encodable {
        package let c: Double
        package let objective: Double
        package let iterations: Int
        package let converged: Bool
        /// Of the fitting, the choice of C not counted.
        package let seconds: Double
        /// What C was chosen among; nil where there were no images to choose on.
        package let swept: [Trial]?
    }

    package struct Trial: Sendable, Encodable {
        package let c: Double
        /// Images of the validation part.
        package let right: Int
    }

    package struct PerClass: Sendable, Encodable {
        package let label: String
        package let fittedOn: Int
        package let images: Int
        /// Recalls; nil for a class without images to report on.
        package let prompts: Double?
        package let probe: Double?
        /// Recall of the probe less that of the prompts.
        package let difference: Double?
    }

    package let model: String
    package let dataset: String
    package let labelColumn: String?
    package let prompts: String
    package let namesFrom: NamesOrigin
    package let classes: Int
    package let parts: LearningPartsReport
    package let validation: Int
    package let seed: UInt64
    package let neighbours: Int
    /// What is fitted to.
    package let features = Self.whatIsFitted
    package let methods: [Method]
    /// Those whose prompts deserve work most first.
    package let perClass: [PerClass]
    package let notes: [String]

    static let whatIsFitted = "the embeddings: after the projection, of unit length"
    private let naming: ClassNaming

    private enum CodingKeys: String, CodingKey {
        case model, dataset, labelColumn, prompts, namesFrom, classes, parts, validation, seed, neighbours, features
        case methods, perClass, notes
    }

    package init(
        _ comparison: ProbeComparison, parts: LearningPartsReport, classes: [String], seed: UInt64, neighbours: Int,
        model: String, dataset: String, labelColumn: String?, prompts: String, naming: ClassNaming, hasGivenC: Bool,
        notes: [String]
    ) {
        (self.model, self.dataset, self.labelColumn, self.prompts) = (model, dataset, labelColumn, prompts)
        (self.parts, self.seed, self.neighbours, self.naming) = (parts, seed, neighbours, naming)
        (namesFrom, validation, self.classes) = (naming.origin, comparison.validation, classes.count)
        let test = comparison.test
        let evaluated = comparison.results.map { LearnedFigures($0.predictions, of: test) }
        methods = zip(comparison.results, evaluated).map { result, figures in
            Method(
                method: result.method, top1: figures.top1.share,
                interval: [figures.top1.range.lowerBound, figures.top1.range.upperBound],
                meanPerClass: figures.meanPerClass, fittedOn: result.method.isZeroShot ? 0 : comparison.train.count,
                mcnemar: result.method.isZeroShot ? nil : ComparisonReport.Test(figures.test(against: evaluated[0])),
                probe: result.probe.map { Probe($0, result) })
        }
        let fitted = comparison.train.imagesPerClass
        let images = test.imagesPerClass
        perClass = PromptsBesideImages.classes(
            fittedOn: fitted, test.labels, prompts: evaluated[0],
            probe: LearnedFigures(comparison.result(.probe).predictions, of: test)
        ).map { row in
            PerClass(
                label: classes[row.label], fittedOn: row.fittedOn, images: row.images, prompts: row.prompts,
                probe: row.probe, difference: row.difference)
        }.sorted { ($0.difference ?? -2, $1.label) > ($1.difference ?? -2, $0.label) }
        let missing = classes.indices.filter { fitted[$0] == 0 }
        self.notes =
            notes
            + Self.notes(
                comparison, missing: missing.map { classes[$0] }, lost: missing.map { images[$0] }, hasGivenC: hasGivenC
            )
    }

    private static func notes(_ comparison: ProbeComparison, missing: [String], lost: [Int], hasGivenC: Bool)
        -> [String]
    {
        var notes: [String] = []
        if !missing.isEmpty {
            let lost = lost.reduce(0, +)
            notes.append(
                "No image to learn from is of \(listing(missing)): the probe, means and neighbours never predict that, and"
                    + " \(ReportText.count(lost, "image")) of it that \(lost == 1 ? "is" : "are") reported on count as wrong."
            )
        }
        if comparison.validation == 0, !hasGivenC {
            notes.append(
                "No class has two images to learn from, so that none is held back to choose the probes' L2 on: C is"
                    + " \(number(ProbeComparison.usualC)).")
        }
        for result in comparison.results where result.probe?.isConverged == false {
            notes.append(
                "\(result.method.words): not at the minimum after \(LinearProbe.mostIterations) iterations.")
        }
        return notes
    }

    private static func number(_ c: Double) -> String { LearnedFigures.number(c) }

    /// For people.
    package func text(_ style: TextStyle) -> String {
        var facts = [("dataset", "\(dataset): \(parts.text)")]
        if let labelColumn { facts[0].1 += ", labels \(labelColumn)" }
        facts += [("model", model), ("prompts", prompts), ("names", naming.text), ("fitted to", features)]
        var table = TextTable(
            ["", "top-1", "", "mean", "to the prompts", "fitted on", ""],
            [.left, .right, .left, .right, .left, .right, .left])
        for row in methods {
            table.add([
                row.method.words, ReportText.percent(row.top1), LearnedFigures.range(row.interval),
                ReportText.percent(row.meanPerClass), difference(row),
                row.fittedOn == 0 ? "no images" : "\(row.fittedOn)", detail(row),
            ])
        }
        return [
            ReportText.header(facts, style), table.text(style), classTable(style), ReportText.notes(notes, style),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func difference(_ row: Method) -> String {
        guard let test = row.mcnemar else { return "" }
        let p = test.midP.map { " (p \($0 < 0.0001 ? "" : "= ")\(ReportText.probability($0)))" } ?? ""
        return ReportText.points(row.top1 - methods[0].top1) + p
    }

    private func detail(_ row: Method) -> String {
        switch row.method {
        case .prompts, .nearestMean: return ""
        case .neighbours: return ReportText.count(neighbours, "neighbour")
        case .cache:
            return "share \(Learner.cacheShare), sharpness \(Learner.cacheSharpness), not tuned"
        case .probe, .promptsAndProbe:
            guard let probe = row.probe else { return "" }
            let from = probe.swept == nil ? "not chosen" : "chosen on \(validation) of them"
            return "C \(LearnedFigures.number(probe.c)), \(from)"
        }
    }

    /// All classes whose recalls differ, the prompts that lose most first.
    private func classTable(_ style: TextStyle) -> String {
        let moved = perClass.filter { ($0.difference ?? 0) != 0 }
        guard !moved.isEmpty else { return "" }
        var table = TextTable(
            ["class", "prompts", "probe", "difference", "images", "fitted on"],
            [.left, .right, .right, .right, .right, .right])
        for row in moved {
            table.add([
                row.label, ReportText.percent(row.prompts), ReportText.percent(row.probe),
                row.difference.map(ReportText.points) ?? "-", "\(row.images)", "\(row.fittedOn)",
            ])
        }
        let (behind, ahead) = (moved.count { $0.difference! > 0 }, moved.count { $0.difference! < 0 })
        let heading =
            "Recall of each class: the probe is ahead in \(behind), whose prompts deserve work; the prompts are ahead in"
            + " \(ahead); equal in \(perClass.count - moved.count)."
        return ReportText.wrapped(heading, style) + table.text(style)
    }
}

extension ProbeReport.Probe {
    init(_ probe: LinearProbe, _ result: ProbeComparison.Result) {
        (c, objective, iterations, converged) = (probe.c, probe.objective, probe.iterations, probe.isConverged)
        seconds = result.seconds
        swept = result.sweep?.trials.map { ProbeReport.Trial(c: $0.c, right: $0.right) }
    }
}
