/// Looks for a text in many others, whatever the case and the accents: both are folded letter by letter.
final class TextSearch {
    private let folding: LetterFolding
    private let wanted: [UInt8]
    /// The last text that had other letters than ASCII, folded.
    private var folded: [UInt8] = []

    init(_ text: String) {
        let folding = LetterFolding()
        var wanted: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer { folding.fold($0, into: &wanted) }
        self.folding = folding
        self.wanted = wanted
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
        guard let first = wanted.first else { return true }
        guard text.count >= wanted.count else { return false }
        for start in 0...text.count - wanted.count where text[start].lowercased == first {
            if wanted.indices.allSatisfy({ text[start + $0].lowercased == wanted[$0] }) { return true }
        }
        return false
    }
}
