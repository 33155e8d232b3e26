/// Character references of HTML, replaced as Python's html.unescape and ftfy's unescape_html do.
enum HTMLEntities {
    /// html.unescape: also references without a semicolon, and the longest known start of a name (HTML standard,
    /// section 13.2.5.73).
    static func unescape(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if scalars[index] == "&", let (replacement, end) = reference(scalars, at: index) {
                result.append(contentsOf: replacement.unicodeScalars)
                index = end
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return String(result)
    }

    /// ftfy's unescape_html: references that end in a semicolon, and names of letters that were put in capitals.
    static func unescapeUnambiguous(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.contains("&") else { return scalars }
        var result: [Unicode.Scalar] = []
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "&", let end = endOfUnambiguous(scalars, at: index) else {
                result.append(scalars[index])
                index += 1
                continue
            }
            result += unambiguous(Array(scalars[index..<end]))
            index = end
        }
        return result
    }

    // &#?[0-9A-Za-z]{1,24};
    private static func endOfUnambiguous(_ scalars: [Unicode.Scalar], at start: Int) -> Int? {
        let name = start + (start + 1 < scalars.count && scalars[start + 1] == "#" ? 2 : 1)
        let end = scalars[name...].prefix(25).firstIndex { !($0.isASCII && ($0.isLetter || $0.isDigit)) }
        guard let end, end > name, scalars[end] == ";" else { return nil }
        return end + 1
    }

    private static func unambiguous(_ reference: [Unicode.Scalar]) -> [Unicode.Scalar] {
        if reference[1] == "#" {
            guard let (text, end) = number(reference, at: 0), end == reference.count, text != ";" else {
                return reference
            }
            return Array(text.unicodeScalars)
        }
        let name = String(String.UnicodeScalarView(reference.dropFirst()))
        if let text = named[name] { return Array(text.unicodeScalars) }
        return capitals[name].map { Array($0.unicodeScalars) } ?? reference
    }

    /// What the reference at `start` stands for, and the index behind it.
    private static func reference(_ scalars: [Unicode.Scalar], at start: Int) -> (String, end: Int)? {
        if start + 1 < scalars.count, scalars[start + 1] == "#" { return number(scalars, at: start) }
        // [^\t\n\f <&#;]{1,32};?
        var end = start + 1
        while end < scalars.count, end - start <= 32, !"\t\n\u{C} <&#;".unicodeScalars.contains(scalars[end]) {
            end += 1
        }
        if end < scalars.count, end > start + 1, scalars[end] == ";" { end += 1 }
        while end > start + 2 {
            if let text = named[String(String.UnicodeScalarView(scalars[(start + 1)..<end]))] { return (text, end) }
            end -= 1
        }
        return nil
    }

    /// &#[0-9]+;? or &#[xX][0-9a-fA-F]+;?
    private static func number(_ scalars: [Unicode.Scalar], at start: Int) -> (String, end: Int)? {
        var end = start + 2
        let isHexadecimal = end < scalars.count && (scalars[end] == "x" || scalars[end] == "X")
        if isHexadecimal { end += 1 }
        let radix: UInt32 = isHexadecimal ? 16 : 10
        var value: UInt32 = 0
        let digits = end
        while end < scalars.count, let digit = scalars[end].digit(radix: radix) {
            value = min(value * radix + digit, 0x110000)
            end += 1
        }
        guard end > digits else { return nil }
        if end < scalars.count, scalars[end] == ";" { end += 1 }
        return (character(value), end)
    }

    /// The HTML standard's, section 13.2.5.80; what it forbids is dropped, as Python does.
    private static func character(_ value: UInt32) -> String {
        switch value {
        case 0: return "\u{FFFD}"
        case 0x0D: return "\r"
        case 0x80...0x9F: return String(Windows1252.scalar(UInt8(value)))
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: return ""
        case _ where value < 0x110000 && value & 0xFFFE == 0xFFFE: return ""
        default: return String(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
    }

    /// Names with their semicolon, and the old ones that go without.
    private static let named: [String: String] = {
        var result: [String: String] = [:]
        for line in table.split(separator: "\n") {
            for entry in line.split(separator: " ") {
                let parts = entry.split(separator: "=")
                let text = parts[1].split(separator: "+").map { Unicode.Scalar(UInt32($0, radix: 16)!)! }
                result[String(parts[0])] = String(String.UnicodeScalarView(text))
            }
        }
        return result
    }()

    /// Upper-case spellings of all-lower-case names that mean nothing else: &NTILDE; is a capital ñ.
    private static let capitals: [String: String] = {
        var result: [String: String] = [:]
        for (name, text) in named where name.hasSuffix(";") && name == name.lowercased() {
            let upper = name.uppercased()
            if unescape("&" + upper) == "&" + upper { result[upper] = text.uppercased() }
        }
        return result
    }()
}

extension Unicode.Scalar {
    fileprivate var isASCIILetter: Bool { ("A"..."Z").contains(self) || ("a"..."z").contains(self) }
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

    fileprivate func digit(radix: UInt32) -> UInt32? {
        switch self {
        case "0"..."9": value - 0x30
        case "a"..."f" where radix == 16: value - 0x61 + 10
        case "A"..."F" where radix == 16: value - 0x41 + 10
        default: nil
        }
    }
}
