/// The longest token that a word begins with, then the longest of what remains, and so on; a word that cannot be cut so
/// is unknown (Schuster and Nakajima 2012; tokenizers/src/models/wordpiece).
struct WordPieceModel: SubwordModel {
    let vocabulary: Vocabulary
    let unknown: Int
    /// What marks a token that goes on: "##".
    let prefix: [UInt8]
    let longestWord: Int

    func isUnknown(_ ids: [Int]) -> Bool { ids.contains(unknown) }

    func append(_ piece: [UInt8], to ids: inout [Int]) {
        guard piece.count(where: { $0 & 0xC0 != 0x80 }) <= longestWord else { return ids.append(unknown) }
        var found: [Int] = []
        var start = 0
        while start < piece.count {
            var end = piece.count
            var id: Int?
            while end > start, id == nil {
                id = vocabulary.id(of: start > 0 ? prefix[...] : [], piece[start..<end])
                if id == nil {
                    repeat { end -= 1 } while end > start && piece[end] & 0xC0 == 0x80
                }
            }
            guard let id else { return ids.append(unknown) }
            found.append(id)
            start = end
        }
        ids += found
    }
}
