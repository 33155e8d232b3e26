/// The templates of an ensemble, each on or off, and the names that classes go by.
package struct PromptSet: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var template: PromptTemplate
        package var isOn: Bool

        package init(_ template: PromptTemplate, isOn: Bool = true) {
            self.template = template
            self.isOn = isOn
        }
    }

    package var name: String
    package var entries: [Entry]
    /// Label as the dataset spells it -> the names that stand for it in prompts. A label that is missing here
    /// stands for itself.
    package var classNames: [String: [String]]

    package init(name: String, entries: [Entry], classNames: [String: [String]] = [:]) {
        self.name = name
        self.entries = entries
        self.classNames = classNames
    }

    package init(name: String, templates: [String]) {
        self.init(name: name, entries: templates.map { Entry(PromptTemplate($0)) })
    }

    /// The templates that are on, in order.
    package var active: [PromptTemplate] {
        entries.filter(\.isOn).map(\.template)
    }

    package func names(of label: String) -> [String] {
        classNames[label] ?? [label]
    }

    /// Every prompt that the classifier of `labels` needs: [class][name x template].
    package func prompts(for labels: [String]) -> [[String]] {
        labels.map { label in
            names(of: label).flatMap { name in active.map { $0.prompt(for: name) } }
        }
    }
}
