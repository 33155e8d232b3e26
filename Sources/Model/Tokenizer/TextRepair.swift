import Foundation

/// ftfy's fix_text (6.3.1, defaults) without the repair of mojibake; see docs/tokenizer.md.
enum TextRepair {
    /// Line by line, as ftfy does.
    static func repair(_ text: String) -> String {
        var unescapes = true
        var result = String.UnicodeScalarView()
        var scalars = Array(text.unicodeScalars)[...]
        while !scalars.isEmpty {
            let end = scalars.firstIndex(of: "\n").map { $0 + 1 } ?? scalars.endIndex
            let line = Array(scalars[..<end])
            // A text with tags is HTML, and keeps its entities here.
            if line.contains("<") { unescapes = false }
            result.append(contentsOf: repair(line: line, unescapes: unescapes))
            scalars = scalars[end...]
        }
        return String(result)
    }

    private static func repair(line: [Unicode.Scalar], unescapes: Bool) -> [Unicode.Scalar] {
        var line = line
        while true {
            let before = line
            if unescapes { line = HTMLEntities.unescapeUnambiguous(line) }
            line = line.flatMap(plain)
            line = withoutTerminalEscapes(line).filter { !isUnwantedControl($0) }
            line = CanonicalComposition.composed(line)
            if line == before { return line }
        }
    }

    /// One scalar through fix_c1_controls, fix_latin_ligatures, fix_character_width, uncurl_quotes, fix_line_breaks.
    private static func plain(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar.value {
        case 0x80...0x9F: meant(Windows1252.scalar(UInt8(scalar.value)), by: scalar)
        case 0x132...0x1F3, 0xFB00...0xFB06: ligatures[scalar].map { $0.flatMap(plain) } ?? [scalar]
        case 0xFF01...0xFFEF:
            Array(String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars)
        case 0x3000: [" "]
        case 0x2BC, 0x2018...0x201B: ["'"]
        case 0x201C...0x201F: ["\""]
        case 0x0D, 0x2028, 0x2029: ["\n"]
        default: [scalar]
        }
    }

    private static func meant(_ scalar: Unicode.Scalar, by control: Unicode.Scalar) -> [Unicode.Scalar] {
        scalar == control ? [control] : plain(scalar)
    }

    /// Letters that were fused for typesetting or for old encodings.
    private static let ligatures: [Unicode.Scalar: [Unicode.Scalar]] = [
        "\u{132}": ["I", "J"], "\u{133}": ["i", "j"], "\u{149}": ["\u{2BC}", "n"],
        "\u{1C4}": ["D", "\u{17D}"], "\u{1C5}": ["D", "\u{17E}"], "\u{1C6}": ["d", "\u{17E}"],
        "\u{1C7}": ["L", "J"], "\u{1C8}": ["L", "j"], "\u{1C9}": ["l", "j"],
        "\u{1CA}": ["N", "J"], "\u{1CB}": ["N", "j"], "\u{1CC}": ["n", "j"],
        "\u{1F1}": ["D", "Z"], "\u{1F2}": ["D", "z"], "\u{1F3}": ["d", "z"],
        "\u{FB00}": ["f", "f"], "\u{FB01}": ["f", "i"], "\u{FB02}": ["f", "l"], "\u{FB03}": ["f", "f", "i"],
        "\u{FB04}": ["f", "f", "l"], "\u{FB05}": ["\u{17F}", "t"], "\u{FB06}": ["s", "t"],
    ]

    /// Without ESC [ digits and semicolons, letter.
    private static func withoutTerminalEscapes(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.contains("\u{1B}") else { return scalars }
        var result: [Unicode.Scalar] = []
        var index = 0
        while index < scalars.count {
            if let end = endOfTerminalEscape(scalars, index) {
                index = end
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return result
    }

    private static func endOfTerminalEscape(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        guard scalars[start] == "\u{1B}", start + 1 < scalars.count, scalars[start + 1] == "[" else { return nil }
        let isParameter = { (scalar: Unicode.Scalar) in
            scalar == ";" || scalar.properties.generalCategory == .decimalNumber
        }
        guard let end = scalars[(start + 2)...].firstIndex(where: { !isParameter($0) }) else { return nil }
        return scalars[end].isASCII && scalars[end].properties.isAlphabetic ? end + 1 : nil
    }

    private static func isUnwantedControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFC: true
        default: false
        }
    }
}
