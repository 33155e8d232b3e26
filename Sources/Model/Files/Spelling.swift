/// What somebody may have meant by a word that is none of those there are.
package enum Spelling {
    /// The name that the fewest slips make of a word, whatever its case: letters left out, put in, replaced, or two that
    /// changed places (Damerau 1964). Nil where that takes more than one slip in three letters.
    package static func nearest(to word: String, among names: [String]) -> String? {
        let word = Array(word.lowercased())
        let counts = names.map { slips(from: word, to: Array($0.lowercased())) }
        guard let best = counts.indices.min(by: { counts[$0] < counts[$1] }), counts[best] <= max(1, word.count / 3)
        else { return nil }
        return names[best]
    }

    private static func slips(from a: [Character], to b: [Character]) -> Int {
        // [letters of a][letters of b], three rows of it.
        var (beforeLast, last) = ([Int](), Array(0...b.count))
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var slips = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { slips = min(slips, beforeLast[j - 1] + 1) }
                row.append(slips)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
