/// A question to another thread, and the number by which its answer is known.
package struct Request<Question: Equatable & Sendable>: Equatable, Sendable {
    package let generation: Int
    package let question: Question

    package init(generation: Int, question: Question) {
        self.generation = generation
        self.question = question
    }
}

/// What was asked of another thread, and the newest answer.
package struct Inquiry<Question: Equatable & Sendable, Answer: Sendable>: Sendable {
    package private(set) var answer: Answer?
    package private(set) var isWaiting = false
    private var generation = 0
    /// The newest.
    package private(set) var question: Question?

    package init() {}

    /// - Returns: nil where this was the last question already.
    package mutating func ask(_ question: Question) -> Request<Question>? {
        guard question != self.question else { return nil }
        self.question = question
        generation += 1
        isWaiting = true
        return Request(generation: generation, question: question)
    }

    /// - Returns: false for an answer to an older question.
    package mutating func receive(_ answer: Answer, generation: Int) -> Bool {
        guard generation == self.generation, question != nil else { return false }
        self.answer = answer
        isWaiting = false
        return true
    }

    /// Whether an answer that comes in parts is still waited for.
    package func isWaiting(for generation: Int) -> Bool {
        isWaiting && generation == self.generation
    }

    /// There will be no answer.
    package mutating func finish(generation: Int) {
        if generation == self.generation { isWaiting = false }
    }

    /// Drops the answer, and the one on its way.
    package mutating func forget() {
        (question, answer, isWaiting) = (nil, nil, false)
    }
}
