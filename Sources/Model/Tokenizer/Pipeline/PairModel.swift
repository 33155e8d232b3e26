/// Byte pair encoding over characters (tokenizers/src/models/bpe): of the pairs of neighbours the one of the lowest rank
/// becomes one token, until none has a merge.
struct PairModel: SubwordModel {
    let vocabulary: Vocabulary
    let merges: MergeTable
    /// What each rank makes.
    let merged: [Int32]
    var unknown: Int?
    /// Several unknown characters beside each other are one.
    var fusesUnknown = false
    /// The id of each byte's token, where unknown characters become bytes.
    var bytes: [Int]?
    /// A piece that is a token is not taken apart.
    var ignoresMerges = false

    func isUnknown(_ ids: [Int]) -> Bool { ids.contains { $0 == unknown || bytes?.contains($0) == true } }

    func append(_ piece: [UInt8], to ids: inout [Int]) {
        if ignoresMerges, let id = vocabulary.id(of: piece[...]) { return ids.append(id) }
        var merging = PairMerging(letters(of: piece), merges, merged: merged)
        ids += merging()
    }

    private func letters(of piece: [UInt8]) -> [Int] {
        var letters: [Int] = []
        var wasUnknown = false
        var place = 0
        while place < piece.count {
            let end = min(place + UTF8.width(ofLead: piece[place]), piece.count)
            defer { place = end }
            if let id = vocabulary.id(of: piece[place..<end]) {
                letters.append(id)
                wasUnknown = false
            } else if let bytes {
                letters += piece[place..<end].map { bytes[Int($0)] }
                wasUnknown = false
            } else if let unknown {
                if !fusesUnknown || !wasUnknown { letters.append(unknown) }
                wasUnknown = true
            }
        }
        return letters
    }
}
