/// A text's tokens for people and programs.
package struct TokenListing: Sendable, Encodable {
    package let ids: [Int]
    package let tokens: [String]
    package let truncated: Bool
    let contextLength: Int

    package init(_ encoding: Tokenizer.Encoding, contextLength: Int) {
        ids = encoding.ids
        tokens = encoding.tokens
        truncated = encoding.isTruncated
        self.contextLength = contextLength
    }

    private enum CodingKeys: String, CodingKey {
        case ids, tokens, truncated
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable([], [.right, .left])
        for (id, token) in zip(ids, tokens) { table.add(["\(id)", token]) }
        let cut = truncated ? ", the text was cut" : ""
        return table.text(style) + "\(ids.count) of \(contextLength) tokens\(cut)\n"
    }
}
