/// What each template of a set does for the ensemble, for people (`text`) and programs: encoded, its keys are those of
/// docs/formats.md.
package struct ContributionReport: Sendable, Encodable {
    package struct Template: Sendable, Encodable {
        package let text: String
        package let on: Bool
        /// Accuracy of the template by itself.
        package let alone: Double
        /// Log loss of the ensemble without it less that with it, in nats: positive where it helps.
        package let helps: Double?
        /// Accuracy of the ensemble without it where it is on, with it where it is off; nil for the only one that is on.
        package let switched: Double?
        /// That less the accuracy of the ensemble.
        package let change: Double?
        package let flips: Int?
        package let gained: Int?
        package let lost: Int?
    }

    package let model: String
    package let dataset: String
    package let prompts: String
    package let namesFrom: NamesOrigin
    package let images: Int
    /// Images that there are, with a label that can be chosen or without.
    package let classified: Int
    /// Accuracy of the ensemble; nil where no template is on.
    package let top1: Double?
    /// In the order of the set.
    package let templates: [Template]
    /// Sentences that figures must not be read without; nil without any.
    package let notes: [String]?

    private let naming: ClassNaming

    private enum CodingKeys: String, CodingKey {
        case model, dataset, prompts, namesFrom, images, classified, top1, templates, notes
    }

    package init(
        _ contributions: [TemplateContributions.Contribution], accuracy: Double?, of set: PromptSet, images: Int,
        model: String, dataset: String, naming: ClassNaming, classified: Int, notes: [String] = []
    ) {
        self.notes = notes.isEmpty ? nil : notes
        (namesFrom, self.naming, self.classified) = (naming.origin, naming, classified)
        (self.model, self.dataset, self.images) = (model, dataset, images)
        prompts = set.name
        top1 = accuracy
        templates = contributions.map { one in
            Template(
                text: set.entries[one.template].template.text, on: one.isOn, alone: one.alone, helps: one.helps,
                switched: one.switched?.accuracy, change: one.switched?.change, flips: one.switched?.flips,
                gained: one.switched?.gained, lost: one.switched?.lost)
        }
    }

    package func text(_ style: TextStyle) -> String {
        let facts = [
            ("dataset", "\(dataset): \(ReportText.images(images, of: classified))"), ("model", model),
            ("prompts", prompts), ("names", naming.text),
        ]
        var table = TextTable(
            ["", "helps", "alone", "without/with it", "change", "flips", "template"],
            [.left, .right, .right, .right, .right, .right, .left])
        for row in templates {
            table.add([
                row.on ? "on" : "off", row.helps.map { String(format: "%+.4f", $0) } ?? "-",
                ReportText.percent(row.alone), ReportText.percent(row.switched),
                row.change.map { ReportText.points($0) } ?? "-", row.flips.map { "\($0)" } ?? "-", row.text,
            ])
        }
        let on = templates.count { $0.on }
        return [
            ReportText.header(facts, style), table.text(style),
            "ensemble of \(ReportText.count(on, "template")): \(ReportText.percent(top1))\n"
                + ReportText.notes(notes, style),
        ].joined(separator: "\n")
    }
}
