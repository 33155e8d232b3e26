import Foundation

/// Which embeddings are to go from the cache: those for which every condition holds that is given.
package struct Pruning: Sendable, Equatable {
    /// Neither made nor used by one of their datasets on this day or later.
    package var unusedSince: Day?
    /// Of the model with this name, or with a fingerprint that begins so.
    package var model: String?
    /// Of images that only datasets in this folder have.
    package var dataset: URL?
    /// Of images whose files are gone, all of them.
    package var onlyMissing: Bool

    package init(unusedSince: Day? = nil, model: String? = nil, dataset: URL? = nil, onlyMissing: Bool = false) {
        self.unusedSince = unusedSince
        self.model = model
        self.dataset = dataset
        self.onlyMissing = onlyMissing
    }

    /// What went, or would go.
    package struct Outcome: Sendable, Equatable {
        package let embeddings: Int
        /// Files that are no longer remembered.
        package let files: Int
        /// Of the embeddings.
        package let bytes: Int64

        package static let nothing = Outcome(embeddings: 0, files: 0, bytes: 0)
    }
}
