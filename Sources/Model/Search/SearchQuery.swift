import Foundation

/// What to look for, as people type it: `a red flower`, `beach^2 -people`, `"-40 degrees" +snow -"traffic lights"^0.5`.
///
/// Words that follow one another are one term. A word that begins with - or + begins a new one: away from it, or
/// towards it. ^ and a number behind a term weigh it and end it. Quotes keep all of this from happening inside them.
package struct SearchQuery: Sendable, Equatable {
    package struct Term: Sendable, Equatable {
        package let text: String
        /// Negative for a term to stay away from.
        package let weight: Float

        package init(_ text: String, weight: Float = 1) {
            (self.text, self.weight) = (text, weight)
        }
    }

    package enum Failure: Error, Equatable {
        case empty(String)
        case badWeight(String)
        case cancelsOut
    }

    package let terms: [Term]

    /// - Throws: `SearchQuery.Failure`
    package init(_ query: String) throws {
        var terms: [Term] = []
        var words: [String] = []
        var sign: Float = 1
        func end(weight: Float = 1) {
            let text = words.joined(separator: " ").trimmingCharacters(in: .whitespaces)
            if !text.isEmpty { terms.append(Term(text, weight: sign * weight)) }
            (words, sign) = ([], 1)
        }
        for word in Self.words(of: query) {
            var word = word
            if let own = Self.sign(of: word) {
                end()
                sign = own
                word.removeFirst()
            }
            let caret = word.lastIndex { $0.character == "^" && !$0.isQuoted }
            words.append(String((caret.map { word[..<$0] } ?? word[...]).map(\.character)))
            if let caret {
                let number = String(word[(caret + 1)...].map(\.character))
                guard let weight = Float(number), weight > 0, weight.isFinite else { throw Failure.badWeight(number) }
                end(weight: weight)
            }
        }
        end()
        guard !terms.isEmpty else { throw Failure.empty(query) }
        self.terms = terms
    }

    private typealias Letter = (character: Character, isQuoted: Bool)

    /// Of a word that begins a term. A dash by itself is none.
    private static func sign(of word: [Letter]) -> Float? {
        guard let first = word.first, !first.isQuoted, first.character == "-" || first.character == "+",
            word.dropFirst().contains(where: { $0.isQuoted || !$0.character.isPunctuation })
        else { return nil }
        return first.character == "-" ? -1 : 1
    }

    /// Split at spaces outside quotes. A quote that is never closed is a letter.
    private static func words(of query: String) -> [[Letter]] {
        var words: [[Letter]] = []
        var word: [Letter] = []
        var rest = query[...]
        while let character = rest.popFirst() {
            if character == "\"", let close = rest.firstIndex(of: "\"") {
                word += rest[..<close].map { ($0, true) }
                rest = rest[rest.index(after: close)...]
            } else if character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = []
            } else {
                word.append((character, false))
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}

extension SearchQuery {
    /// The direction of several embeddings together: their weighted sum, normalised. An image's cosine with it orders
    /// images as the weighted sum of its cosines with them does.
    /// - Parameters:
    ///   - embeddings: normalised, [terms, dimension].
    ///   - weights: one a term.
    /// - Throws: `SearchQuery.Failure.cancelsOut` where nothing remains of them.
    package static func direction(of embeddings: Matrix, weights: [Float]) throws -> ArraySlice<Float> {
        precondition(embeddings.rows == weights.count, "\(weights.count) weights for \(embeddings.rows) terms")
        // Only their proportions matter; weights of any size would overflow.
        let greatest = weights.map(abs).max() ?? 1
        var sum = Matrix(rows: 1, columns: embeddings.columns)
        for (row, weight) in weights.enumerated() {
            for (column, value) in embeddings[row].enumerated() { sum.values[column] += weight / greatest * value }
        }
        let length = sum.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 1e-4 else { throw Failure.cancelsOut }
        sum.normaliseRows()
        return sum[0]
    }
}

extension SearchQuery.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty(let query): "nothing to look for in \"\(query)\", expected a text such as: a red flower -people"
        case .badWeight(let weight):
            "the weight \"\(weight)\" behind ^ is not a number above 0; quotes keep a ^ as it is"
        case .cancelsOut: "the terms cancel each other out, so that no direction is left to look in"
        }
    }
}
