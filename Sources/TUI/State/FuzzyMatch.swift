/// How well a text fits what was typed: its letters, in order, best at the starts of words and side by side.
package struct FuzzyMatch: Equatable, Sendable {
    package let score: Int
    /// Which characters of the text were met.
    package let positions: [Int]

    private static let letter = 16
    private static let wordStart = 10
    private static let adjacent = 12
    /// For each character passed over, up to ten.
    private static let gap = 1

    /// Characters of a text that are looked at: nobody sees more of a name, and the work grows with their square.
    private static let longest = 128

    /// The best score of some letters with the last of them at a place, and the place of the letter before it.
    private typealias Way = (score: Int, before: Int)

    /// Letters of either case are the same, blanks in the pattern are passed over, and an empty pattern fits anything.
    /// - Returns: nil where the letters do not all occur in this order.
    package init?(_ pattern: String, in text: String) {
        let letters = pattern.lowercased().filter { !$0.isWhitespace }
        let characters = text.prefix(Self.longest).map { Character($0.lowercased().prefix(1).description) }
        guard letters.count <= characters.count else { return nil }
        var ways: [[Way?]] = []
        for letter in letters {
            let before = ways.last
            ways.append(
                characters.indices.map { place in
                    guard characters[place] == letter else { return nil }
                    let isStart = place == 0 || !characters[place - 1].isLetter && !characters[place - 1].isNumber
                    let own = Self.letter + (isStart ? Self.wordStart : 0)
                    guard let before else { return (own - min(place, 10) * Self.gap, -1) }
                    return Self.best(before, upTo: place).map { ($0.score + own, $0.before) }
                })
        }
        guard let last = ways.last else {
            (score, positions) = (0, [])
            return
        }
        let reached = last.indices.filter { last[$0] != nil }
        guard var place = reached.max(by: { last[$0]!.score < last[$1]!.score }) else { return nil }
        score = last[place]!.score
        var places = [place]
        for step in ways.dropFirst().reversed() {
            place = step[place]!.before
            places.append(place)
        }
        positions = places.reversed()
    }

    private static func best(_ ways: [Way?], upTo place: Int) -> Way? {
        var best: Way?
        for before in 0..<place {
            guard let way = ways[before] else { continue }
            let skipped = place - before - 1
            let score = way.score + (skipped == 0 ? adjacent : -min(skipped, 10) * gap)
            if best.map({ score > $0.score }) ?? true { best = (score, before) }
        }
        return best
    }
}

extension FuzzyMatch {
    /// The highest score first, those of one score in their order; nil leaves out.
    static func ranked<Element>(_ all: [Element], _ score: (Element) -> Int?) -> [Element] {
        let scored = all.enumerated().compactMap { index, element in score(element).map { (index, element, $0) } }
        return scored.sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map(\.1)
    }
}
