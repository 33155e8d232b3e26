import Foundation
import Model

/// One evaluation from files to figures: what eval does, and explore where there is no terminal.
struct EvaluationJob {
    let dataset: DatasetOptions
    let split: String?
    /// Nil: the dataset's own.
    let labels: LabelList?
    let model: ModelOptions
    /// Nil: the dataset's own, else the paper's.
    let prompts: (Home) throws -> PromptSet?
    var encoding = ImageEncoding()

    func run() throws -> (report: EvaluationReport, classified: ClassifiedDataset) {
        var seconds = EvaluationReport.Seconds()
        let home = try Home.current()
        let chosen = try prompts(home)
        let (dataset, clip) = try timed(&seconds.load) {
            (try self.dataset.read(home, split: split), try model.load(home))
        }
        let prompts = chosen ?? dataset.prompts ?? .photo
        let (embedded, run) = try timed(&seconds.images) { try encoding.embed(dataset, clip) }
        let labelling = labelling(of: dataset)
        let classifier = try timed(&seconds.text) {
            var known = PromptEmbeddings(model: clip)
            return labelling.classes.isEmpty ? nil : try known.classifier(prompts, labels: labelling.classes)
        }
        let classified = try timed(&seconds.scores) {
            ClassifiedDataset(try embedded.withImages(), labelling: labelling, classifier: classifier)
        }
        let report = EvaluationReport(
            classified, model: clip.name, logitScale: clip.logitScale, prompts: prompts, split: split,
            cached: run.cached, seconds: seconds)
        return (report, classified)
    }

    private func labelling(of dataset: Dataset) -> Dataset.Labelling {
        let own = dataset.labellings.first ?? .unlabelled(images: dataset.images.count, classes: [])
        if let labels { return own.choosing(among: labels.labels) }
        if own.classes.isEmpty {
            Message.warning("\(dataset.name) has no labels; --labels a,b,c names classes to choose among")
        }
        return own
    }
}

/// Runs `body` and stores how long it took.
func timed<Value>(_ seconds: inout Double, _ body: () throws -> Value) rethrows -> Value {
    let begin = ContinuousClock.now
    defer { seconds = (ContinuousClock.now - begin) / .seconds(1) }
    return try body()
}
