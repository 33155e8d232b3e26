import Model

/// The evaluation on the screen, what it is compared with, and what is on its way.
package struct Scores: Sendable {
    package private(set) var current: Evaluation?
    /// The state before the last edit; while typing, the state before typing began.
    package private(set) var baseline: Evaluation?
    package private(set) var change: Change?
    /// Of the newest request.
    package private(set) var generation = 0
    /// The engine said that the newest request takes longer than a moment.
    package private(set) var isSlow = false

    /// Something of the newest request is not in `current` yet, and has been missing for a while.
    package var isUnfinished: Bool {
        isSlow || current.map { !$0.hasAllTemplates } ?? false
    }

    /// Answers under way are for an older generation than the next request, and so come too late.
    mutating func forget() {
        (current, baseline, change, isSlow) = (nil, nil, nil, false)
    }

    package mutating func next() -> Int {
        generation += 1
        return generation
    }

    /// - Returns: false for an answer that came too late.
    package mutating func receive(_ evaluation: Evaluation) -> Bool {
        guard evaluation.request.generation == generation else { return false }
        current = evaluation
        isSlow = false
        change = Change(from: baseline, to: current)
        return true
    }

    package mutating func takesLong(generation: Int) {
        if generation == self.generation { isSlow = true }
    }

    /// What is on the screen becomes what the next edit is compared with. A partial result never does.
    package mutating func keepAsBaseline() {
        if let current, current.hasAllTemplates { setBaseline(current) }
    }

    package mutating func setBaseline(_ evaluation: Evaluation?) {
        baseline = evaluation
        change = Change(from: baseline, to: current)
    }
}
