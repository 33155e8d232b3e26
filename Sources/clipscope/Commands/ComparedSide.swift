import Foundation
import Model

/// What stands on one side of a comparison, as people name it: a file of prompts, a published or saved set, `run:ID` of
/// the history, or a run that eval saved.
enum ComparedSide {
    /// To be judged; the model where the name tells one.
    case prompts(PromptSet, model: String?)
    /// Judged already.
    case run(RunDocument)

    /// - Throws: `PromptSet.NameFailure`, `HistoryError`, `RunDocument.Failure`, or what reading a file throws.
    init(_ name: String, _ home: Home) throws {
        if name.hasPrefix("run:"), let id = Int(name.dropFirst(4)) {
            guard let history = try History.existing(in: Directories.current.state) else {
                throw HistoryError.noRun(id, known: nil)
            }
            let run = try history.run(id).run
            self = .prompts(try PromptSet(stored: run.toml, in: history.file), model: run.location)
        } else if name.lowercased().hasSuffix(".json") {
            self = .run(try RunDocument(contentsOf: URL(typed: name)))
        } else {
            self = .prompts(try PromptSet(named: name, home), model: nil)
        }
    }
}

/// The images and classes that two sides are compared on: a dataset's, or those of a saved run.
struct ComparedImages {
    let dataset: String
    let labelColumn: String?
    let split: String?
    let classes: [String]
    let files: [String]
    /// Nil where both sides are saved runs.
    private let judged: JudgedDataset?

    init(_ judged: JudgedDataset) {
        (dataset, labelColumn, split) = (judged.dataset.name, judged.labelColumn, judged.split)
        (classes, files) = (judged.classes, judged.dataset.images.map(\.path))
        self.judged = judged
    }

    init(_ run: RunDocument) {
        (dataset, labelColumn, split) = (run.dataset, run.labelColumn, run.split)
        (classes, files) = (run.classes, run.images.map(\.file))
        judged = nil
    }

    /// Judges a side.
    /// - Parameters:
    ///   - name: as it was typed.
    ///   - model: what the command line asks for; nil for that of a recorded run, else the embedded one.
    func judge(
        _ side: ComparedSide, name: String, model: String?, _ models: inout JudgingModels
    ) throws -> (side: ComparisonReport.Side, predictions: Predictions) {
        switch side {
        case .run(let run):
            return (
                ComparisonReport.Side(name: name, model: run.model.name, templates: run.prompts.templates.count),
                try run.predictions(of: name, files: files, classes: classes)
            )
        case .prompts(let set, let own):
            guard let judged else { preconditionFailure("prompts beside a run are judged on a dataset") }
            return try models.with(model ?? own, judged) { entry in
                let classifier = try entry.prompts.classifier(set, labels: classes)
                return (
                    ComparisonReport.Side(name: name, model: entry.prompts.model.name, templates: set.active.count),
                    try classifier.predictions(entry.table, labels: judged.labelling.labels)
                )
            }
        }
    }
}

/// Models and the embeddings that they made, so that a model of both sides is loaded, and images are encoded, once.
struct JudgingModels {
    struct Entry {
        var prompts: PromptEmbeddings
        let table: EmbeddingTable
    }

    private let home: Home
    private let precision: Precision
    private var entries: [String?: Entry] = [:]

    init(_ home: Home, _ precision: Precision) {
        self.home = home
        self.precision = precision
    }

    /// Runs `body` with the model of a name, nil for the embedded one.
    mutating func with<Value>(
        _ name: String?, _ judged: JudgedDataset, _ body: (inout Entry) throws -> Value
    ) throws -> Value {
        if entries[name] == nil {
            var options = ModelOptions()
            (options.model, options.precision) = (name, precision)
            let model = try options.load(home)
            entries[name] = Entry(
                prompts: PromptEmbeddings(model: model), table: try judged.embedded(by: model).table)
        }
        return try body(&entries[name]!)
    }
}
