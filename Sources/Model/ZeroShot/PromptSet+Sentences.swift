/// Sentences for each class, as language models write them: CuPL (Pratt et al. 2023, "What does a platypus look like?") and
/// classification by description (Menon and Vondrick 2023) publish them as JSON, class -> list.
extension PromptSet {
    /// The template that says a sentence as it is.
    private static let asItIs = "{label}"

    /// Sentences stand as they are; descriptors, which do not name their class, are said of it: "tabby, which has stripes".
    /// - Parameter lists: class -> sentences or descriptors, none of them empty.
    init(name: String, sentences lists: [String: [String]]) {
        self.init(name: name, templates: [Self.asItIs])
        let areDescriptors = !lists.contains { label, list in list.contains { Self.names(label, in: $0) } }
        classNames = lists.reduce(into: [:]) { names, entry in
            let spoken = entry.key.replacing("_", with: " ")
            names[entry.key] = areDescriptors ? entry.value.map { "\(spoken), \(Self.clause($0))" } : entry.value
        }
    }

    /// What figures must not be read without, where some classes have sentences and others have none; nil else.
    package func missingSentences(among classes: [String]) -> String? {
        let missing = classes.filter { classNames[$0] == nil }
        guard active == [PromptTemplate(Self.asItIs)], missing.count < classes.count, !missing.isEmpty else {
            return nil
        }
        return
            "\(name) has no sentences for \(missing.count) of \(classes.count) classes (\(listing(Array(missing.prefix(3))))"
            + "\(missing.count > 3 ? ", ..." : "")): their prompt is the class's name alone"
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
