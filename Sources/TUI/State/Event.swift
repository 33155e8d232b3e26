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
    case thumbnail(PictureView)
    /// What the terminal has for pictures; it may tell after the start.
    case pictureMeans(PictureMeans)
    /// The figures of every class.
    case tabulated(generation: Int, ClassTable.Answer)
    /// What one template does for the ensemble.
    case contributed(generation: Int, Contributions.News)
    /// Of a search for better templates.
    case tried(generation: Int, TemplateTrial.News)
    case tokens(generation: Int, PromptTokens)
    case linted(generation: Int, PromptFindings)
    case confused(generation: Int, ConfusionMap.Answer)
    /// An evaluation of the prompts that the compare page calls A.
    case reference(Evaluation)
    case compared(generation: Int, SetComparison.Answer)
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
    /// How the dataset stands cannot be kept, and why: leaving would lose what is not saved.
    case sessionFailed(String)
}

/// What an event makes someone else do.
package enum Work: Equatable, Sendable {
    case evaluate(EvaluationRequest)
    case draw(PictureRequest)
    case drawThumbnails(ThumbnailRequest)
    /// Count the figures of every class.
    case tabulate(Request<ClassTable.Question>)
    /// Find out what each template does for the ensemble, or leave it.
    case contribute(Request<JudgedPrompts>)
    case stopContributing
    /// Search for better templates, or leave it.
    case tryTemplates(Request<TemplateTrial.Question>)
    case stopTrying
    case tokenize(Request<PromptTokens.Question>)
    case lint(Request<PromptFindings.Question>)
    case confuse(Request<ConfusionMap.Question>)
    /// Evaluate the prompts that the compare page calls A.
    case evaluateReference(EvaluationRequest)
    case compare(Request<SetComparison.Question>)
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
