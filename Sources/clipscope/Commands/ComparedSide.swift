import Foundation
import Model

/// What stands on one side of a comparison, as people name it: a file of prompts, a published or saved set, `run:ID` of
/// the history, or a run that eval saved.
enum ComparedSide {
    /// To be evaluated; the model where the name tells one.
    case prompts(PromptSet, model: String?)
    /// Evaluated already.
    case run(RunDocument)

    /// - Throws: `PromptSet.NameFailure`, `HistoryError`, `RunDocument.Failure`, or what reading a file throws.
    init(_ name: String, _ home: Home) throws {
        if let recorded = try History.recorded(named: name) {
            self = .prompts(try recorded.promptSet, model: recorded.run.location)
        } else if name.lowercased().hasSuffix(".json") || URL(typed: name).isFile {
            switch try PromptFile(contentsOf: URL(typed: name)) {
            case .run(let run): self = .run(run)
            case .set(let set): self = .prompts(set, model: nil)
            }
        } else {
            self = .prompts(try PromptSet(named: name, home), model: nil)
        }
    }
}

extension ComparedSide {
    /// Prompts as they are evaluated on a dataset.
    fileprivate func completed(by dataset: Dataset) -> ComparedSide {
        guard case .prompts(let set, let model) = self else { return self }
        return .prompts(dataset.completed(set), model: model)
    }

    /// Classes that no image has.
    fileprivate var added: [String] {
        switch self {
        case .prompts(let set, _): set.added
        case .run(let run): run.addedClasses
        }
    }

    var isRun: Bool { if case .run = self { true } else { false } }

    /// The images that its prompts were chosen on.
    var chosenOn: ChosenOn? {
        switch self {
        case .prompts(let set, _): set.chosenOn
        case .run(let run): run.prompts.chosenOn
        }
    }
}

/// The images and classes that two sides are compared on: a dataset's, or those of a saved run.
struct ComparedImages {
    let dataset: String
    let labelColumn: String?
    let split: String?
    /// The dataset's, then those that one of the sides adds.
    let classes: [String]
    let files: [String]
    private let ownClasses: [String]
    /// Nil where both sides are saved runs.
    private let evaluated: EvaluatedDataset?

    init(_ evaluated: EvaluatedDataset, sides: [ComparedSide]) {
        (dataset, labelColumn, split) = (evaluated.dataset.name, evaluated.labelColumnName, evaluated.split)
        (ownClasses, files) = (evaluated.classes, evaluated.dataset.images.map(\.path))
        classes = Self.classes(
            ownClasses, sides.map { $0.completed(by: evaluated.dataset) })
        self.evaluated = evaluated
    }

    init(_ run: RunDocument, sides: [ComparedSide]) {
        (dataset, labelColumn, split) = (run.dataset, run.labelColumn, run.split)
        (ownClasses, files) = (run.datasetClasses, run.images.map(\.file))
        classes = Self.classes(ownClasses, sides)
        evaluated = nil
    }

    private static func classes(_ own: [String], _ sides: [ComparedSide]) -> [String] {
        ClassChoice(own, PromptSet(name: "", entries: [], added: sides.flatMap(\.added))).classes
    }

    /// - Parameter chosenOn: nil where no side was chosen on images.
    func isChosenOn(_ chosenOn: ChosenOn?) -> ((Int) -> Bool)? {
        chosenOn.map { chosenOn in { image in chosenOn.contains(files[image]) } }
    }

    /// Evaluates a side.
    /// - Parameters:
    ///   - name: as it was typed.
    ///   - model: what the command line asks for; nil for that of a recorded run, else the embedded one.
    func evaluate(
        _ side: ComparedSide, name: String, model: String?, _ models: inout JudgingModels
    ) throws -> (side: ComparisonReport.Side, outcomes: Outcomes) {
        switch side {
        case .run(let run):
            let matched = try run.matched(
                name, files: files, classes: ownClasses, added: Array(classes[ownClasses.count...]))
            if let words = matched.difference { Message.warning("\(name): \(words)") }
            return (
                ComparisonReport.Side(
                    name: name, model: run.model.name, templates: run.prompts.templates.count,
                    hiddenClasses: run.prompts.hiddenClasses ?? [], addedClasses: run.addedClasses,
                    naming: run.prompts.namesFrom),
                Outcomes(matched.outcomes)
            )
        case .prompts(let chosen, let own):
            guard let evaluated else { preconditionFailure("prompts beside a run are evaluated on a dataset") }
            let set = evaluated.dataset.completed(chosen)
            let offered = try evaluated.offered(by: set, from: name)
            let choice = ClassChoice(ownClasses, set)
            let places = choice.offered.map { $0 < choice.ownCount ? $0 : classes.firstIndex(of: choice.classes[$0])! }
            return try models.with(model ?? own, evaluated) { entry in
                let classifier = try entry.templates.classifier(set, labels: offered.classes)
                var outcomes = try classifier.outcomes(of: entry.table, labels: offered.labelColumn.labels)
                outcomes.renumber(places)
                return (
                    ComparisonReport.Side(
                        name: name, model: entry.model.name, templates: set.active.count,
                        hiddenClasses: choice.hidden, addedClasses: Array(choice.added),
                        naming: offered.naming(set).origin),
                    outcomes
                )
            }
        }
    }
}

/// Models and the embeddings that they made, so that a model of both sides is loaded, and images are encoded, once.
struct JudgingModels {
    struct Entry {
        let model: CLIP
        let templates: TemplateEmbeddings
        let table: EmbeddingTable
    }

    enum Failure: Error, CustomStringConvertible {
        case oneModelsEmbeddings(URL, String)

        var description: String {
            switch self {
            case .oneModelsEmbeddings(let file, let dataset):
                "\(file.path): these embeddings of \(dataset) are one model's, and A and B have two; compare runs that eval"
                    + " --run saved with the embeddings of each"
            }
        }
    }

    private let home: Home
    /// Those of --model; another model has no architecture of its own on the command line.
    private let options: ModelOptions
    private var entries: [String?: Entry] = [:]

    init(_ home: Home, _ options: ModelOptions) {
        self.home = home
        self.options = options
    }

    /// Runs `body` with the model of a name, nil for the embedded one.
    mutating func with<Value>(
        _ name: String?, _ evaluated: EvaluatedDataset, _ body: (inout Entry) throws -> Value
    ) throws -> Value {
        if entries[name] == nil {
            var options = options
            if name != options.model { (options.model, options.architecture) = (name, nil) }
            let model = try options.load(home)
            if let file = evaluated.dataset.embeddings, let other = entries.values.first {
                guard other.model.fingerprint == model.fingerprint else {
                    throw Failure.oneModelsEmbeddings(file, evaluated.dataset.name)
                }
            }
            entries[name] = Entry(
                model: model, templates: TemplateEmbeddings(model: model),
                table: try evaluated.embedded(by: model).table)
        }
        return try body(&entries[name]!)
    }
}
