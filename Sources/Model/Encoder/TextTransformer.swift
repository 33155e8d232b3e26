import Foundation

/// CLIP's text tower: token ids in, one embedding a prompt out.
/// Radford et al. 2021, section 2.4; names of the weights are the checkpoint's.
struct TextTransformer: Sendable {
    let tokenEmbedding: Matrix  // [vocabulary, width]
    let positionalEmbedding: Matrix  // [context, width]
    let blocks: [ResidualAttentionBlock]
    let lnFinal: LayerNorm
    let textProjection: Linear?  // [embedding, width]
    let pooling: Pooling

    /// The token whose state is the embedding.
    enum Pooling: Sendable, Equatable {
        /// The first of those with the highest id (openai/CLIP; end-of-text is the last id there).
        case highestToken
        /// The first token of this id.
        case firstToken(Int)
        /// The place at the start or end of the context, whatever stands there.
        case first, last

        func place(in ids: ArraySlice<Int>) -> Int {
            let found: Int? =
                switch self {
                case .highestToken: ids.max().flatMap { ids.firstIndex(of: $0) }
                case .firstToken(let id): ids.firstIndex(of: id)
                case .first: ids.startIndex
                case .last: ids.indices.last
                }
            return found ?? ids.startIndex
        }
    }

    var width: Int { tokenEmbedding.columns }
    var dimension: Int { textProjection?.outputs ?? width }

    /// - Parameter prompts: token ids, not padded, at most `context` each.
    /// - Returns: [prompts, embedding], not normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    func callAsFunction(
        _ prompts: [ArraySlice<Int>], isSharing: Bool = true, isCancelled: () -> Bool = { false }
    ) throws -> Matrix {
        try self(TokenTree(prompts.map { upToPooled($0) }, isSharing: isSharing), isCancelled: isCancelled)
    }

    /// - Parameters:
    ///   - tree: of `upToPooled` prompts.
    ///   - cache: of which its nodes have rows.
    /// - Returns: [prompts, embedding], not normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    func callAsFunction(
        _ tree: TokenTree, cache: KeyValueCache.Memory? = nil, isCancelled: () -> Bool = { false }
    ) throws -> Matrix {
        var x = embed(tree)  // [nodes, width]
        var scratch = ResidualAttentionBlock.Scratch()
        for (index, block) in blocks.enumerated() {
            if isCancelled() { throw CancellationError() }
            // Of the last layer only the states that are read are computed.
            let isLast = index == blocks.count - 1
            block(&x, .paths(tree, cache: cache?.layer(index)), keeping: isLast ? tree.ends : nil, &scratch)
        }
        lnFinal(x, into: &scratch.normed)  // [prompts, width]
        guard let textProjection else { return scratch.normed }
        var embeddings = Matrix(rows: 0, columns: 0)
        textProjection(scratch.normed, into: &embeddings)
        return embeddings
    }

    /// The same with one more token, behind the others.
    func adding(token embedding: [Float]) -> TextTransformer {
        TextTransformer(
            tokenEmbedding: Matrix(
                rows: tokenEmbedding.rows + 1, columns: width, values: tokenEmbedding.values + embedding),
            positionalEmbedding: positionalEmbedding, blocks: blocks, lnFinal: lnFinal,
            textProjection: textProjection, pooling: pooling)
    }

    /// What comes after the token that is read is of no effect.
    func upToPooled(_ ids: ArraySlice<Int>) -> ArraySlice<Int> {
        precondition(
            ids.count <= positionalEmbedding.rows, "\(ids.count) tokens in a context of \(positionalEmbedding.rows)")
        return ids[...pooling.place(in: ids)]
    }

    private func embed(_ tree: TokenTree) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(tree.tokens.count * width)
        for (token, position) in zip(tree.tokens, tree.positions) {
            for (word, place) in zip(tokenEmbedding[Int(token)], positionalEmbedding[Int(position)]) {
                values.append(word + place)
            }
        }
        return Matrix(rows: tree.tokens.count, columns: width, values: values)
    }
}

extension TextTransformer {
    /// Tokens to compute at once: at least so many that another thread is worth its reading of all weights, at most so
    /// many that the activations stay in the processor's cache.
    private static let tokensAtOnce = 32...2048

