/// Pieces with a probability each: the likeliest way to cut a text into them, found by Viterbi's algorithm
/// (Kudo 2018, section 3.2; tokenizers/src/models/unigram/model.rs).
struct UnigramModel: SubwordModel {
    let vocabulary: Vocabulary
    /// Logarithms, by id; of added tokens none.
    let scores: [Double]
    let unknown: Int?
    /// The id of each byte's token, where unknown characters become bytes.
    let bytes: [Int]?
    /// Sums in single precision, as sentencepiece's own.
    let isSingle: Bool
    private let lowest: Double

    /// - Parameter scores: minus infinity for what is never found in a text.
    init(_ vocabulary: Vocabulary, scores: [Double], unknown: Int?, bytes: [Int]?, isSingle: Bool = false) {
        (self.vocabulary, self.scores, self.unknown, self.bytes) = (vocabulary, scores, unknown, bytes)
        self.isSingle = isSingle
        lowest = scores.filter(\.isFinite).min() ?? 0
    }

    private func sum(_ a: Double, _ b: Double) -> Double { isSingle ? Double(Float(a) + Float(b)) : a + b }

    /// How much less than the least likely piece an unknown character is (kUnkPenalty).
    private static let penalty = 10.0

    private struct Ending {
        var score = 0.0
        var start = -1
        /// Nil: an unknown character.
        var id: Int?
    }

    func isUnknown(_ ids: [Int]) -> Bool { ids.contains { $0 == unknown || bytes?.contains($0) == true } }

    func append(_ piece: [UInt8], to ids: inout [Int]) {
        var endings = [Ending](repeating: Ending(), count: piece.count + 1)
        var place = 0
        while place < piece.count {
            let score = endings[place].score
            let width = UTF8.width(ofLead: piece[place])
            var isKnown = false
            vocabulary.forEachToken(beginning: piece, at: place) { id, length in
                guard id < scores.count, scores[id].isFinite else { return }
                isKnown = isKnown || length == width
                let candidate = sum(scores[id], score)
                if endings[place + length].start < 0 || candidate > endings[place + length].score {
                    endings[place + length] = Ending(score: candidate, start: place, id: id)
                }
            }
            let next = min(place + width, piece.count)
            if !isKnown {
                let candidate = sum(lowest - Self.penalty, score)
                if endings[next].start < 0 || candidate > endings[next].score {
                    endings[next] = Ending(score: candidate, start: place, id: nil)
                }
            }
            place = next
        }
        append(endings, piece, to: &ids)
    }

    private func append(_ endings: [Ending], _ piece: [UInt8], to ids: inout [Int]) {
        var path: [(range: Range<Int>, id: Int?)] = []
        var end = piece.count
        while end > 0 {
            let ending = endings[end]
            let isUnknown = ending.id == nil || ending.id == unknown
            if isUnknown, let last = path.last, last.id == nil {
                path[path.count - 1].range = ending.start..<last.range.upperBound
            } else {
                path.append((ending.start..<end, isUnknown ? nil : ending.id))
            }
            end = ending.start
        }
        for (range, id) in path.reversed() {
            if let id {
                ids.append(id)
            } else if let bytes {
                ids += piece[range].map { bytes[Int($0)] }
            } else if let unknown {
                ids.append(unknown)
            }
        }
    }
}
