/// The probabilities between two bounds, as people type them in percent: `>60`, `<=90`, `>60 <90`, `30-60`.
package struct ProbabilityRange: Equatable, Sendable {
    /// As it was typed, without signs of percent.
    package let text: String
    /// Shares of 1.
    package let bounds: ClosedRange<Float>

    /// What is longer was pasted by mistake, and is read again with every key.
    private static let longest = 100

    /// Nil for what says no range, and for one that nothing lies in.
    package init?(_ typed: String) {
        guard typed.utf8.count <= Self.longest else { return nil }
        let text = typed.replacing("%", with: "").replacing(/([<>=≤≥])\s+/) { $0.1 }
        var bounds: ClosedRange<Float> = 0...1
        let words = text.split(separator: " ")
        for word in words {
            guard let own = Self.bounds(of: word), own.overlaps(bounds) else { return nil }
            bounds = bounds.clamped(to: own)
        }
        guard !words.isEmpty else { return nil }
        self.text = words.joined(separator: " ")
        self.bounds = bounds
    }

    private static func bounds(of word: Substring) -> ClosedRange<Float>? {
        if let both = word.wholeMatch(of: /([0-9.]+)(?:-|–|\.\.)([0-9.]+)/) {
            guard let lower = share(both.1), let upper = share(both.2), lower <= upper else { return nil }
            return lower...upper
        }
        guard let one = word.wholeMatch(of: /(<=|>=|[<>≤≥])([0-9.]+)/), let bound = share(one.2) else { return nil }
        switch one.1 {
        case ">": return bound < 1 ? bound.nextUp...1 : nil
        case "<": return bound > 0 ? 0...bound.nextDown : nil
        case ">=", "≥": return bound...1
        default: return 0...bound
        }
    }

    private static func share(_ percent: Substring) -> Float? {
        Float(percent).flatMap { (0...100).contains($0) ? $0 / 100 : nil }
    }
}
