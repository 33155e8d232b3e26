/// Numbers over time as a row of small bars, one a cell.
enum Sparkline {
    private static let levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The newest at the right, at most `width` of them, the one at `current` among them and set off. The lowest of all
    /// is an eighth high and the highest full; where all are equal they are half high; nil is a gap.
    static func spans(_ values: [Double?], current: Int, width: Int) -> [Span] {
        let known = values.compactMap { $0 }
        guard let low = known.min(), let high = known.max(), width > 0 else { return [] }
        let start = max(0, min(values.count - width, current))
        return values[start...].prefix(width).enumerated().map { offset, value in
            let level = value.map { high > low ? Int((($0 - low) / (high - low) * 7).rounded()) : 3 }
            return Span(level.map { levels[$0] } ?? " ", start + offset == current ? .accent : .bar)
        }
    }
}
