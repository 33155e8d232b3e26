import Foundation

/// A sentence with a place for the class name: "a photo of a {label}."
package struct PromptTemplate: Hashable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// What stands for the class name, in the notations people paste: ours, the CLIP notebooks', Python's.
    package static let placeholders = ["{label}", "<label>", "{c}", "{}"]

    package var hasPlaceholder: Bool {
        Self.placeholders.contains { text.contains($0) }
    }

    /// The prompt of one class. A template without a placeholder gives every class the same prompt.
    package func prompt(for className: String) -> String {
        Self.placeholders.reduce(text) { $0.replacingOccurrences(of: $1, with: className) }
    }
}
