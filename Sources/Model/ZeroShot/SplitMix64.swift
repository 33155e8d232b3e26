/// Pseudo-random numbers that are the same on every machine and in every release: SplitMix64 (Steele, Lea and Flood
/// 2014, "Fast splittable pseudorandom number generators", figure 16).
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0..<bound, by the high half of a product: one number of the sequence each, and a bias below bound / 2^64.
    package mutating func index(below bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Fisher and Yates's shuffle, from the last place down (Knuth, volume 2, algorithm 3.4.2P).
    package mutating func shuffle<Element>(_ values: inout [Element]) {
        for last in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(last, index(below: last + 1))
        }
    }
}
