import Foundation
import Model

/// Everything that happens.
package enum Event: Sendable {
    case key(Key)
    case paste(String)
    case mouse(Mouse)
    case resize(Size)
    /// The dataset is open; the prompt sets to choose from, and the one to begin with.
    case opened(Dataset, choices: [PromptChoice], prompts: PromptSet)
    case modelReady(name: String)
    case embeddings(ImageEmbeddings, EmbeddingProgress)
    case evaluation(Evaluation)
    /// The engine works on this generation for longer than a moment.
    case computing(generation: Int)
    case picture(PictureView)
    case saved(String)
    case failed(String)
}

/// What an event makes someone else do.
package enum Work: Equatable, Sendable {
    case evaluate(EvaluationRequest)
    case draw(PictureRequest)
    case save(PromptSet, to: String)
    case repaint
    case quit
}
