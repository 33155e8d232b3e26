import Foundation

/// A selection of templates by their text, for people (`text`) and programs: encoded, its keys are those of
/// docs/formats.md. Wherever an accuracy is told, it is told of both halves.
package struct SelectionReport: Sendable, Encodable {
    package struct Step: Sendable, Encodable {
        /// The template that was added, left out, or is alone; nil for the whole set.
        package let template: String?
        /// Templates of the ensemble after the step.
        package let count: Int
        /// Accuracy on the half that the choice was made on.
        package let chosenOn: Double
        /// Accuracy on the other half.
        package let reported: Double
    }

    package let model: String
    package let dataset: String
    package let prompts: String
    package let namesFrom: NamesOrigin
    /// Images that there are, with a label that can be chosen or without.
    package let classified: Int
    package let method: String
    package let seed: UInt64
    /// Images of the half that choices are made on, and of the other.
    package let choosing: Int
    package let reporting: Int
    /// Images that are not reported on, because the set was chosen on them before; nil without any.
    package let leftOut: Int?
    /// The templates of the set that are on: what the best is compared with.
    package let whole: Step
    package let steps: [Step]
    package let best: Step
    /// Templates of the best ensemble.
    package let templates: [String]
    /// The best ensemble (b) against the whole (a), on the reported half.
    package let mcnemar: ComparisonReport.Test
    /// Sentences that figures must not be read without; nil without any.
    package let notes: [String]?

    /// Templates of the set, on or off.
    private let setCount: Int
    private let naming: ClassNaming

    private enum CodingKeys: String, CodingKey {
        case model, dataset, prompts, namesFrom, classified, method, seed, choosing, reporting, leftOut, whole, steps
        case best, templates, mcnemar, notes
    }

    package init(
        _ selection: TemplateSelection, of set: PromptSet, halves: StratifiedHalves, model: String, dataset: String,
        naming: ClassNaming, classified: Int
    ) {
        (namesFrom, self.naming, self.classified) = (naming.origin, naming, classified)
        (self.model, self.dataset, prompts) = (model, dataset, set.name)
        method = selection.method.rawValue
        seed = halves.seed
        (choosing, reporting) = (halves.choosing.count, halves.reporting.count)
        notes = halves.seedNote.map { [$0] }
        setCount = set.entries.count
        let texts = set.entries.map(\.template.text)
        let step = { (step: TemplateSelection.Step) in
            Step(
                template: step.template.map { texts[$0] }, count: step.templates.count, chosenOn: step.chosenOn,
                reported: step.reported)
        }
        whole = step(selection.whole)
        steps = selection.steps.map(step)
        best = step(selection.best)
        templates = selection.best.templates.map { texts[$0] }
        leftOut = halves.leftOut > 0 ? halves.leftOut : nil
        mcnemar = ComparisonReport.Test(selection.mcNemar)
    }

    /// The set of the best templates.
    /// - Parameter images: that it was chosen on.
    package static func chosen(_ selection: TemplateSelection, of set: PromptSet, on images: ChosenOn) -> PromptSet {
        var chosen = set
        chosen.chosenOn = images.union(set.chosenOn)
        chosen.entries = selection.best.templates.map { PromptSet.Entry(set.entries[$0].template) }
        chosen.name = "\(set.name), \(selection.method.rawValue) \(chosen.entries.count)"
        return chosen
    }

    package func text(_ style: TextStyle) -> String {
        let evaluated = choosing + reporting
        let some = evaluated == classified ? "" : "\(ReportText.images(evaluated, of: classified)), "
        let earlier = leftOut.map { ", \($0) left out that the set was chosen on before" } ?? ""
        let images =
            some + "chosen on \(ReportText.count(choosing, "image")), reported on the \(reporting) others\(earlier), "
            + "seed \(seed)"
        let header = ReportText.header(
            [("dataset", "\(dataset): \(images)"), ("model", model), ("prompts", prompts), ("names", naming.text)],
            style)
        return [
            header, stepTable(style), ReportText.wrapped(summary, style) + ReportText.notes(notes, style),
            templates.map { $0.printable + "\n" }.joined(),
        ]
        .joined(separator: "\n")
    }

    private func stepTable(_ style: TextStyle) -> String {
        let verb = method == "forward" ? "added" : method == "backward" ? "left out" : "alone"
        var table = TextTable(
            ["templates", "chosen on", "reported", verb], [.right, .right, .right, .left])
        let rows = method == "backward" ? [whole] + (isBestNoStep ? [best] : []) + steps : steps + [whole]
        for row in rows {
            table.add([
                "\(row.count)", ReportText.percent(row.chosenOn), ReportText.percent(row.reported),
                row.template ?? (row.count == setCount ? "(all templates)" : "(the templates that are on)"),
            ])
        }
        return table.text(style)
    }

    /// All templates of a set of which some are off.
    private var isBestNoStep: Bool { best.template == nil && best.count != whole.count }

    private var wholeName: String {
        whole.count == setCount ? "all templates" : "the \(ReportText.count(whole.count, "template")) that are on"
    }

    private var summary: String {
        let p = mcnemar.midP.map(ReportText.test) ?? ""
        let difference = ReportText.points(best.reported - whole.reported)
        return
            "Best where it was chosen: \(ReportText.count(best.count, "template")), \(ReportText.percent(best.chosenOn)) there"
            + " and \(ReportText.percent(best.reported)) on the other half, \(difference) against \(wholeName) (\(p)):"
    }
}
