import Foundation

/// What decides a training beside the model and the pairs: with the same of all three the weights come out the same.
package struct TrainingSettings: Sendable, Codable, Equatable {
    package enum Loss: String, Sendable, Codable, CaseIterable {
        /// CLIP's, over the rows and columns of a batch.
        case softmax
        /// SigLIP's, for each pair by itself.
        case sigmoid
    }

    package var part = TrainedPart.text
    package var loss = Loss.softmax
    package var steps = 200
    package var batch = 128
    package var rate = 1e-5
    /// Steps of linear growth to the rate, before the cosine.
    package var warmUp = 20
    package var decay = 0.2
    /// Longest gradient.
    package var clip = 1.0
    package var seed: UInt64 = 1
    /// Steps between two validations.
    package var interval = 20

    package init() {}

    /// open_clip's, of its ViTs (params.py).
    static let (beta1, beta2, epsilon) = (0.9, 0.98, 1e-6)
    /// The temperature's bound (Radford et al. 2021, section 2.5).
    static let largestLogitScale = Float(log(100.0))

    /// The learning rate of a step, counted from 0: linear warm-up, then half a cosine to 0 (open_clip, scheduler.py).
    func rate(of step: Int) -> Double {
        guard step >= warmUp else { return rate * Double(step + 1) / Double(warmUp) }
        return 0.5 * rate * (1 + cos(.pi * Double(step - warmUp) / Double(max(1, steps - warmUp))))
    }

    /// What differs from other settings, as "batch 64, expected 128"; nil where nothing does.
    func difference(from other: TrainingSettings) -> String? {
        func told<Value: Equatable>(_ name: String, _ path: KeyPath<TrainingSettings, Value>) -> String? {
            self[keyPath: path] == other[keyPath: path]
                ? nil : "\(name) \(self[keyPath: path]), expected \(other[keyPath: path])"
        }
        return [
            told("only", \.part.rawValue), told("loss", \.loss.rawValue), told("steps", \.steps),
            told("batch", \.batch), told("rate", \.rate), told("warm-up", \.warmUp), told("decay", \.decay),
            told("clip", \.clip), told("seed", \.seed), told("every", \.interval),
        ].compactMap { $0 }.first
    }
}

/// Why a training could not begin, or go on.
package enum TrainingFailure: Error, Equatable {
    case notTrainable(URL, reason: String)
    case batchTooLarge(Int, pairs: Int)
    case oneGroup(pairs: Int)
    case diverged(step: Int, rate: Double)
    case noHalfPrecision(name: String)
    case occupied(URL, by: String)
    case nothingToResume(URL)
    case otherTraining(URL, difference: String)
    case damaged(URL, reason: String)
    case noValidation(String)
}

extension TrainingFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notTrainable(let url, let reason): "\(url.path): \(reason)"
        case .batchTooLarge(let batch, let pairs): "a batch is \(batch) pairs, and there are \(pairs)"
        case .oneGroup(let pairs): "all \(pairs) pairs have the same caption or class: there is nothing to tell apart"
        case .diverged(let step, let rate):
            "step \(step): the loss or its gradient is no number any more, at a learning rate of \(rate)"
        case .noHalfPrecision(let name): "\(name) has grown beyond what its 16 bits can hold"
        case .occupied(let url, let what): "\(url.path) has \(what) already"
        case .nothingToResume(let url): "\(url.path) has no \(TrainingState.fileName) to resume from"
        case .otherTraining(let url, let difference): "\(url.path) is of another training: \(difference)"
        case .damaged(let url, let reason): "\(url.path): \(reason)"
        case .noValidation(let reason): reason
        }
    }
}
