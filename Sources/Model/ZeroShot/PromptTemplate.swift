import Foundation

/// A sentence with a place for the class name: "a photo of a {label}."
public struct PromptTemplate: Hashable, Sendable {
    /// As it was written.
    public let text: String

    /// - Parameter text: with a place for the class name, such as {label}; without one every class has the same prompt.
    public init(_ text: String) {
        self.text = text
    }

    /// What stands for the class name, in the notations people paste: ours, the CLIP notebooks', Python's.
    package static let placeholders = ["{label}", "<label>", "{c}", "{}"]

    package var hasPlaceholder: Bool { placeholders > 0 }

    /// Places for the class name, in any notation.
    package var placeholders: Int { pieces.count - 1 }

    /// The prompt of one class. A template without a placeholder gives every class the same prompt. A name that looks like
    /// a placeholder stands as it is: nothing is put into it.
    public func prompt(for className: String) -> String { pieces.joined(separator: className) }

    /// The text between the places for the class name.
    private var pieces: [Substring] {
        var pieces: [Substring] = []
        let letters = text.utf8
        var (start, place) = (letters.startIndex, letters.startIndex)
        while place < letters.endIndex {
            guard let placeholder = Self.begins(letters[place...]) else {
                letters.formIndex(after: &place)
                continue
            }
            pieces.append(text[start..<place])
            letters.formIndex(&place, offsetBy: placeholder.utf8.count)
            start = place
        }
        return pieces + [text[start...]]
    }

    /// The placeholder that a text begins with.
    private static func begins(_ letters: Substring.UTF8View) -> String? {
        guard letters.first == UInt8(ascii: "{") || letters.first == UInt8(ascii: "<") else { return nil }
        return placeholders.first { letters.starts(with: $0.utf8) }
    }
}
