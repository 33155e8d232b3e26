/// What a word of the prompts does for a class: the probability that the class has without it.
package struct WordEffect: Sendable, Equatable {
    package enum Place: Sendable, Equatable {
        /// Of a template, for every class.
        case template(String)
        /// Of a class's name, for this class alone.
        case name(String)
    }

    package let word: String
    package let place: Place
    /// With the word, less without it: positive where the word speaks for the class.
    package let change: Float

    /// Templates whose words are tried: each word costs as many prompts as there are classes.
    package static let mostTemplates = 10

    /// Leaves out each word of the templates that are on, and of the class's name, one at a time.
    /// - Parameters:
    ///   - image: an embedding of unit length.
    ///   - label: the class, among `classes`.
    /// - Throws: as `TemplateEmbeddings.embed`.
    package static func all(
        of set: PromptSet, classes: [String], image: Matrix, label: Int, _ known: TemplateEmbeddings,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }, isCancelled: () -> Bool = { false }
    ) throws -> [WordEffect] {
        func probability(_ set: PromptSet) throws -> Float {
            if isCancelled() { throw CancellationError() }
            return try known.classifier(set, labels: classes).probabilities(image).values[label]
        }
        let whole = try probability(set)
        let variants = templateVariants(of: set) + nameVariants(of: set, classes[label])
        return try variants.enumerated().map { index, variant in
            defer { progress(index + 1, variants.count) }
            return WordEffect(
                word: variant.word, place: variant.place, change: whole - (try probability(variant.set)))
        }
    }

    private typealias Variant = (word: String, place: Place, set: PromptSet)

    private static func templateVariants(of set: PromptSet) -> [Variant] {
        set.entries.indices.filter { set.entries[$0].isOn }.flatMap { entry -> [Variant] in
            let text = set.entries[entry].template.text
            return leavingOut(text).compactMap { word, rest in
                let template = PromptTemplate(rest)
                // Without its placeholder a template says the same of every class.
                guard template.placeholders == set.entries[entry].template.placeholders else { return nil }
                var variant = set
                variant.entries[entry] = PromptSet.Entry(template)
                return (word, .template(text), variant)
            }
        }
    }

    private static func nameVariants(of set: PromptSet, _ label: String) -> [Variant] {
        set.names(of: label).enumerated().flatMap { index, name -> [Variant] in
            leavingOut(name).map { word, rest in
                var variant = set
                var names = set.names(of: label)
                names[index] = rest
                variant.classNames[label] = names
                return (word, .name(name), variant)
            }
        }
    }

    /// Each word, and the text without it; nothing of a text of one word.
    private static func leavingOut(_ text: String) -> [(word: String, rest: String)] {
        let words = text.split(separator: " ")
        guard words.count > 1 else { return [] }
        return words.indices.map { index in
            (String(words[index]), (words[..<index] + words[(index + 1)...]).joined(separator: " "))
        }
    }
}
