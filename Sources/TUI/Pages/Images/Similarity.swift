import Foundation
import Model

/// How near every image comes to a text, or to one of the images.
package struct Similarity: Sendable {
    package enum Subject: Equatable, Sendable {
        /// As it was typed; see `SearchQuery`.
        case text(String)
        case image(Int)
    }

    package struct Question: Equatable, Sendable {
        package let subject: Subject
        package let table: EmbeddingTable
        /// The model's name.
        package let model: String

        package static func == (left: Question, right: Question) -> Bool {
            left.subject == right.subject && left.model == right.model && left.table.rows === right.table.rows
                && left.table.known == right.table.known
        }
    }

    package enum Answer: Sendable {
        /// One for each image; NaN where it has no embedding.
        case cosines([Float])
        /// Why the text says nothing to look for.
        case failure(String)
    }

    package private(set) var inquiry = Inquiry<Question, Answer>()
    /// Of the newest question that could be answered.
    package private(set) var cosines: [Float]?
    /// What `cosines` were found for.
    private(set) var subject: Subject?

    mutating func ask(_ question: Question) -> Request<Question>? { inquiry.ask(question) }

    /// - Returns: false for an answer to an older question, and for one that says nothing new.
    mutating func receive(_ answer: Answer, generation: Int) -> Bool {
        guard inquiry.receive(answer, generation: generation), case .cosines(let cosines) = answer else { return false }
        (self.cosines, subject) = (cosines, inquiry.question?.subject)
        return true
    }

    mutating func forget() {
        inquiry.forget()
        (cosines, subject) = (nil, nil)
    }
}

extension Similarity.Question {
    /// - Parameter encode: texts to normalised embeddings, [texts, dimension].
    /// - Throws: `CancellationError` soon after `isCancelled` turns true, and what `encode` throws.
    package func answer(
        encode: ([String]) throws -> Matrix, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Similarity.Answer {
        do {
            guard let direction = try direction(encode) else { return .failure("the image has no embedding") }
            return .cosines(try table.similarities(to: direction, isCancelled: isCancelled))
        } catch let failure as SearchQuery.Failure {
            return .failure(failure.description)
        }
    }

    private func direction(_ encode: ([String]) throws -> Matrix) throws -> ArraySlice<Float>? {
        switch subject {
        case .text(let text):
            let terms = try SearchQuery(text).terms
            return try SearchQuery.direction(of: encode(terms.map(\.text)), weights: terms.map(\.weight))
        case .image(let image):
            return table[image]?[...]
        }
    }
}