    /// Encodes prompts on all cores.
    /// - Parameters:
    ///   - prompts: token ids, not padded, at most `context` each.
    ///   - cache: knows beginnings of prompts that were encoded before, and gets those of these.
    /// - Returns: [prompts, embedding], not normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true (asked between layers, on several threads).
    func onAllCores(
        _ prompts: [[Int]], reusing cache: KeyValueCache?, isCancelled: @Sendable () -> Bool
    ) throws -> Matrix {
        let pooled = prompts.map { upToPooled($0[...]) }
        // Neighbours share the most, so that a part of them is a small tree.
        let order = pooled.indices.sorted { pooled[$0].lexicographicallyPrecedes(pooled[$1]) }
        let sorted = order.map { pooled[$0] }
        var none: KeyValueCache.Contents?
        let encoded = try cache?.lend { try encode(sorted, &$0, isCancelled) } ?? encode(sorted, &none, isCancelled)
        var embeddings = Matrix(rows: prompts.count, columns: dimension)
        for (row, prompt) in order.enumerated() { embeddings.replace(row: prompt, by: encoded[row]) }
        return embeddings
    }

    /// - Parameter cache: nil where another call has it, or there is none.
    private func encode(
        _ prompts: [ArraySlice<Int>], _ cache: inout KeyValueCache.Contents?, _ isCancelled: @Sendable () -> Bool
    ) throws -> Matrix {
        let known = cache?.begin(prompts) ?? prompts.map { _ in 0 }
        let parts = Self.parts(prompts, known: known)
        let tokens = parts.map { TokenTree.fresh(prompts[$0], known: known[$0]).reduce(0, +) }.reduce(0, +)
        guard cache?.makeRoom(for: tokens, layers: blocks.count, width: width) != false else {
            var none: KeyValueCache.Contents?
            return try encode(prompts, &none, isCancelled)
        }
        let trees = parts.map { TokenTree(Array(prompts[$0]), cache: &cache) }
        do {
            let embeddings = try encode(trees, cache: cache?.memory, isCancelled)
            for tree in trees { cache?.keep(tree) }
            return embeddings
        } catch {
            for tree in trees { cache?.drop(tree) }
            throw error
        }
    }

    /// A tree a thread.
    private func encode(
        _ trees: [TokenTree], cache: KeyValueCache.Memory?, _ isCancelled: @Sendable () -> Bool
    ) throws -> Matrix {
        let parts = try concurrently(trees.count) { try self(trees[$0], cache: cache, isCancelled: isCancelled) }
        return Matrix(
            rows: parts.map(\.rows).reduce(0, +), columns: dimension, values: parts.flatMap(\.values))
    }

    /// Consecutive prompts in parts of about the same number of tokens to compute: as many for each core.
    private static func parts(_ prompts: [ArraySlice<Int>], known: [Int]) -> [Range<Int>] {
        let fresh = TokenTree.fresh(prompts[...], known: known[...])
        let all = fresh.reduce(0, +)
        let cores = max(1, min(ProcessInfo.processInfo.activeProcessorCount, all / tokensAtOnce.lowerBound))
        let count = cores * max(1, (all / cores + tokensAtOnce.upperBound - 1) / tokensAtOnce.upperBound)
        var parts: [Range<Int>] = []
        var (start, done) = (0, 0)
        for (prompt, tokens) in fresh.enumerated() {
            done += tokens
            // The part is as long as its share of all.
            guard done * count >= (parts.count + 1) * all || prompt == fresh.count - 1 else { continue }
            parts.append(start..<prompt + 1)
            start = prompt + 1
        }
        return parts
    }
}

extension TokenTree {
    /// How many tokens of each prompt are neither known nor its forerunner's.
    /// - Parameter known: how many at its beginning are known.
    static func fresh(_ prompts: ArraySlice<ArraySlice<Int>>, known: ArraySlice<Int>) -> [Int] {
        var previous: ArraySlice<Int> = []
        return zip(prompts, known).map { prompt, known in
            defer { previous = prompt }
            return prompt.count - max(known, zip(previous, prompt).prefix { $0 == $1 }.count)
        }
    }
}
