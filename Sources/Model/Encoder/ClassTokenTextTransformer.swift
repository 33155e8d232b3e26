/// CoCa's text tower (Yu et al. 2022; open_clip, transformer.py, TextTransformer with embed_cls): causal, with a class token
/// at the last place, whose state is the embedding. Padding is hidden, but as in open_clip's weights one place too late:
/// a token is hidden where the one before it is padding, so that the first of the padding is seen.
struct ClassTokenTextTransformer: TextEncoder {
    /// Its table of tokens ends with the class token; its places are one more than the context.
    let tower: TextTransformer
    let context: Int
    /// The token that stands behind a text.
    let padding: Int

    var dimension: Int { tower.dimension }

    private static let promptsAtOnce = 64

    func onAllCores(
        _ prompts: [[Int]], reusing cache: KeyValueCache?, isCancelled: @Sendable () -> Bool
    ) throws -> Matrix {
        try inParts(of: Self.promptsAtOnce, prompts) { part in
            try tower(tree(part), isCancelled: isCancelled)
        }
    }

    /// The prompts with the first of their padding, and the class token of each.
    func tree(_ prompts: [[Int]]) -> TokenTree {
        TokenTree(
            prompts.map { ids in
                precondition(ids.count <= context, "\(ids.count) tokens in a context of \(context)")
                return ids.count < context ? ids + [padding] : ids
            }, classToken: tower.tokenEmbedding.rows - 1, at: context, padding: padding)
    }

    func products(tokens: Int) -> [LayerProduct] { tower.products(tokens: tokens) }
}

extension TokenTree {
    /// Prompts that end with a class token, which is read.
    /// - Parameters:
    ///   - prompts: without it.
    ///   - place: of the class token, whatever the length of a prompt.
    ///   - padding: the token behind which nothing is seen.
    init(_ prompts: [[Int]], classToken: Int, at place: Int, padding: Int) {
        self.init(prompts.map { $0[...] })
        hide(behind: Int32(padding))
        for (index, prompt) in prompts.enumerated() {
            let isFull = prompt.count == place
            append(classToken, at: place, ofPrompt: index, seesItself: isFull && prompt.last != padding)
        }
    }
}
