import Foundation

/// One assembled model: both towers, tokenizer, preprocessing and logit scale.
package final class CLIP: Sendable {
    /// The directory's or file's name.
    package let name: String
    /// Hash of weights and configuration, hex: two models with the same fingerprint give the same embeddings.
    package let fingerprint: String
    /// Of the preprocessing (size, resize mode, interpolation, mean, deviation), hex.
    package let preprocessingFingerprint: String
    /// Length of an embedding.
    package let dimension: Int
    /// exp of the checkpoint's logit_scale.
    package let logitScale: Float
    package let tokenizer: Tokenizer

    /// - Parameter location: a model directory (open_clip layout).
    /// - Throws: `CheckpointError`
    package init(contentsOf location: URL) throws {
        preconditionFailure("the engine branch fills this")
    }

    /// - Returns: [prompts, dimension], normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true (asked between layers).
    package func embed(text prompts: [String], isCancelled: () -> Bool = { false }) throws -> Matrix {
        preconditionFailure("the engine branch fills this")
    }

    /// Preprocesses and encodes a batch on the calling thread; several threads may call at once.
    /// - Returns: [pictures, dimension], normalised.
    package func embed(pictures: [Picture]) -> Matrix {
        preconditionFailure("the engine branch fills this")
    }
}
