/// The templates of an ensemble, each on or off, the names that classes go by, and which classes there are to choose
/// among beside or instead of the dataset's.
public struct PromptSet: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var template: PromptTemplate
        package var isOn: Bool

        package init(_ template: PromptTemplate, isOn: Bool = true) {
            self.template = template
            self.isOn = isOn
        }
    }

    /// What people call it.
    public var name: String
    package var entries: [Entry]
    /// Label as the dataset spells it -> the names that stand for it in prompts. A label that is missing here
    /// stands for itself.
    public var classNames: [String: [String]]
    /// The labels stand for themselves because the set says so, with an empty [labels] in its file: no names of a dataset
    /// take their place.
    package var keepsLabels = false
    /// Classes that cannot be chosen.
    package var hidden: Set<String>
    /// Classes that no image has, in the order in which they follow the dataset's.
    package var added: [String]
    /// The images that its templates were chosen on; nil where none were. It stays through later edits.
    package var chosenOn: ChosenOn?

    package init(
        name: String, entries: [Entry], classNames: [String: [String]] = [:], hidden: Set<String> = [],
        added: [String] = [], chosenOn: ChosenOn? = nil
    ) {
        self.name = name
        self.entries = entries
        self.classNames = classNames
        self.hidden = hidden
        self.added = added
        self.chosenOn = chosenOn
    }

    /// - Parameter templates: all of them are on.
    public init(name: String, templates: [String]) {
        self.init(name: name, entries: templates.map { Entry(PromptTemplate($0)) })
    }

    /// The templates that are on, in order.
    public var active: [PromptTemplate] {
        entries.filter(\.isOn).map(\.template)
    }

    /// It says nothing of classes, and so goes with whatever is said of them elsewhere.
    package var saysNothingOfClasses: Bool {
        classNames.isEmpty && !keepsLabels && hidden.isEmpty && added.isEmpty
    }

    /// What another set says of classes.
    package mutating func takeClasses(of other: PromptSet) {
        (classNames, keepsLabels) = (other.classNames, other.keepsLabels)
        (hidden, added) = (other.hidden, other.added)
    }

    /// The same templates and classes, whatever it is called.
    package func reads(like other: PromptSet) -> Bool {
        entries == other.entries && classNames == other.classNames && hidden == other.hidden && added == other.added
    }

    package func names(of label: String) -> [String] {
        classNames[label] ?? [label]
    }

    /// Every prompt that the classifier of `labels` needs: [class][name x template].
    public func prompts(for labels: [String]) -> [[String]] {
        labels.map { label in
            names(of: label).flatMap { name in active.map { $0.prompt(for: name) } }
        }
    }
}
