extension PromptSet {
    package enum Failure: Error, Equatable {
        case withoutPlaceholder(String)
        case nothingIsOn(name: String)
    }

    /// A set of templates that somebody typed.
    /// - Throws: `PromptSet.Failure.withoutPlaceholder`
    package init(typed templates: [String]) throws {
        self.init(name: templates.count == 1 ? "one template" : "typed templates", templates: templates)
        if let bad = templates.first(where: { !PromptTemplate($0).hasPlaceholder }) {
            throw Failure.withoutPlaceholder(bad)
        }
    }

    /// What classifies where nobody says more: the template of the CLIP paper's zero-shot examples.
    package static let photo = PromptSet(name: "photo", templates: ["a photo of a {label}."])
}

extension PromptSet {
    /// What takes part in the classifier: on, and not blank.
    package var effective: PromptSet {
        var set = self
        set.entries = entries.filter { $0.isOn && !$0.template.isBlank }
        return set
    }
}

extension PromptTemplate {
    package var isBlank: Bool { text.allSatisfy(\.isWhitespace) }
}

extension PromptSet.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .withoutPlaceholder(let template):
            "template \"\(template)\" has no place for the class name, expected one of "
                + PromptTemplate.placeholders.joined(separator: " ")
        case .nothingIsOn(let name): "prompt set \"\(name)\": every template is off, expected at least one that is on"
        }
    }
}
