/// A data set that CLIP was published with, or another well known one: its classes in the order of their numbers, how
/// its folders spell them, and the prompts that were published for it.
package struct KnownDataset: Sendable, Equatable {
    /// Short: "eurosat".
    package let name: String
    /// For people: "EuroSAT".
    package let title: String
    let aliases: [String]
    /// Names as prompts say them, class 0 first; empty where the templates alone are known.
    package let classes: [String]
    /// How the data set's own folders spell the classes, in the same order.
    let folders: [String]
    /// The published templates, and the classes that go by several names.
    let prompts: PromptSet

    /// What counts of a spelling: "Hot_Dog", "hot-dog" and "hot dog" are one.
    static func normalised(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

extension KnownDataset {
    /// The class that each label means, nil for a label that means none: by the name or the folder of a class; where all
    /// labels are numbers, by the class's number. Numbers count from 1 where 0 is missing and the last class is not.
    package func classes(of labels: [String]) -> [Int?] {
        let spellings = Dictionary(
            zip((folders + classes).map(Self.normalised), Array(folders.indices) + Array(classes.indices)),
            uniquingKeysWith: { first, _ in first })
        let found = labels.map { spellings[Self.normalised($0)] }
        let numbers = labels.compactMap { Int($0) }
        guard found.contains(nil), numbers.count == labels.count else { return found }
        let first = numbers.contains(classes.count) && !numbers.contains(0) ? 1 : 0
        return numbers.map { classes.indices.contains($0 - first) ? $0 - first : nil }
    }

    /// The published prompts for a dataset that spells the classes like `labels`.
    package func promptSet(for labels: [String]) -> PromptSet {
        var set = prompts
        set.classNames = [:]
        for (label, number) in zip(labels, classes(of: labels)) {
            guard let number else { continue }
            let names = prompts.names(of: classes[number])
            if names != [label] { set.classNames[label] = names }
        }
        set.keepsLabels = !classes.isEmpty && set.classNames.isEmpty
        return set
    }

    /// How sure it is that a dataset is this one; nil when it is not. A name alone does not decide where the classes are
    /// others, nor do the names of a few classes.
    func likeness(name: String, labels: [String]) -> Double? {
        let isNamed = ([self.name] + aliases).map(Self.normalised).contains(Self.normalised(name))
        if isNamed, classes.isEmpty || labels.isEmpty { return 1 }
        let found = classes(of: labels).compactMap { $0 }
        let share = labels.isEmpty ? 0 : Double(found.count) / Double(labels.count)
        guard share >= Self.enough else { return nil }
        if isNamed { return 1 + share }
        guard labels.contains(where: { Int($0) == nil }), classes.count >= Self.fewest else { return nil }
        let coverage = Double(Set(found).count) / Double(classes.count)
        // WordNet's ids mean ImageNet however few they are: subsets of it are common.
        let areSynsets = labels.allSatisfy { $0.wholeMatch(of: /n\d{8}/) != nil }
        return coverage >= Self.covering || areSynsets ? share * coverage : nil
    }

    /// The share of a dataset's labels that must be classes.
    private static let enough = 0.9
    /// The share of the classes that must be labels.
    private static let covering = 0.8
    /// Fewer classes are told by name alone: there are many sets of "positive" and "negative".
    private static let fewest = 5
}
