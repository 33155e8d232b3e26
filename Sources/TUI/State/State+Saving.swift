import Foundation
import Model

/// Saving prompt sets, and telling what is not saved.
extension State {
    /// A name that is a file's, and no name in the history.
    static func isFile(_ name: String) -> Bool {
        name.contains("/") || name.hasSuffix(".toml") || name.hasSuffix(".txt")
    }

    /// The set under work is like no set of its name that is at hand.
    package var hasUnsavedPrompts: Bool {
        guard let dataset else { return false }
        let set = promptEditor.set
        if let saved, saved.name == set.name, saved.reads(like: set) { return false }
        return !choices.contains { choice in
            let chosen = choice.set.completed(by: dataset.prompts)
            return choice.set.name == set.name && (set.reads(like: choice.set) || set.reads(like: chosen))
        }
    }

    /// The prompt sets that the chooser lists: all, or the versions of one.
    package var offered: [PromptChoice] { versions.isEmpty ? choices : versions }

    func savedChoice(named name: String) -> PromptChoice? {
        choices.first { $0.saved != nil && $0.set.name == name }
    }

    mutating func save(as name: String, existing: String?) -> [Work] {
        let trimmed = name.trimmingCharacters(in: .whitespaces)
        guard !trimmed.isEmpty else { return [] }
        popup = nil
        guard Self.isFile(trimmed) else { return [.keep(promptEditor.set, as: trimmed)] }
        return [.save(promptEditor.set, to: name, replacing: name == existing)]
    }

    /// The set under work goes by the name that it was saved under.
    mutating func take(kept choice: PromptChoice, isNew: Bool) {
        promptEditor.set.name = choice.set.name
        choices.removeAll { $0.saved != nil && $0.set.name == choice.set.name }
        offerSaved([choice])
        let version = choice.saved.map { "version \($0.version)" } ?? ""
        let words = isNew ? "saved \(choice.set.name), \(version)" : "\(choice.set.name) is unchanged since \(version)"
        message = Message(text: words, role: isNew ? .strong : .quiet)
    }

    /// Saved sets stand before the published ones.
    mutating func offerSaved(_ saved: [PromptChoice]) {
        let place = choices.firstIndex { $0.saved != nil || $0.origin.hasPrefix(PromptChoice.published) }
        choices.insert(contentsOf: saved, at: place ?? choices.endIndex)
    }
}
