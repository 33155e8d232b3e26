import CKernels

/// What the classifier says of each image of a dataset; nothing of those without an embedding. 28 bytes an image, and
/// a copy costs nothing until one of the two changes.
package struct Outcomes: Sendable {
    private var records: [clip_outcome]
    /// Images with an answer.
    package private(set) var known: Int

    /// No answers yet.
    /// - Parameter labels: the true class of each image, nil where it has none.
    package init(labels: [Int?]) {
        records = labels.map { label in
            var record = clip_outcome.none
            if let label { record.label = Int32(label) }
            return record
        }
        known = 0
    }

    package init(_ outcomes: some Sequence<Outcome?>) {
        records = outcomes.map { $0.map(clip_outcome.init) ?? .none }
        known = records.count { $0.predicted >= 0 }
    }

    /// `body` writes records of images, the labels excepted, and returns how many answers it gave.
    mutating func answer(
        _ body: (UnsafeMutableBufferPointer<clip_outcome>) throws -> Int
    ) rethrows {
        known = try records.withUnsafeMutableBufferPointer { try body($0) }
    }
}

extension Outcomes {
    /// Gives every class another number.
    /// - Parameter classes: the new number of each.
    package mutating func renumber(_ classes: [Int]) {
        for image in records.indices {
            if records[image].predicted >= 0 {
                records[image].predicted = Int32(classes[Int(records[image].predicted)])
            }
            if records[image].label >= 0 { records[image].label = Int32(classes[Int(records[image].label)]) }
        }
    }
}

extension Outcomes: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { records.count }

    package subscript(image: Int) -> Outcome? {
        let record = records[image]
        return record.predicted < 0 ? nil : Outcome(record)
    }
}

// MARK: - For loops over all images

extension Outcomes {
    /// Nil without an answer or without a label.
    package func isRight(_ image: Int) -> Bool? {
        let record = records[image]
        return record.predicted < 0 || record.rank == 0 ? nil : record.rank == 1
    }

    /// The class of the highest probability; nil without an answer.
    package func predicted(_ image: Int) -> Int? {
        let predicted = records[image].predicted
        return predicted < 0 ? nil : Int(predicted)
    }
}

extension clip_outcome {
    fileprivate static let none = clip_outcome(
        label: -1, predicted: -1, rank: 0, confidence: 0, lead: 0, probability: 0, entropy: 0)

    fileprivate init(_ outcome: Outcome) {
        let truth = outcome.truth
        self.init(
            label: truth.map { Int32($0.label) } ?? -1, predicted: Int32(outcome.predicted),
            rank: truth.map { Int32($0.rank) } ?? 0, confidence: outcome.confidence, lead: outcome.lead,
            probability: truth?.probability ?? 0, entropy: outcome.entropy)
    }
}

extension Outcome {
    fileprivate init(_ record: clip_outcome) {
        let isRight = record.rank == 1
        let truth = Truth(
            label: Int(record.label), probability: record.probability, rank: Int(record.rank),
            margin: isRight ? record.lead : record.probability - record.confidence)
        self.init(
            predicted: Int(record.predicted), confidence: record.confidence, truth: record.rank == 0 ? nil : truth,
            entropy: record.entropy, lead: record.lead)
    }
}
