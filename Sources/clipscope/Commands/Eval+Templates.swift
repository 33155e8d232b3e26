import Model

extension Eval {
    /// Each template of the set by itself and in the ensemble; a line on standard error tells how far it is.
    func judgeTemplates() throws {
        let home = try Home.current()
        let read = try JudgedDataset(
            dataset.read(home, split: split.split), labels: try labels.map(LabelList.init), split: split.split,
            encoding: embedding.encoding)
        let (judged, set) = try prompts.judged(read, classes, home)
        let clip = try model.load(home)
        let (table, images) = try judged.embedded(by: clip)
        let sums = try TemplateSums.encoding(set, judged.classes, clip)
        let report = try StepLine.during("judging templates") { line in
            let contributions = try TemplateContributions(
                sums, isOn: set.entries.map(\.isOn), images: images, logitScale: clip.logitScale,
                isCancelled: { line.isCancelled })
            return ContributionReport(
                try contributions.all(found: { _ in line.step(of: sums.count) }, isCancelled: { line.isCancelled }),
                accuracy: contributions.accuracy, of: set, images: images.count, model: clip.name,
                dataset: judged.dataset.name, naming: judged.naming(set), classified: judged.counts(in: table).images,
                notes: judged.notes(set, on: images))
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}
