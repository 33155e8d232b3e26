import Foundation

/// The recorded evaluations, for people and programs.
package struct RunListing: Sendable, Encodable {
    package struct Entry: Sendable, Encodable {
        package let id: Int
        /// ISO 8601, UTC.
        package let date: String
        package let dataset: String
        package let folder: String
        package let split: String?
        package let labelColumn: String
        package let model: String
        package let fingerprint: String
        package let promptSet: String
        package let namesFrom: NamesOrigin?
        package let images: Int
        package let labelled: Int?
        package let classes: Int?
        package let top1: Double
        package let top5: Double
        package let meanPerClass: Double
        package let expectedCalibrationError: Double
        package let note: String?
        /// The prompts were chosen on images; nil where they were not.
        package let chosen: Bool?
        let localDate: String

        init(_ recorded: History.RecordedRun) {
            let (run, figures) = (recorded.run, recorded.run.figures)
            (id, note) = (recorded.id, recorded.note)
            chosen = PromptSet.isChosen(toml: run.toml) ? true : nil
            date = recorded.date.formatted(.iso8601)
            localDate = recorded.date.toTheMinute
            (dataset, folder, split, labelColumn) = (run.dataset, run.folder, run.split, run.labelColumn)
            (model, fingerprint, promptSet) = (run.model, run.fingerprint, run.promptSet)
            (images, top1, top5) = (figures.images, figures.top1, figures.top5)
            (namesFrom, labelled, classes) = (run.names, figures.labelled, figures.classes)
            (meanPerClass, expectedCalibrationError) = (figures.meanPerClass, figures.expectedCalibrationError)
        }

        enum CodingKeys: String, CodingKey {
            case id, date, dataset, folder, split, labelColumn, model, fingerprint, promptSet, namesFrom, images
            case labelled, classes, top1, top5
            case meanPerClass, note, chosen
            case expectedCalibrationError = "ece"
        }

        /// "photos, fine, held-out".
        var subject: String { ([dataset, labelColumn] + [split].compactMap { $0 }).joined(separator: ", ") }
    }

    package let runs: [Entry]

    package init(_ runs: [History.RecordedRun]) {
        self.runs = runs.map(Entry.init)
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(
            ["run", "date", "dataset", "model", "prompt set", "names", "top-1", "note"],
            [.right, .left, .left, .left, .left, .left, .right, .left])
        for run in runs {
            table.add([
                "\(run.id)", run.localDate, run.subject, run.model,
                run.promptSet + (run.chosen == true ? " (chosen)" : ""), run.namesFrom?.rawValue ?? "",
                Self.percent(run.top1),
                run.note ?? "",
            ])
        }
        return table.text(style)
    }

    static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}

/// One recorded evaluation whole.
package struct RunReport: Sendable, Encodable {
    package let run: RunListing.Entry
    /// The prompt set as TOML.
    package let prompts: String

    package init(_ recorded: History.RecordedRun) {
        run = RunListing.Entry(recorded)
        prompts = recorded.run.toml
    }

    private enum CodingKeys: String, CodingKey {
        case prompts
    }

    /// The run's keys and `prompts`, in one object.
    package func encode(to encoder: any Encoder) throws {
        try run.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(prompts, forKey: .prompts)
    }

    package func text(_ style: TextStyle) -> String {
        var facts = TextTable([], [.left, .left])
        facts.add(["run", "\(run.id), \(run.localDate)"])
        let images = ReportText.images(run.labelled ?? run.images, of: run.images)
        facts.add(["dataset", "\(run.subject): \(images), \(run.folder)"])
        facts.add(["model", "\(run.model), \(run.fingerprint)"])
        if let names = run.namesFrom { facts.add(["names", names.words]) }
        if let note = run.note { facts.add(["note", note]) }
        var figures = TextTable(
            ["top-1", "top-5", "mean per class", "calibration error"], [.right, .right, .right, .right])
        let top5 = (run.classes ?? 6) > 5 ? RunListing.percent(run.top5) : "-"
        figures.add([
            RunListing.percent(run.top1), top5, RunListing.percent(run.meanPerClass),
            RunListing.percent(run.expectedCalibrationError),
        ])
        let lines = prompts.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
        return [facts.text(style), figures.text(style), lines.joined(separator: "\n")].joined(separator: "\n")
    }
}
