import Model

/// A prompt as the model reads it.
package struct PromptTokens: Equatable, Sendable {
    package struct Question: Equatable, Sendable {
        package let prompt: String
        package let model: String
    }

    package typealias Piece = Tokenizer.Encoding.Piece

    package let prompt: String
    /// Without start-of-text and end-of-text.
    package let pieces: [Piece]
    package let isTruncated: Bool
    /// With both.
    package let count: Int
    package let contextLength: Int

    package init(_ prompt: String, _ tokenizer: Tokenizer) {
        self.prompt = prompt
        let encoding = tokenizer.encode(prompt)
        pieces = encoding.pieces
        isTruncated = encoding.isTruncated
        count = encoding.ids.count
        contextLength = tokenizer.contextLength
    }
}

/// What is probably not meant in a set, by template.
package struct PromptFindings: Equatable, Sendable {
    package struct Question: Equatable, Sendable {
        package let entries: [PromptTemplate]
        package let classNames: [String: [String]]
        package let hidden: Set<String>
        package let added: [String]
        /// Of the labels on the screen, and of the others.
        package let classes: [String]
        package let others: [String]
        package let model: String
    }

    package let all: [PromptFinding]
    private let templates: [PromptTemplate]
    /// By the template's place in the set.
    private let byPlace: [Int: [PromptFinding]]

    package init(
        _ question: Question, _ tokenizer: Tokenizer, isCancelled: () -> Bool = { false }
    ) throws {
        let set = PromptSet(
            name: "", entries: question.entries.map { PromptSet.Entry($0) }, classNames: question.classNames,
            hidden: question.hidden, added: question.added)
        all = try PromptLint(
            set, labels: question.classes, others: question.others, tokenizer: tokenizer, isCancelled: isCancelled
        ).findings
        let templates = question.entries
        self.templates = templates
        var byPlace: [Int: [PromptFinding]] = [:]
        for finding in all {
            let places =
                finding.template.map { [$0] }
                ?? templates.indices.filter { finding.isAboutCharacters(of: templates[$0]) }
            for place in places { byPlace[place, default: []].append(finding) }
        }
        self.byPlace = byPlace
    }

    /// None where another template stood there.
    func findings(of template: PromptTemplate, at place: Int) -> [PromptFinding] {
        templates.indices.contains(place) && templates[place] == template ? byPlace[place] ?? [] : []
    }

    func findings(of label: String) -> [PromptFinding] { all.filter { $0.labels.contains(label) } }

    /// Of the classes, and not of single templates.
    var ofClasses: [PromptFinding] { all.filter { !$0.labels.isEmpty } }
}

extension PromptFinding {
    fileprivate func isAboutCharacters(of template: PromptTemplate) -> Bool {
        switch self {
        case .unknownCharacters(_, let prompt), .invisibleCharacters(_, let prompt): prompt == template.text
        default: false
        }
    }

    /// A word or two, for a column.
    var word: String {
        switch self {
        case .noPlaceholder: "no {label}"
        case .severalPlaceholders(_, let count): "\(count) × {label}"
        case .repeatedTemplate(_, let first): "same as \(first + 1)"
        case .emptyName: "no name"
        case .samePrompt: "same prompt"
        case .cut: "cut"
        case .unknownCharacters: "unknown character"
        case .invisibleCharacters: "invisible character"
        case .similarNames: "similar names"
        case .unknownHidden, .unknownLabel: "no such class"
        case .repeatedClass: "there already"
        }
    }
}
