/// Names that are cut and still told apart: what several begin with is shortened, "am. bulldog", "am. pit bull".
enum DistinctNames {
    /// - Parameter width: columns; names that are no longer stay as they are.
    static func cut(_ names: [String], to width: Int) -> [String] {
        guard width > 0 else { return names.map { _ in "" } }
        var shown = names.map { prefix($0, width) }
        let words = names.map { $0.split(whereSeparator: " _-".contains).map(String.init) }
        for places in Dictionary(grouping: names.indices, by: { words[$0].first }).values {
            let isCut = places.contains { DisplayWidth.of(names[$0]) > width }
            let shared = isCut && Set(places.map { names[$0] }).count > 1 ? shared(places.map { words[$0] }) : 0
            guard shared > 0 else { continue }
            for place in places {
                let short = words[place].prefix(shared).map { $0.count <= 3 ? $0 : $0.prefix(2) + "." }
                shown[place] = prefix((short + words[place].dropFirst(shared)).joined(separator: " "), width)
            }
        }
        // Those that have no word in common at the beginning, or differ at the end alone.
        for places in alike(shown, names) where width >= 3 {
            for place in places where DisplayWidth.of(names[place]) > width {
                let end = width / 2
                let tail = String(SafeText.glyphs(of: names[place]).suffix(end).map(\.text).joined())
                shown[place] = prefix(names[place], width - 1 - DisplayWidth.of(tail)) + "…" + tail
            }
        }
        return shown
    }

    /// The same, filled with spaces; what is cut plainly ends with a sign of it.
    static func padded(_ names: [String], to width: Int) -> [String] {
        zip(names, cut(names, to: width)).map { name, cut in
            (cut == prefix(name, width) ? name : cut).padded(to: width)
        }
    }

    /// Places of different names that are shown as the same.
    private static func alike(_ shown: [String], _ names: [String]) -> [[Int]] {
        Dictionary(grouping: names.indices) { shown[$0] }.values
            .filter { places in Set(places.map { names[$0] }).count > 1 }
    }

    /// Words that all begin with, and that none ends with.
    private static func shared(_ words: [[String]]) -> Int {
        let most = (words.map(\.count).min() ?? 0) - 1
        guard most > 0, let first = words.first else { return 0 }
        return (0..<most).first { place in words.contains { $0[place] != first[place] } } ?? most
    }

    /// Without a sign that something is missing: there is no room for it.
    private static func prefix(_ text: String, _ width: Int) -> String {
        var (result, used) = ("", 0)
        for glyph in SafeText.glyphs(of: text) {
            guard used + glyph.width <= width else { break }
            result += glyph.text
            used += glyph.width
        }
        return result
    }
}
