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
    /// The names are sentences that a file has for each class. It may have them for more classes than a dataset has.
    package var hasSentences = false
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

/// A control for prompts that describe: the same sentence with random words in place of the description. What random words
/// reach, a description has to beat (Roth et al. 2023, "Waffling around for performance", WaffleCLIP).
extension PromptSet {
    /// How a control is asked for: "waffle:30", or "waffle:30:7" with another seed than 1.
    private static let prefix = "waffle:"
    private static let most = 1000

    package enum WaffleFailure: Error, CustomStringConvertible {
        case malformed(String)

        package var description: String {
            switch self {
            case .malformed(let name):
                "\"\(name)\": expected waffle:COUNT or waffle:COUNT:SEED with 1 to \(most) templates"
            }
        }
    }

    /// Nil where the name is another one.
    /// - Throws: `PromptSet.WaffleFailure`
    package init?(waffle name: String) throws {
        guard name.hasPrefix(Self.prefix) else { return nil }
        let parts = name.dropFirst(Self.prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let count = Int(parts[0]), (1...Self.most).contains(count),
            let seed = parts.count == 2 ? UInt64(parts[1]) : 1
        else { throw WaffleFailure.malformed(name) }
        var random = SplitMix64(seed: seed)
        self.init(
            name: name,
            templates: (0..<count).map { _ in
                "a photo of a {label}, which has \(Self.word(&random)), \(Self.word(&random))."
            })
    }

    /// Three to nine random letters.
    private static func word(_ random: inout SplitMix64) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return String((0..<3 + random.index(below: 7)).map { _ in letters[random.index(below: letters.count)] })
    }
}

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

/// Sentences for each class, as language models write them: CuPL (Pratt et al. 2023, "What does a platypus look like?") and
/// classification by description (Menon and Vondrick 2023) publish them as JSON, class -> list.
extension PromptSet {
    /// The template that says a sentence as it is.
    private static let asItIs = "{label}"

    /// Sentences stand as they are; descriptors, which do not name their class, are said of it: "tabby, which has stripes".
    /// - Parameter lists: class -> sentences or descriptors, none of them empty.
    init(name: String, sentences lists: [String: [String]]) {
        self.init(name: name, templates: [Self.asItIs])
        hasSentences = true
        let areDescriptors = !lists.contains { label, list in list.contains { Self.names(label, in: $0) } }
        classNames = lists.reduce(into: [:]) { names, entry in
            let spoken = entry.key.replacing("_", with: " ")
            names[entry.key] = areDescriptors ? entry.value.map { "\(spoken), \(Self.clause($0))" } : entry.value
        }
    }

    /// What figures must not be read without, where sentences and classes are not for the same classes; nil else.
    /// - Parameters:
    ///   - classes: those that are chosen among.
    ///   - source: what the set was read from, as it was typed.
    /// - Throws: `PromptSetError.withoutSentences` where a class has none, and no template says it.
    package func sentencesNote(among classes: [String], source: String) throws -> String? {
        let missing = classes.filter { classNames[$0] == nil }
        let isSaidAsItIs = active == [PromptTemplate(Self.asItIs)]
        if hasSentences, isSaidAsItIs, !missing.isEmpty {
            throw PromptSetError.withoutSentences(missing, of: classes.count, source: source)
        }
        let notes = [fallback(of: missing, classes.count, isSaidAsItIs), sentencesLeftOut(among: classes)]
        let said = notes.compactMap { $0 }
        return said.isEmpty ? nil : said.joined(separator: "; ")
    }

    private func fallback(of missing: [String], _ count: Int, _ isSaidAsItIs: Bool) -> String? {
        guard hasSentences || isSaidAsItIs, !missing.isEmpty, missing.count < count else { return nil }
        return "\(name) has no sentences for \(missing.count) of \(count) classes (\(Self.few(missing))): "
            + (isSaidAsItIs ? "their prompt is the class's name alone" : "they fall back to the templates")
    }

    private func sentencesLeftOut(among classes: [String]) -> String? {
        let known = Set(classes).union(hidden)
        let others = hasSentences ? classNames.keys.filter { !known.contains($0) }.sorted() : []
        guard !others.isEmpty else { return nil }
        return "\(name) has sentences for \(classNames.count) classes: \(others.count) of them"
            + " (\(Self.few(others))) \(others.count == 1 ? "is" : "are") not asked for and left out"
    }

    private static func few(_ classes: [String]) -> String {
        listing(Array(classes.prefix(3))) + (classes.count > 3 ? ", ..." : "")
    }

    /// The set without the sentences of classes that there are not.
    package func keepingSentences(of classes: [String]) -> PromptSet {
        guard hasSentences, !classes.isEmpty else { return self }
        var set = self
        let known = Set(classes)
        set.classNames = classNames.filter { known.contains($0.key) }
        set.hasSentences = false
        return set
    }

    private static func names(_ label: String, in sentence: String) -> Bool {
        KnownDataset.normalised(sentence).contains(KnownDataset.normalised(label))
    }

    /// How Menon and Vondrick's program says a descriptor of a class (descriptor_strings.py).
    private static func clause(_ descriptor: String) -> String {
        let first = descriptor.split(separator: " ").first.map { $0.lowercased() } ?? ""
        return switch first {
        case "a", "an", "used": "which is \(descriptor)"
        case "has", "often", "typically", "may", "can": "which \(descriptor)"
        default: "which has \(descriptor)"
        }
    }

    /// The set with the classes that it names spelled as a dataset spells them, where only case, blanks and marks differ.
    package func spelled(like labels: [String]) -> PromptSet {
        let known = Set(labels)
        guard classNames.keys.contains(where: { !known.contains($0) }) else { return self }
        let spellings = Dictionary(grouping: known, by: KnownDataset.normalised)
        var set = self
        for label in classNames.keys.sorted() where !known.contains(label) {
            guard let found = spellings[KnownDataset.normalised(label)], found.count == 1,
                set.classNames[found[0]] == nil
            else { continue }
            set.classNames[found[0]] = set.classNames.removeValue(forKey: label)
        }
        return set
    }
}
