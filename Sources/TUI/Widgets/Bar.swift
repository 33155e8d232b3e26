/// A horizontal bar in eighths of a cell.
enum Bar {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

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
