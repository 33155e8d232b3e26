import Foundation

/// Class names that differ in plural or article only: "cat", "cats", "the cat". English, by rules of spelling and a
/// short list of irregular plurals.
struct SimilarNames {
    let findings: [PromptFinding]

    init(_ classes: [(label: String, names: [String])]) {
        var groups: [[String]: [(place: Int, name: Name)]] = [:]
        for (place, entry) in classes.enumerated() {
            for text in entry.names {
                let name = Name(text)
                groups[name.words.map(Self.stem), default: []].append((place, name))
            }
        }
        var found: [(place: Int, finding: PromptFinding)] = []
        for members in groups.values where members.count > 1 {
            for (index, a) in members.enumerated() {
                for b in members[(index + 1)...] where a.place != b.place && a.name.isNearlyEqual(to: b.name) {
                    let finding = PromptFinding.similarNames(
                        label: classes[a.place].label, name: a.name.text, otherLabel: classes[b.place].label,
                        otherName: b.name.text)
                    found.append((a.place, finding))
                }
            }
        }
        findings = found.sorted { $0.place < $1.place }.map(\.finding)
    }

    private struct Name {
        let text: String
        /// Lower case, without a leading article.
        let words: [String]
        let article: String?

        init(_ text: String) {
            self.text = text
            let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            article = words.count > 1 && ["a", "an", "the"].contains(words[0]) ? words[0] : nil
            self.words = article == nil ? words : Array(words.dropFirst())
        }

        /// Their stems are equal. Words that are not must be singular and plural of one ("plan" and "plane" are not).
        func isNearlyEqual(to other: Name) -> Bool {
            let differing = zip(words, other.words).filter { $0 != $1 }
            if differing.isEmpty { return article != other.article }
            return differing.allSatisfy { SimilarNames.isPlural($0) != SimilarNames.isPlural($1) }
        }
    }

    private static let irregular = [
        "men": "man", "women": "woman", "children": "child", "people": "person", "mice": "mouse", "geese": "goose",
        "feet": "foot", "teeth": "tooth", "oxen": "ox",
    ]

    private static func isPlural(_ word: String) -> Bool {
        irregular[word] != nil || word.hasSuffix("s") && !["ss", "us", "is"].contains { word.hasSuffix($0) }
    }

    /// The same for singular and plural: horse, horses -> hors; berry, berries -> berri; wolf, wolves -> wolf.
    private static func stem(_ word: String) -> String {
        var stem = irregular[word] ?? (isPlural(word) ? String(word.dropLast()) : word)
        if stem.count > 2, stem.hasSuffix("e") { stem.removeLast() }
        if stem.hasSuffix("v") { stem = stem.dropLast() + "f" }
        if stem.hasSuffix("y") { stem = stem.dropLast() + "i" }
        return stem
    }
}
