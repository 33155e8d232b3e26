import Foundation
import Model

extension SetComparison {
    /// What stays as it is: A.
    package struct Reference: Equatable, Sendable {
        /// What A's answers come from.
        package enum Evaluate: Equatable, Sendable {
            /// The model that evaluates B too.
            case modelAtWork
            case model(OtherModel)
            case run(SavedRun)
        }

        package let set: PromptSet
        /// "as opened", "edit 3", "published", "before.json".
        package let origin: String
        package let evaluate: Evaluate

        package init(set: PromptSet, origin: String, evaluate: Evaluate = .modelAtWork) {
            (self.set, self.origin, self.evaluate) = (set, origin, evaluate)
        }

        var isSavedRun: Bool { if case .run = evaluate { true } else { false } }

        /// Of another model, or of the one that the saved run was made by.
        var modelName: String? {
            switch evaluate {
            case .modelAtWork: nil
            case .model(let model): model.name
            case .run(let run): run.document.model.name
            }
        }
    }

    /// A model that is not at work.
    package struct OtherModel: Equatable, Sendable {
        package let name: String
        package let location: URL

        package init(name: String, location: URL) {
            (self.name, self.location) = (name, location)
        }
    }

    /// Which of its lists the choice of A shows.
    package enum Source: String, CaseIterable, Sendable {
        case sets = "Prompt sets"
        case models = "Models"
        case runs = "Runs"
    }

    /// A is to be evaluated by another model, or told by a saved run.
    package struct ReferenceQuestion: Equatable, Sendable {
        package let request: EvaluationRequest
        package let evaluate: Reference.Evaluate
        package let dataset: Dataset

        package static func == (left: Self, right: Self) -> Bool {
            left.request.generation == right.request.generation && left.evaluate == right.evaluate
        }
    }

    /// What becomes of the question.
    package enum ReferenceUpdate: Sendable {
        /// "loading ViT-B-32"
        case waiting(for: String)
        case embedding(EmbeddingProgress)
        /// - Parameter images: embedded by the other model.
        case evaluated(Evaluation, images: EmbeddingTable)
        case matched(Evaluation, RunDocument.Matched)
        case failed(String)
    }

    /// How far A is.
    package enum ReferenceProgress: Equatable, Sendable {
        case waiting(for: String)
        case embedding(EmbeddingProgress)
    }
}

/// A run that eval saved, as it was read.
package final class SavedRun: Equatable, Sendable {
    /// Of the file.
    package let name: String
    package let document: RunDocument

    package init(name: String, document: RunDocument) {
        (self.name, self.document) = (name, document)
    }

    package static func == (left: SavedRun, right: SavedRun) -> Bool { left === right }
}
