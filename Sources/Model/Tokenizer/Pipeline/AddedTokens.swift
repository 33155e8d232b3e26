/// Tokens that are found in a text as they are, before anything else cuts it (tokenizers/src/tokenizer/added_vocabulary.rs).
struct AddedTokens: Sendable {
    struct Token: Sendable {
        let content: [Unicode.Scalar]
        let id: Int
        /// Takes the spaces before, behind it.
        var takesLeft = false
        var takesRight = false
        /// Only where no letter is beside it.
        var isWord = false
        /// Looked for in the text as the normaliser leaves it, else in the text as it is.
        var isNormalized = false
    }

    enum Section {
        case text([Unicode.Scalar])
        case token(Int)
    }

    let ids: Set<Int>
    private let plain: [Unicode.Scalar: [Token]]
    private let normalized: [Unicode.Scalar: [Token]]

    /// - Parameter normalizer: what those that are looked for behind it went through themselves.
    init(_ tokens: [Token], normalizer: Normalizer) {
        func byFirst(_ tokens: [Token]) -> [Unicode.Scalar: [Token]] {
            Dictionary(grouping: tokens.filter { !$0.content.isEmpty }) { $0.content[0] }
                .mapValues { $0.sorted { $0.content.count > $1.content.count } }
        }
        ids = Set(tokens.map(\.id))
        plain = byFirst(tokens.filter { !$0.isNormalized })
        normalized = byFirst(
            tokens.filter(\.isNormalized).map {
                Token(
                    content: normalizer($0.content), id: $0.id, takesLeft: $0.takesLeft, takesRight: $0.takesRight,
                    isWord: $0.isWord, isNormalized: true)
            })
    }

    func forEachSection(of text: [Unicode.Scalar], normalized isNormalized: Bool, _ body: (Section) -> Void) {
        let tokens = isNormalized ? normalized : plain
        guard !tokens.isEmpty else { return text.isEmpty ? () : body(.text(text)) }
        var start = 0  // of what was not handed out
        var place = 0
        while place < text.count {
            guard let token = tokens[text[place]]?.first(where: { text[place...].starts(with: $0.content) }) else {
                place += 1
                continue
            }
            var (from, to) = (place, place + token.content.count)
            place = to
            if token.isWord {
                let isBeside = { (index: Int) in text.indices.contains(index) && text[index].wordKind == .word }
                if isBeside(from - 1) || isBeside(to) { continue }
            }
            if token.takesLeft { while from > start, text[from - 1].properties.isWhitespace { from -= 1 } }
            if token.takesRight { while to < text.count, text[to].properties.isWhitespace { to += 1 } }
            if from > start { body(.text(Array(text[start..<from]))) }
            body(.token(token.id))
            (start, place) = (to, max(place, to))
        }
        if start < text.count { body(.text(Array(text[start...]))) }
    }
}
