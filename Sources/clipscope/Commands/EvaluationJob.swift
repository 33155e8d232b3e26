import Foundation
import Model

/// One evaluation from files to figures: what eval does, and explore where there is no terminal.
struct EvaluationJob {
    let dataset: DatasetOptions
    let split: String?
    /// Nil: the dataset's own.
    let labels: LabelList?
    let model: ModelOptions
    /// For the classes; nil: the dataset's own, else the paper's.
    let prompts: (Home, [String]) throws -> PromptSet?
    /// What messages call a prompt set.
    var source: (PromptSet) -> String = { $0.name }
    /// Hides or adds classes beside what the set says, given all that can be hidden.
    var classes: (PromptSet, [String]) throws -> PromptSet = { set, _ in set }
    var encoding = ImageEncoding()
    /// A saved classifier instead of prompts.
    var weights: URL?
    /// What images and prompts go through, of a model.
    var projection: (CLIP) throws -> CompactProjection? = { _ in nil }

    struct Result {
        let report: EvaluationReport
        let prompts: PromptSet
        let classified: ClassifiedDataset
        /// Of the model.
        let fingerprint: String
        /// Where it lies.
        let location: URL
        /// It is the one that comes with the program.
        let isEmbedded: Bool

        /// Says what the embedded model is for, where it did badly.
        func advise() {
            if let line = ModelAdvice.line(isEmbedded: isEmbedded, top1: report.top1) { Message.hint(line) }
        }

        /// What the history keeps of it; nil where no image has a label.
        var recordable: History.Run? {
            get throws {
                try History.Run(report, classified, fingerprint: fingerprint, location: location)
            }
        }
    }

    func run() throws -> Result {
        var seconds = EvaluationReport.Seconds()
        let home = try Home.current()
        let saved = try weights.map(SavedClassifier.init)
        let (dataset, own, prompts, clip) = try timed(&seconds.load) {
            try saved.map { try open($0, home) } ?? open(home)
        }
        let projection = try projection(clip)
        let (choice, labelColumn) = (ClassChoice(own.classes, prompts), own.offered(by: prompts))
        let (found, run) = try timed(&seconds.images) { try encoding.embeddings(of: dataset, clip) }
        let embedded = try projection.map(found.projected) ?? found
        let classifier: ZeroShotClassifier? = try timed(&seconds.text) {
            if let saved { return saved.classifier }
            let known = TemplateEmbeddings(model: clip)
            guard !labelColumn.classes.isEmpty else { return nil }
            let own = try known.classifier(prompts, labels: labelColumn.classes)
            return projection.map(own.projected) ?? own
        }
        let classified = try timed(&seconds.scores) {
            try ClassifiedDataset(embedded.withImages(), labelColumn: labelColumn, classifier: classifier)
        }
        let report = EvaluationReport(
            classified, model: clip.title, logitScale: saved?.classifier.logitScale ?? clip.logitScale,
            logitBias: saved.map(\.classifier.logitBias) ?? clip.logitBias, prompts: prompts,
            split: split, weights: weights?.lastPathComponent, projection: projection,
            training: TrainingRecord.of(clip), asked: own,
            choice: choice, cached: run.cached, seconds: seconds)
        return Result(
            report: report, prompts: prompts, classified: classified, fingerprint: clip.fingerprint,
            location: try model.location(home),
            isEmbedded: clip.name == ModelCatalogue.embedded)
    }

    /// The label column is the dataset's, whatever the prompt set hides of it.
    private func open(_ home: Home) throws -> (Dataset, Dataset.LabelColumn, PromptSet, CLIP) {
        let dataset = try dataset.read(home, split: split)
        let labelColumn = labelColumn(of: dataset)
        let chosen = try prompts(home, labelColumn.classes)
        if chosen == nil, dataset.prompts == nil { hint(at: dataset, labelColumn.classes, home) }
        let known = dataset.knownClasses(labelColumn)
        let prompts = try classes(dataset.prompts(chosen: chosen), known)
        try dataset.check(prompts, labelColumn, source: source(prompts))
        if !labelColumn.classes.isEmpty, labelColumn.offered(by: prompts).classes.isEmpty {
            throw PromptSetError.everythingHidden(source: source(prompts))
        }
        let offered = labelColumn.offered(by: prompts).classes
        if let note = try prompts.sentencesNote(among: offered, source: source(prompts)) { Message.warning(note) }
        return (dataset, labelColumn, prompts, try model.load(home, usesCache: encoding.usesCache))
    }

    /// The dataset among the classes of a saved classifier.
    private func open(
        _ saved: SavedClassifier, _ home: Home
    ) throws -> (Dataset, Dataset.LabelColumn, PromptSet, CLIP) {
        let dataset = try dataset.read(home, split: split)
        let own = dataset.labelColumns.first ?? .unlabelled(images: dataset.images.count, classes: [])
        let labelColumn = own.choosing(among: saved.classes)
        guard own.classes.isEmpty || own.classes.contains(where: saved.classes.contains) else {
            throw OtherClasses(weights: weights?.path ?? "", dataset: dataset.name, first: saved.classes[0])
        }
        let clip = try model.load(home, usesCache: encoding.usesCache)
        try saved.check(clip, file: weights ?? dataset.folder)
        var set = saved.prompts ?? PromptSet(name: "a saved classifier", entries: [])
        // The classes are those of the file.
        (set.hidden, set.added) = ([], [])
        return (dataset, labelColumn, set, clip)
    }

    private struct OtherClasses: Error, CustomStringConvertible {
        let weights: String
        let dataset: String
        let first: String

        var description: String { "\(weights): its classes (\(first), ...) are none of \(dataset)'s" }
    }

    /// Says what was published for a dataset that is evaluated with nothing but the usual template.
    private func hint(at dataset: Dataset, _ classes: [String], _ home: Home) {
        do {
            guard let known = try home.knownDatasets.match(name: dataset.name, labels: classes) else { return }
            Message.hint(
                "\(dataset.name) looks like \(known.title): --known \(known.name) takes the class names and templates"
                    + " published for it")
        } catch {
            Message.warning(message(of: error))
        }
    }

    private func labelColumn(of dataset: Dataset) -> Dataset.LabelColumn {
        let own = dataset.labelColumns.first ?? .unlabelled(images: dataset.images.count, classes: [])
        if let labels {
            if let unused = labels.unused(in: dataset) { Message.warning(unused) }
            return own.choosing(among: labels.labels)
        }
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
