import Foundation

/// Numbers as the screens write them: fixed widths, so that they align and nothing jumps.
enum Numbers {
    /// 76.2 of a share of 1; "100" has no room for a decimal in four columns.
    static func percent(_ share: Double) -> String {
        let points = 100 * share
        return points >= 99.95 ? " 100" : String(format: "%4.1f", points)
    }

    /// The same for shares that may all be small: "0.04", and "<.01" for what is less.
    static func smallPercent(_ share: Double) -> String {
        let points = 100 * share
        if points >= 9.995 { return percent(share) }
        return points < 0.01 ? "<.01" : String(format: "%4.2f", points)
    }

    /// ".312", "−.05", "1.00": four columns for a number within -1...1.
    static func cosine(_ value: Double) -> String {
        let text = String(format: "%.\(value < 0 ? 2 : 3)f", abs(value))
        let short = text.hasPrefix("0") ? String(text.dropFirst()) : String(text.prefix(value < 0 ? 3 : 4))
        return value < 0 ? "−" + short : short
    }

    /// A change in points with its sign: "▲1.4", "▼12.0", "±0.0".
    static func delta(_ points: Double) -> Span {
        let text = String(format: "%.1f", abs(points))
        if text == "0.0" { return Span("±0.0", .faint) }
        return points > 0 ? Span("▲" + text, .up) : Span("▼" + text, .down)
    }

    /// With a proper minus.
    static func signed(_ value: Double, decimals: Int = 1) -> String {
        let text = String(format: "%.\(decimals)f", abs(value))
        return value < 0 && text.contains { $0 != "0" && $0 != "." } ? "−" + text : text
    }

    static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: "\(max(1, Int(seconds.rounded(.up)))) s"
        case ..<3600: "\(Int((seconds / 60).rounded(.up))) min"
        default: String(format: "%.1f h", seconds / 3600)
        }
    }

    static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1000: "\(count) B"
        case ..<1_000_000: "\(count / 1000) kB"
        default: String(format: "%.1f MB", Double(count) / 1e6)
        }
    }

    static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(plural ?? noun + "s")"
    }
}

extension String {
    /// Cut with "…" or filled with spaces to `width` columns.
    func padded(to width: Int) -> String {
        let own = DisplayWidth.of(self)
        if own <= width { return self + String(repeating: " ", count: width - own) }
        var text = ""
        var room = width - 1
        for glyph in SafeText.glyphs(of: self) {
            guard glyph.width <= room else { break }
            text += glyph.text
            room -= glyph.width
        }
        return width < 1 ? "" : text + "…" + String(repeating: " ", count: room)
    }

    func rightAligned(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - DisplayWidth.of(self))) + self
    }

    /// Lines of at most `width` columns, broken between words, and in a word that is longer.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ").flatMap({ $0.pieces(of: width) }) {
            if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(String(word)) <= width {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The end of a path matters more than its beginning: "…/animals/mouse.png".
    func keepingEnd(of width: Int) -> String {
        guard DisplayWidth.of(self) > width else { return self }
        var kept: [String] = []
        var room = width - 1
        for glyph in SafeText.glyphs(of: self).reversed() {
            guard glyph.width <= room else { break }
            kept.append(glyph.text)
            room -= glyph.width
        }
        return width < 1 ? "" : "…" + kept.reversed().joined()
    }
}

extension Substring {
    /// Of at most `width` columns each.
    fileprivate func pieces(of width: Int) -> [String] {
        guard DisplayWidth.of(String(self)) > width, width > 1 else { return [String(self)] }
        var pieces = [""]
        var room = width
        for glyph in SafeText.glyphs(of: String(self)) {
            if glyph.width > room {
                pieces.append("")
                room = width
            }
            pieces[pieces.count - 1] += glyph.text
            room -= glyph.width
        }
        return pieces
    }
}
