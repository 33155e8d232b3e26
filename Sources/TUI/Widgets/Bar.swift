/// A horizontal bar in eighths of a cell.
enum Bar {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// To both sides of a line in the middle, by what share of `most` the value is. Exactly `width` columns, an odd number.
    static func signed(_ value: Double, of most: Double, width: Int) -> String {
        guard width > 2 else { return "" }
        let half = width / 2
        let share = most > 0 ? min(1, abs(value) / most) : 0
        if value >= 0 { return String(repeating: " ", count: half) + "│" + text(share, width: half) }
        let filled = max(share > 0.002 ? 1 : 0, Int((share * Double(half)).rounded()))
        return String(repeating: " ", count: half - filled) + String(repeating: "█", count: filled) + "│"
            + String(repeating: " ", count: half)
    }

    /// Exactly `width` columns. Anything above nothing shows at least an eighth.
    static func text(_ share: Double, width: Int) -> String {
        guard width > 0 else { return "" }
        let total = Double(width * 8)
        var filled = Int((max(0, min(1, share)) * total).rounded())
        if filled == 0 && share > 0.002 { filled = 1 }
        let bar = String(repeating: "█", count: filled / 8) + eighths[filled % 8]
        return bar.padded(to: width)
    }
}
