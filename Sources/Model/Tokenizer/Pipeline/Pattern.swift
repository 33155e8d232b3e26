import Foundation

/// What a normaliser or splitter looks for.
enum Pattern: Sendable {
    case text([Unicode.Scalar])
    case expression(Expression)

    /// Compiled once; matching is safe from several threads.
    struct Expression: @unchecked Sendable {
        let value: NSRegularExpression
    }

    /// - Throws: where the expression is none.
    init(expression: String) throws {
        self = .expression(Expression(value: try NSRegularExpression(pattern: expression)))
    }

    /// Where it is found, from the left and without overlap; no empty matches.
    func matches(in text: [Unicode.Scalar]) -> [Range<Int>] {
        switch self {
        case .text(let wanted):
            guard let first = wanted.first else { return [] }
            var found: [Range<Int>] = []
            var place = 0
            while place + wanted.count <= text.count {
                if text[place] == first, text[place..<place + wanted.count].elementsEqual(wanted) {
                    found.append(place..<place + wanted.count)
                    place += wanted.count
                } else {
                    place += 1
                }
            }
            return found
        case .expression(let expression):
            let string = String(text)
            // From places in UTF-16 to scalars.
            var places: [Int] = []
            places.reserveCapacity(text.count + 1)
            for (index, scalar) in text.enumerated() {
                for _ in 0..<UTF16.width(scalar) { places.append(index) }
            }
            places.append(text.count)
            return expression.value.matches(in: string, range: NSRange(location: 0, length: places.count - 1))
                .filter { $0.range.length > 0 }
                .map { places[$0.range.location]..<places[$0.range.location + $0.range.length] }
        }
    }

    func replaced(in text: [Unicode.Scalar], with content: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var end = 0
        for match in matches(in: text) {
            result += text[end..<match.lowerBound]
            result += content
            end = match.upperBound
        }
        return end == 0 ? text : result + text[end...]
    }
}
