/// One half of some classes, drawn by a seed: what is fitted to one half is asked of the other, whose classes it has never
/// seen. The names alone decide, so that the halves are the same for every command.
package enum ClassHalf: Int, Sendable, CaseIterable {
    case first = 1
    case second = 2

    package func classes(of names: [String], seed: UInt64) -> Set<String> {
        var names = Set(names).sorted()
        var generator = SplitMix64(seed: seed)
        generator.shuffle(&names)
        let half = (names.count + 1) / 2
        return Set(self == .first ? names[..<half] : names[half...])
    }
}
