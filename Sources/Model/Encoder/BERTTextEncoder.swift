import Foundation

/// A text tower of transformers: BERT's encoder (Devlin et al. 2018), RoBERTa's and XLM-R's. Each prompt is a sequence of
/// its own length, padding is not seen. Names of the weights are the checkpoint's (models/bert/modeling_bert.py).
struct BERTTextEncoder: TextEncoder {
    let wordEmbeddings: Matrix  // [vocabulary, width]
    let positionEmbeddings: Matrix  // [positions, width]
    /// The first of "token_type_embeddings", which is that of every token.
    let tokenType: [Float]
    let layerNorm: LayerNorm
    let blocks: [ResidualAttentionBlock]
    let pooling: Pooling
    let head: Head
    /// The position of a text's first token: RoBERTa's count from behind its padding's id.
    let firstPosition: Int

    enum Pooling: Sendable {
        case mean
        case first
        /// The first token through a layer and tanh.
        case pooler(Linear)
    }

    enum Head: Sendable {
        case none
        case linear(Linear)
        /// Two layers with GELU between.
        case mlp(Linear, Linear)
        /// A norm and a layer, then another (AltCLIP).
        case transformed(LayerNorm, Linear, Linear)
    }

    var width: Int { wordEmbeddings.columns }
    var dimension: Int {
        switch head {
        case .none: width
        case .linear(let layer), .mlp(_, let layer), .transformed(_, _, let layer): layer.outputs
        }
    }

    /// Prompts to compute at once.
    private static let promptsAtOnce = 32

    func onAllCores(
        _ prompts: [[Int]], reusing cache: KeyValueCache?, isCancelled: @Sendable () -> Bool
    ) throws -> Matrix {
        try inParts(of: Self.promptsAtOnce, prompts) { try encode($0, isCancelled: isCancelled) }
    }

    /// - Returns: [prompts, embedding], not normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    func encode(_ prompts: [[Int]], isCancelled: () -> Bool = { false }) throws -> Matrix {
        var sequences: [Range<Int>] = []
        for prompt in prompts {
            let start = sequences.last?.upperBound ?? 0
            sequences.append(start..<start + prompt.count)
        }
        var x = layerNorm.of(embed(prompts))  // [tokens, width]
        var scratch = ResidualAttentionBlock.Scratch()
        for block in blocks {
            if isCancelled() { throw CancellationError() }
            block(&x, .several(sequences), &scratch)
        }
        return projected(pooled(x, sequences))
    }

    private func embed(_ prompts: [[Int]]) -> Matrix {
        var values: [Float] = []
        let tokens = prompts.map(\.count).reduce(0, +)
        values.reserveCapacity(tokens * width)
        for prompt in prompts {
            for (place, token) in prompt.enumerated() {
                let position = positionEmbeddings[firstPosition + place]
                for ((word, position), type) in zip(zip(wordEmbeddings[token], position), tokenType) {
                    values.append(word + position + type)
                }
            }
        }
        return Matrix(rows: tokens, columns: width, values: values)
    }

    /// -> [prompts, width]
    private func pooled(_ x: Matrix, _ sequences: [Range<Int>]) -> Matrix {
        switch pooling {
        case .first: return x.selecting(sequences.map(\.lowerBound))
        case .pooler(let layer):
            var pooled = Matrix(rows: 0, columns: 0)
            layer(x.selecting(sequences.map(\.lowerBound)), into: &pooled)
            pooled.values = pooled.values.map(tanhf)
            return pooled
        case .mean:
            var means = Matrix(rows: sequences.count, columns: width)
            for (row, sequence) in sequences.enumerated() {
                for token in sequence {
                    for (column, value) in x[token].enumerated() {
                        means.values[row * width + column] += value / Float(sequence.count)
                    }
                }
            }
            return means
        }
    }

    private func projected(_ x: Matrix) -> Matrix {
        var (hidden, embeddings) = (Matrix(rows: 0, columns: 0), Matrix(rows: 0, columns: 0))
        switch head {
        case .none: return x
        case .linear(let layer): layer(x, into: &embeddings)
        case .mlp(let fc1, let fc2):
            fc1(x, .gelu, into: &hidden)
            fc2(hidden, into: &embeddings)
        case .transformed(let norm, let transformation, let layer):
            transformation(norm.of(x), into: &hidden)
            layer(hidden, into: &embeddings)
        }
        return embeddings
    }

    func products(tokens: Int) -> [LayerProduct] { blocks.flatMap { $0.products(tokens: tokens) } }
}
