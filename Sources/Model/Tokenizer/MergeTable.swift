/// The merges by their two tokens: open addressing with linear probing, at most half full.
struct MergeTable: Sendable {
    struct Merge: Sendable {
        let left: Int
        let right: Int
        /// Lower ranks merge first.
        let rank: Int
        let merged: Int
    }

    private struct Slot {
        var left: Int32 = -1
        var right: Int32 = -1
        var rank: Int32 = 0
        var merged: Int32 = 0
    }

    private var slots: [Slot]
    private let shift: UInt64

    /// Of a pair that is there twice the last rank counts.
    /// - Parameter ids: left, right and merged of each rank.
    init(_ ids: [Int32]) {
        var bits: UInt64 = 4
        while 1 << bits < 2 * (ids.count / 3) { bits += 1 }
        slots = Array(repeating: Slot(), count: 1 << bits)
        shift = 64 - bits
        for rank in 0..<ids.count / 3 {
            let (left, right) = (ids[3 * rank], ids[3 * rank + 1])
            slots[place(of: left, right)] = Slot(
                left: left, right: right, rank: Int32(rank), merged: ids[3 * rank + 2])
        }
    }

    subscript(left: Int, right: Int) -> Merge? {
        let slot = slots[place(of: Int32(truncatingIfNeeded: left), Int32(truncatingIfNeeded: right))]
        guard slot.left >= 0 else { return nil }
        return Merge(left: left, right: right, rank: Int(slot.rank), merged: Int(slot.merged))
    }

    /// Of the pair, or of the free slot where it belongs.
    private func place(of left: Int32, _ right: Int32) -> Int {
        let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
        var place = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)  // Knuth's multiplicative hash, 2^64 / golden ratio
        while slots[place].left >= 0, slots[place].left != left || slots[place].right != right {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }
}
