import Model

/// What an edit made of a prompt set, in words: "“a photo of a {label}.” → “a {label}.”".
enum PromptDifference {
    static func words(from a: PromptSet, to b: PromptSet) -> String {
        let parts = templates(a.entries, b.entries) + names(a, b)
        guard let first = parts.first else { return "" }
        return parts.count == 1 ? first : "\(first) and \(parts.count - 1) more"
    }

    private static func templates(_ a: [PromptSet.Entry], _ b: [PromptSet.Entry]) -> [String] {
        func quoted(_ entry: PromptSet.Entry) -> String { "“\(entry.template.text)”" }
        if a.count == b.count {
            return zip(a, b).compactMap { old, new in
                if old.template != new.template { return "\(quoted(old)) → \(quoted(new))" }
                return old.isOn == new.isOn ? nil : "\(quoted(new)) \(new.isOn ? "on" : "off")"
            }
        }
        let (old, new) = (Set(a.map(\.template)), Set(b.map(\.template)))
        return b.filter { !old.contains($0.template) }.map { "+ \(quoted($0))" }
            + a.filter { !new.contains($0.template) }.map { "− \(quoted($0))" }
    }

    /// "mouse: mouse → computer mouse"
    private static func names(_ a: PromptSet, _ b: PromptSet) -> [String] {
        let labels = Set(a.classNames.keys).union(b.classNames.keys).sorted()
        return labels.compactMap { label in
            let (old, new) = (a.names(of: label), b.names(of: label))
            return old == new ? nil : "\(label): \(ClassNames(old).text) → \(ClassNames(new).text)"
        }
    }
}
