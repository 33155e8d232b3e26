/// The published template sets by name, size and source.
package struct TemplateListing: Sendable, Encodable {
    package struct Entry: Sendable, Encodable {
        package let name: String
        /// How many.
        package let templates: Int
        package let source: String
    }

    /// One set whole.
    package struct Contents: Sendable, Encodable {
        package let name: String
        package let templates: [String]
        package let source: String

        package init(_ set: PromptSet, source: String) {
            name = set.name
            templates = set.entries.map(\.template.text)
            self.source = source
        }
    }

    package let sets: [Entry]

    package init(_ library: TemplateLibrary) throws {
        sets = try library.names.map { name in
            Entry(name: name, templates: try library.load(name).entries.count, source: try library.source(of: name))
        }
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(["name", "templates", "source"], [.left, .right, .left])
        for set in sets { table.add([set.name, "\(set.templates)", set.source.replacing("\n", with: " ")]) }
        return table.text(style)
    }
}
