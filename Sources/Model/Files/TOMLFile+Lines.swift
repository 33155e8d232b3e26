import Foundation

/// Where a key stands: the parser knows lines of syntax errors alone.
extension TOMLFile {
    /// The 1-based line on which a key is set, or a section begins; nil where it is written in a way that this does not
    /// look for (with dots or over several lines).
    /// - Parameter section: "" is the part before the first section.
    package func line(of key: String, in section: String = "") -> Int? {
        var current = ""
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.drop(while: \.isWhitespace)
            if words.first == "[" {
                current = Self.name(words.dropFirst().prefix { $0 != "]" })
                if section.isEmpty, current == key { return index + 1 }
            } else if current == section, words.contains("="), Self.name(words.prefix { $0 != "=" }) == key {
                return index + 1
            }
        }
        return nil
    }

    private static func name(_ words: Substring) -> String {
        words.trimmingCharacters(in: .whitespaces).trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))
    }
}
