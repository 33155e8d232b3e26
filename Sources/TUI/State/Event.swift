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
    /// An answer to what a page asked.
    case answered(Answered)
    /// An evaluation of the prompts that the compare page calls A.
    case reference(Evaluation)
    /// The marks and notes that were kept before.
    case remarks(Remarks)
    /// A mark or a note cannot be kept, and why.
    case remarkFailed(String)
    case saved(String, lost: String?)
    /// The prompt set is in the history: the newest version of its name, which was the same already where it is not new.
    case kept(PromptChoice, isNew: Bool)
    /// The newest versions of the saved sets.
    case savedSets([PromptChoice])
    /// All versions of a saved set, the newest first.
    case versions([PromptChoice])
    /// The recorded evaluations, the newest first.
    case runs([History.RecordedRun])
    case completed(path: String, PathCompletion)
    case read(path: String, FileContent)
    case notRead(path: String, reason: String)
    /// There is a file of this name already; nothing was written.
    case exists(String)
    /// A page's tables: rows written, of all.
    case exporting(Int, of: Int)
    /// A page's tables are in a file.
    case exported(String, rows: Int, lost: String?)
    /// Why they are not.
    case notExported(NotExported)
    case failed(String)
    /// How the dataset stands cannot be kept, and why: leaving would lose what is not saved.
    case sessionFailed(String)
}

/// What an event makes someone else do.
package enum Work: Equatable, Sendable {
    case evaluate(EvaluationRequest)
    case draw(PictureRequest)
    case drawThumbnails(ThumbnailRequest)
    /// Answer what a page asks.
    case asked(Asked)
    /// Leave what is under way for the question of this name.
    case stopped(String)
    /// Evaluate the prompts that the compare page calls A.
    case evaluateReference(EvaluationRequest)
    /// Keep what the user marked or noted of an image, known by its path.
    case keepRemark(History.Remark, on: String)
    /// Embed these images before the others, in this order.
    case prefer([Int])
    case save(PromptSet, to: String, replacing: Bool)
    /// In the history.
    case keep(PromptSet, as: String)
    case listVersions(of: String)
    case export(ResultTables, to: String, ResultTables.Format, replacing: Bool)
    case stopExport
    case listModels
    case listRuns
    /// Go on with a path that is being typed.
    case complete(path: String)
    case read(path: String, PathField.Purpose)
    case use(model: URL)
    /// To the clipboard.
    case copy(String)
    /// In the desktop's viewer.
    case view(URL)
    case repaint
    /// Leave, and start again with another dataset.
    case open(dataset: URL)
    case quit
}
