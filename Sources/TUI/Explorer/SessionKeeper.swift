import Foundation
import Model

/// Looks at the state after each change, and has kept what the next start goes on with and what was evaluated.
struct SessionKeeper {
    private let options: ExplorerOptions
    private let saving: Saving
    private let firstTheme: String
    /// Where the models lie that were at work, by name.
    private var models: [String: URL] = [:]
    /// As the dataset was opened.
    private var first: History.Session?
    /// Handed over last.
    private var newest: History.Session?
    /// The generation of the evaluation that was recorded last.
    private var recorded = 0

    init(_ options: ExplorerOptions, firstTheme: String, saving: Saving) {
        (self.options, self.firstTheme, self.saving) = (options, firstTheme, saving)
        for model in [options.home.model, options.model] { use(model: model) }
    }

    mutating func use(model: URL) {
        models[CLIP.name(of: model, home: options.home)] = model
    }

    mutating func look(at state: State) {
        guard let dataset = state.dataset, var session = state.session else { return }
        first = first ?? session
        let left = options.restoration.left?.session
        session.dataset = options.location(of: dataset)
        session.paths = options.paths
        session.model = models[state.modelName].flatMap { $0 == options.home.model ? nil : $0 }
        session.theme = state.theme == firstTheme ? left?.theme : state.theme
        // Prompts that an option put in place of those that were left do not take their place unless they are worked on.
        if !options.restoresPrompts, session.prompts == first?.prompts { session.prompts = left?.prompts }
        if session != newest {
            newest = session
            saving.keep(session)
        }
        record(state, dataset)
    }

    /// Keeps what was marked or noted of an image of the dataset on the screen.
    func keep(_ remark: History.Remark, on path: String, of state: State) {
        guard let dataset = state.dataset else { return }
        saving.keep(remark, on: path, in: options.location(of: dataset))
    }

    private mutating func record(_ state: State, _ dataset: Dataset) {
        guard let evaluation = state.finishedEvaluation, evaluation.request.generation != recorded,
            let labelColumn = evaluation.request.labelColumn, let metrics = evaluation.metrics,
            let fingerprint = state.fingerprint, let location = models[state.modelName]
        else { return }
        recorded = evaluation.request.generation
        let (images, prompts, model) = (evaluation.images, state.promptEditor.set, state.modelName)
        let names = state.namesOrigin
        saving.record {
            try History.Run(
                metrics, images: images, of: dataset, labelColumn: labelColumn.offered(by: prompts), split: nil,
                model: model,
                fingerprint: fingerprint, location: location, prompts: prompts, names: names)
        }
    }
}
