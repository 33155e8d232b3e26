import CKernels

/// One layer of a transformer as CLIP has it: x + attention(ln_1(x)), then x + mlp(ln_2(x)).
/// Names are the checkpoint's (openai/CLIP, clip/model.py, ResidualAttentionBlock).
///
/// What EVA, PE and BERT have beside it (timm, models/eva.py) is nil or false in CLIP's.
struct ResidualAttentionBlock: Sendable {
    let ln1: LayerNorm
    let inProjection: Linear  // [3 width, width]: queries, keys and values
    let outProjection: Linear  // [width, width]
    let ln2: LayerNorm
    let fc: Linear  // [4 width, width]
    let projection: Linear  // [width, 4 width]
    let heads: Int
    let activation: Activation
    /// Of the heads' outputs, before `outProjection` (EVA-02).
    var innerNorm: LayerNorm?
    /// SwiGLU (Shazeer 2020): the hidden values are activation(gate(x)) * fc(x).
    var gate: Linear?
    var hiddenNorm: LayerNorm?
    /// A second norm behind `ln2` (ViTamin).
    var gateNorm: LayerNorm?
    /// Turns queries and keys by their place in the image.
    var rotary: RotaryEmbedding?
    var norms = Norms.before

    /// Where the norms stand.
    enum Norms: Sendable {
        /// x + attention(ln_1(x))
        case before
        /// x + ln_1(attention(x)), EVA-02's E
        case withinBranch
        /// ln_1(x + attention(x)), BERT's (Vaswani et al. 2017)
        case afterSum
    }

    /// What a layer leaves behind for the next one to use again.
    struct Scratch {
        var normed = Matrix(rows: 0, columns: 0)
        var qkv = Matrix(rows: 0, columns: 0)
        var context = Matrix(rows: 0, columns: 0)
        var hidden = Matrix(rows: 0, columns: 0)
        var gated = Matrix(rows: 0, columns: 0)
        var branch = Matrix(rows: 0, columns: 0)
    }

    /// Which tokens see which.
    enum Attention {
        /// Rows are the nodes of a tree; each sees its path from the root, and what of it is in a layer of a cache's
        /// memory, [rows, 2 width].
        case paths(TokenTree, cache: UnsafeMutablePointer<Float>?)
        /// Rows are sequences of this many tokens; each token sees its whole sequence.
        case sequences(of: Int)
        /// Rows are sequences one after the other, of which each begins where the one before ends.
        case several([Range<Int>])
    }

    /// x [tokens, width], in place.
    /// - Parameter rows: the tokens whose state is still needed afterwards, which x then consists of; nil: all.
    func callAsFunction(
        _ x: inout Matrix, _ attention: Attention, keeping rows: [Int]? = nil, _ scratch: inout Scratch
    ) {
        if norms == .before { ln1(x, into: &scratch.normed) }
        inProjection(norms == .before ? scratch.normed : x, into: &scratch.qkv)
        switch attention {
        case .paths(let tree, let cache):
            attend(
                over: tree, nodes: rows ?? Array(tree.tokens.indices), scratch.qkv, cache: cache,
                into: &scratch.context)
        case .sequences(let length):
            rotary?(&scratch.qkv, sequencesOf: length, heads: heads)
            attend(withinSequencesOf: length, scratch.qkv, into: &scratch.context)
            if let rows { scratch.context = scratch.context.selecting(rows) }
        case .several(let sequences):
            Self.attend(within: sequences, scratch.qkv, heads: heads, into: &scratch.context)
            if let rows { scratch.context = scratch.context.selecting(rows) }
        }
        if let rows { x = x.selecting(rows) }
        if let innerNorm {
            innerNorm(scratch.context, into: &scratch.branch)
            swap(&scratch.branch, &scratch.context)
        }
        add(outProjection, of: \.context, ln1, to: &x, &scratch)
        if norms == .before { ln2(x, into: &scratch.normed) }
        if let gateNorm { scratch.normed = gateNorm.of(scratch.normed) }
        feed(norms == .before ? scratch.normed : x, &scratch)
        add(projection, of: \.hidden, ln2, to: &x, &scratch)
    }

