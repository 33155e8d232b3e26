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
