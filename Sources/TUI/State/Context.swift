/// Where keys go: a page, the prompts below it, a text that is edited, or a popup.
package struct Context: Sendable {
    /// What help calls it.
    package let rawValue: String
    /// Characters are typed into a field here.
    package let takesText: Bool
    /// Its own; those that several contexts share stand in `Action.all`.
    let keys: @Sendable () -> [Action]

    init(_ name: String, takesText: Bool = false, keys: @escaping @Sendable () -> [Action] = { [] }) {
        (rawValue, self.takesText, self.keys) = (name, takesText, keys)
    }

    static let images = Context("Images")
    static let prompts = Context("Prompts")
    static let editing = Context("Editing a template", takesText: true)
}

extension Context: Hashable {
    package static func == (a: Context, b: Context) -> Bool { a.rawValue == b.rawValue }
    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
