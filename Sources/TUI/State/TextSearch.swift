/// Looks for a text in many others, whatever the case and the accents: both are folded letter by letter.
final class TextSearch {
    private let folding: LetterFolding
    private let wanted: [UInt8]
    /// Where the search goes on after so many letters were found and the next is another one: as many letters from the
    /// start as just passed by (Knuth, Morris and Pratt 1977). However a text repeats itself, it is passed through once.
    private let borders: [Int]
    /// The last text that had other letters than ASCII, folded.
    private var folded: [UInt8] = []

    /// - Parameter folding: shared by searches that look through the same texts, one after the other.
    init(_ text: String, _ folding: LetterFolding = LetterFolding()) {
        var wanted: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer { folding.fold($0, into: &wanted) }
        self.folding = folding
        self.wanted = wanted
        borders = Self.borders(of: wanted)
    }

    func finds(in text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer(finds)
    }

    /// - Parameter text: UTF-8.
    func finds(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        var letters: UInt8 = 0
        for byte in text { letters |= byte }
        if letters < 0x80 { return contains(text) }
        folded.removeAll(keepingCapacity: true)
        folding.fold(text, into: &folded)
        return folded.withUnsafeBufferPointer(contains)
    }

    /// - Parameter text: folded, but for the case of ASCII letters.
    private func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !wanted.isEmpty else { return true }
        var found = 0
        for byte in text {
            let letter = byte.lowercased
            while found > 0, wanted[found] != letter { found = borders[found - 1] }
            if wanted[found] == letter { found += 1 }
            if found == wanted.count { return true }
        }
        return false
    }

    /// For each start of a text the longest one that is its end as well, shorter than itself.
    private static func borders(of text: [UInt8]) -> [Int] {
        var borders = [Int](repeating: 0, count: text.count)
        for end in text.indices.dropFirst() {
            var length = borders[end - 1]
            while length > 0, text[length] != text[end] { length = borders[length - 1] }
            borders[end] = text[length] == text[end] ? length + 1 : 0
        }
        return borders
    }
}

/// What is typed to filter by text: words that must all be found, and words behind ! that must not.
struct FilterWords {
    let wanted: [String]
    let unwanted: [String]

    init(_ text: String) {
        let words = text.split(separator: " ")
        wanted = words.filter { !$0.hasPrefix("!") }.map(String.init)
        unwanted = words.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }.filter { !$0.isEmpty }
    }

    /// Whether a text has all the words, and none of those behind a !.
    var test: (String) -> Bool {
        let folding = LetterFolding()
        let (wanted, unwanted) = (wanted.map { TextSearch($0, folding) }, unwanted.map { TextSearch($0, folding) })
        return { text in
            wanted.allSatisfy { $0.finds(in: text) } && !unwanted.contains { $0.finds(in: text) }
        }
    }
}