    /// The end of a branch: x and what it makes of its last values.
    private func add(
        _ layer: Linear, of values: KeyPath<Scratch, Matrix>, _ norm: LayerNorm, to x: inout Matrix,
        _ scratch: inout Scratch
    ) {
        switch norms {
        case .before: layer.add(scratch[keyPath: values], to: &x)
        case .withinBranch:
            layer(scratch[keyPath: values], into: &scratch.normed)
            norm(scratch.normed, into: &scratch.branch)
            clip_add(&x.values, scratch.branch.values, x.values.count)
        case .afterSum:
            layer.add(scratch[keyPath: values], to: &x)
            norm(x, into: &scratch.branch)
            swap(&x, &scratch.branch)
        }
    }

    /// x -> `scratch.hidden`
    private func feed(_ x: Matrix, _ scratch: inout Scratch) {
        guard let gate else { return fc(x, activation, into: &scratch.hidden) }
        gate(x, activation, into: &scratch.hidden)
        fc(x, into: &scratch.gated)
        clip_scale(&scratch.hidden.values, scratch.gated.values, scratch.hidden.values.count)
        guard let hiddenNorm else { return }
        hiddenNorm(scratch.hidden, into: &scratch.gated)
        swap(&scratch.gated, &scratch.hidden)
    }
}

extension ResidualAttentionBlock {
    /// - Parameters:
    ///   - qkv: [nodes of the tree, 3 width]
    ///   - nodes: those whose context is wanted.
    ///   - cache: [rows, 2 width], keys and values of what the nodes see; gets those of all nodes. Nil: they see nodes.
    ///   - context: becomes [nodes, width]
    func attend(
        over tree: TokenTree, nodes: [Int], _ qkv: Matrix, cache: UnsafeMutablePointer<Float>?,
        into context: inout Matrix
    ) {
        let width = qkv.columns / 3
        let longest = Int(tree.positions.max() ?? 0) + 1
        context.reshape(rows: nodes.count, columns: width)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: longest) { scores in
            context.values.withUnsafeMutableBufferPointer { context in
                qkv.values.withUnsafeBufferPointer { qkv in
                    let queries = qkv.baseAddress!
                    var (seen, stride) = (queries + width, 3 * width)
                    if let cache {
                        for (node, row) in tree.rows.enumerated() {
                            (cache + Int(row) * 2 * width).update(from: seen + node * stride, count: 2 * width)
                        }
                        (seen, stride) = (UnsafePointer(cache), 2 * width)
                    }
                    tree.paths.withUnsafeBufferPointer { paths in
                        for (row, node) in nodes.enumerated() {
                            clip_attend(
                                queries + node * 3 * width, seen, seen + width, stride,
                                paths.baseAddress! + tree.starts[node], tree.starts[node + 1] - tree.starts[node],
                                width, heads, scores.baseAddress!, context.baseAddress! + row * width)
                        }
                    }
                }
            }
        }
    }

    /// softmax(q k^T / sqrt(head width)) v, head by head (Vaswani et al. 2017, equation 1).
    /// - Parameters:
    ///   - qkv: [sequences * length, 3 width]
    ///   - context: becomes [sequences * length, width]
    func attend(withinSequencesOf length: Int, _ qkv: Matrix, into context: inout Matrix) {
        Self.attend(
            within: stride(from: 0, to: qkv.rows, by: length).map { $0..<$0 + length }, qkv, heads: heads,
            into: &context)
    }

    /// The same of sequences of several lengths.
    static func attend(within sequences: [Range<Int>], _ qkv: Matrix, heads: Int, into context: inout Matrix) {
        let width = qkv.columns / 3
        let head = width / heads
        let scale = 1 / Float(head).squareRoot()
        let longest = sequences.map(\.count).max() ?? 0
        context.reshape(rows: qkv.rows, columns: width)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: longest * longest) { scores in
            context.values.withUnsafeMutableBufferPointer { context in
                qkv.values.withUnsafeBufferPointer { qkv in
                    for sequence in sequences {
                        let length = sequence.count
                        for index in 0..<heads {
                            let queries = qkv.baseAddress! + sequence.lowerBound * 3 * width + index * head
                            multiply(
                                Strided(queries, rows: length, columns: head, stride: 3 * width),
                                byTransposed: Strided(queries + width, rows: length, columns: head, stride: 3 * width),
                                into: scores.baseAddress!, stride: length)
                            clip_softmax(scores.baseAddress!, length, length, scale)
                            multiply(
                                Strided(scores.baseAddress!, rows: length, columns: length, stride: length),
                                by: Strided(queries + 2 * width, rows: length, columns: head, stride: 3 * width),
                                into: context.baseAddress! + sequence.lowerBound * width + index * head, stride: width)
                        }
                    }
                }
            }
        }
    }
}
