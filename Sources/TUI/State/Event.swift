import Foundation
import Model

/// Everything that happens.
package enum Event: Sendable {
    case key(Key)
    case paste(String)
    case mouse(Mouse)
    case resize(Size)
    /// The dataset is being read; so many of its images were found.
    case opening(images: Int)
    /// The dataset is open; the prompt sets to choose from, the one to begin with, and how the dataset was left.
    case opened(Dataset, choices: [PromptChoice], prompts: PromptSet, session: History.Session? = nil)
    /// More prompt sets to choose from.
    case choices([PromptChoice])
    /// - Parameter fingerprint: of its weights, where they are known.
    case modelReady(name: String, fingerprint: String? = nil)
    /// What there is to choose from.
    case models([ModelCatalogue.Entry])
    case embeddings(EmbeddingTable, EmbeddingProgress)
    /// An image that cannot be embedded, and why.
    case unreadable(image: Int, reason: String)
    case evaluation(Evaluation)
    /// The engine works on this generation for longer than a moment.
    case computing(generation: Int)
    case picture(PictureView)
    /// The figures of every class.
    case tabulated(generation: Int, ClassTable.Answer)
    case saved(String)
    /// The prompt set is in the history: the newest version of its name, which was the same already where it is not new.
    case kept(PromptChoice, isNew: Bool)
    /// The newest versions of the saved sets.
    case savedSets([PromptChoice])
    /// All versions of a saved set, the newest first.
    case versions([PromptChoice])
    /// There is a file of this name already; nothing was written.
    case exists(String)
    case failed(String)
}

/// What an event makes someone else do.
package enum Work: Equatable, Sendable {
    case evaluate(EvaluationRequest)
    case draw(PictureRequest)
    /// Count the figures of every class.
    case tabulate(Request<ClassTable.Question>)
    /// Embed these images before the others, in this order.
    case prefer([Int])
    case save(PromptSet, to: String, replacing: Bool)
    /// In the history.
    case keep(PromptSet, as: String)
    case listVersions(of: String)
    case listModels
    case use(model: URL)
    case repaint
    case quit
}
