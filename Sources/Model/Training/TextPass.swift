import CKernels

/// A text tower over some prompts with what reverse mode needs of it: forward, and back to the gradient of every parameter.
/// The forward pass is that of `TextTransformer` in plain products; of the last layer only the token that is read goes on.
struct TextPass: Sendable {
    private struct Layer: Sendable {
        /// [tokens, width], and its norm.
        var input: Matrix
        var normed: Matrix
        /// [tokens, 3 width]
        var qkv: Matrix
        /// Softmax of each sequence and head, [queries, tokens of the sequence] one after the other.
        var probabilities: [Float]
        /// [rows, width]: heads' outputs; the sum after attention; its norm.
        var context: Matrix
        var middle: Matrix
        var middleNormed: Matrix
        /// [rows, hidden]: before and after the activation.
        var hidden: Matrix
        var active: Matrix
    }

    private let layout: TextTowerLayout
    /// Up to the token that is read.
    private let prompts: [ArraySlice<Int>]
    /// The rows of each prompt.
    private let sequences: [Range<Int>]
    private var layers: [Layer] = []
    private var last = Matrix(rows: 0, columns: 0)
    private var lastNormed = Matrix(rows: 0, columns: 0)
    /// [prompts, dimension], not normalised.
    private(set) var embeddings = Matrix(rows: 0, columns: 0)

    private var width: Int { layout.width }
    private var heads: Int { layout.text.transformer.heads }
    private var epsilon: Float { layout.text.transformer.epsilon }
    private var rows: Int { sequences.last?.upperBound ?? 0 }

    /// - Parameter prompts: up to the token that is read, which is each one's last.
    init(_ layout: TextTowerLayout, _ prompts: [ArraySlice<Int>], _ values: UnsafePointer<Float>) {
        (self.layout, self.prompts) = (layout, prompts)
        var start = 0
        sequences = prompts.map { prompt in
            defer { start += prompt.count }
            return start..<start + prompt.count
        }
        var x = embed(values)
        for (index, block) in layout.blocks.enumerated() {
            let layer = forward(&x, block, isLast: index == layout.blocks.count - 1, values)
            layers.append(layer)
        }
        if layers.isEmpty { x = x.selecting(sequences.map { $0.upperBound - 1 }) }
        last = x
        lastNormed = norm(x, layout.lnFinal, values)
        embeddings = Matrix(rows: prompts.count, columns: layout.dimension)
        multiply(
            Factor(lastNormed.values, lastNormed.rows, width),
            Factor(values + layout.projection, width, layout.dimension),
            into: &embeddings.values)
    }

    private func embed(_ values: UnsafePointer<Float>) -> Matrix {
        var x = Matrix(rows: rows, columns: width)
        x.values.withUnsafeMutableBufferPointer { x in
            for (prompt, sequence) in zip(prompts, sequences) {
                for (position, token) in prompt.enumerated() {
                    let row = x.baseAddress! + (sequence.lowerBound + position) * width
                    row.update(from: values + layout.tokens + token * width, count: width)
                    clip_add(row, values + layout.positions + position * width, width)
                }
            }
        }
        return x
    }

    // MARK: - Forward

    private func forward(
        _ x: inout Matrix, _ block: TextTowerLayout.Block, isLast: Bool, _ values: UnsafePointer<Float>
    ) -> Layer {
        let normed = norm(x, block.ln1, values)
        let qkv = linear(normed, block.attention, 3 * width, values)
        let (context, probabilities) = attend(qkv, isLast: isLast)
        let input = x
        if isLast { x = x.selecting(sequences.map { $0.upperBound - 1 }) }
        x.add(linear(context, block.out, width, values))
        let middle = x
        let middleNormed = norm(x, block.ln2, values)
        let hidden = linear(middleNormed, block.fc, layout.hidden, values)
        var active = hidden
        let zeros = [Float](repeating: 0, count: layout.hidden)
        layout.text.transformer.activation.apply(&active.values, bias: zeros, rows: active.rows)
        x.add(linear(active, block.projection, width, values))
        return Layer(
            input: input, normed: normed, qkv: qkv, probabilities: probabilities, context: context, middle: middle,
            middleNormed: middleNormed, hidden: hidden, active: active)
    }

    private func norm(_ x: Matrix, _ place: TextTowerLayout.Place, _ values: UnsafePointer<Float>) -> Matrix {
        var y = Matrix(rows: x.rows, columns: x.columns)
        clip_layer_norm(
            x.values, &y.values, values + place.weight, values + place.bias, x.rows, x.columns, epsilon)
        return y
    }

    private func linear(
        _ x: Matrix, _ place: TextTowerLayout.Place, _ outputs: Int, _ values: UnsafePointer<Float>
    ) -> Matrix {
        var y = Matrix(rows: x.rows, columns: outputs)
        multiply(
            Factor(x.values, x.rows, x.columns), Factor(values + place.weight, outputs, x.columns).transposed,
            into: &y.values)
        clip_bias_activation(&y.values, values + place.bias, y.rows, outputs, CLIP_SAME)
        return y
    }

    /// A head of a sequence: where its parts lie.
    private struct Head {
        /// The first row that asks, and how many do: all of them, or the last.
        let first: Int
        let queries: Int
        let tokens: Range<Int>
        /// Of what is made for the queries.
        let row: Int
        let column: Int
        /// Of its probabilities.
        let place: Int
    }

    private func forEachHead(isLast: Bool, _ body: (Head) -> Void) {
        var place = 0
        for (index, sequence) in sequences.enumerated() {
            let queries = isLast ? 1 : sequence.count
            for head in 0..<heads {
                body(
                    Head(
                        first: sequence.upperBound - queries, queries: queries, tokens: sequence,
                        row: isLast ? index : sequence.lowerBound, column: head * (width / heads), place: place))
                place += queries * sequence.count
            }
        }
    }

    private func probabilityCount(isLast: Bool) -> Int {
        sequences.reduce(0) { $0 + heads * $1.count * (isLast ? 1 : $1.count) }
    }

    private var scale: Float { 1 / Float(width / heads).squareRoot() }

    private func attend(_ qkv: Matrix, isLast: Bool) -> (Matrix, [Float]) {
        var context = Matrix(rows: isLast ? prompts.count : rows, columns: width)
        var probabilities = [Float](repeating: 0, count: probabilityCount(isLast: isLast))
        let (size, stride) = (width / heads, 3 * width)
        qkv.values.withUnsafeBufferPointer { qkv in
            probabilities.withUnsafeMutableBufferPointer { probabilities in
                context.values.withUnsafeMutableBufferPointer { context in
                    forEachHead(isLast: isLast) { head in
                        let count = head.tokens.count
                        let queries = qkv.baseAddress! + head.first * stride + head.column
                        let keys = qkv.baseAddress! + head.tokens.lowerBound * stride + width + head.column
                        let scores = probabilities.baseAddress! + head.place
                        multiply(
                            Factor(queries, head.queries, size, stride: stride),
                            Factor(keys, count, size, stride: stride).transposed, into: scores)
                        clip_causal_softmax(scores, head.queries, count, scale)
                        multiply(
                            Factor(scores, head.queries, count), Factor(keys + width, count, size, stride: stride),
                            into: context.baseAddress! + head.row * width + head.column, stride: width)
                    }
                }
            }
        }
        return (context, probabilities)
    }

    // MARK: - Back

    /// - Parameters:
    ///   - slopes: the loss by the embeddings, [prompts, dimension].
    ///   - gradient: where the gradient of a parameter is added, by its place in the layout.
    /// - Returns: the loss by what the first layer gets, [tokens, width]; nil where the projection alone is trained.
    func back(
        _ slopes: Matrix, _ values: UnsafePointer<Float>, _ part: TrainedPart,
        _ gradient: (Int) -> UnsafeMutablePointer<Float>
    ) -> Matrix? {
        multiply(
            Factor(lastNormed.values, lastNormed.rows, width).transposed,
            Factor(slopes.values, slopes.rows, slopes.columns), into: gradient(layout.projection), adding: true)
        guard part == .text else { return nil }
        var d = Matrix(rows: prompts.count, columns: width)
        multiply(
            Factor(slopes.values, slopes.rows, slopes.columns),
            Factor(values + layout.projection, width, layout.dimension).transposed, into: &d.values)
        d = backNorm(d, of: last, layout.lnFinal, values, gradient)
        for (index, block) in layout.blocks.enumerated().reversed() {
            back(&d, layers[index], block, isLast: index == layout.blocks.count - 1, values, gradient)
        }
        return layers.isEmpty ? spread(d) : d
    }

    private func back(
        _ d: inout Matrix, _ layer: Layer, _ block: TextTowerLayout.Block, isLast: Bool,
        _ values: UnsafePointer<Float>, _ gradient: (Int) -> UnsafeMutablePointer<Float>
    ) {
        var inner = backLinear(d, of: layer.active, block.projection, values, gradient)
        clip_activation_backward(
            layer.hidden.values, &inner.values, inner.values.count, layout.text.transformer.activation.kind)
        inner = backLinear(inner, of: layer.middleNormed, block.fc, values, gradient)
        d.add(backNorm(inner, of: layer.middle, block.ln2, values, gradient))
        inner = backLinear(d, of: layer.context, block.out, values, gradient)
        inner = backAttend(inner, layer, isLast: isLast)
        inner = backLinear(inner, of: layer.normed, block.attention, values, gradient)
        inner = backNorm(inner, of: layer.input, block.ln1, values, gradient)
        if isLast { d = spread(d) }
        d.add(inner)
    }

    /// Of the tokens that are read to all of them.
    private func spread(_ d: Matrix) -> Matrix {
        var whole = Matrix(rows: rows, columns: width)
        for (row, sequence) in sequences.enumerated() { whole.replace(row: sequence.upperBound - 1, by: d[row]) }
        return whole
    }

    private func backNorm(
        _ d: Matrix, of x: Matrix, _ place: TextTowerLayout.Place, _ values: UnsafePointer<Float>,
        _ gradient: (Int) -> UnsafeMutablePointer<Float>
    ) -> Matrix {
        var result = Matrix(rows: x.rows, columns: x.columns)
        clip_layer_norm_backward(
            x.values, values + place.weight, d.values, &result.values, gradient(place.weight), gradient(place.bias),
            x.rows, x.columns, epsilon)
        return result
    }

    private func backLinear(
        _ d: Matrix, of x: Matrix, _ place: TextTowerLayout.Place, _ values: UnsafePointer<Float>,
        _ gradient: (Int) -> UnsafeMutablePointer<Float>
    ) -> Matrix {
        multiply(
            Factor(d.values, d.rows, d.columns).transposed, Factor(x.values, x.rows, x.columns),
            into: gradient(place.weight), adding: true)
        clip_add_columns(d.values, gradient(place.bias), d.rows, d.columns)
        var result = Matrix(rows: x.rows, columns: x.columns)
        multiply(
            Factor(d.values, d.rows, d.columns), Factor(values + place.weight, d.columns, x.columns),
            into: &result.values)
        return result
    }

    /// - Parameter d: by the heads' outputs, [rows, width].
    /// - Returns: by queries, keys and values, [tokens, 3 width].
    private func backAttend(_ d: Matrix, _ layer: Layer, isLast: Bool) -> Matrix {
        var result = Matrix(rows: rows, columns: 3 * width)
        let (size, stride) = (width / heads, 3 * width)
        let longest = sequences.map(\.count).max() ?? 0
        var scores = [Float](repeating: 0, count: longest * longest)
        layer.qkv.values.withUnsafeBufferPointer { qkv in
            layer.probabilities.withUnsafeBufferPointer { probabilities in
                d.values.withUnsafeBufferPointer { d in
                    result.values.withUnsafeMutableBufferPointer { result in
                        scores.withUnsafeMutableBufferPointer { scores in
                            forEachHead(isLast: isLast) { head in
                                let count = head.tokens.count
                                let queries = head.first * stride + head.column
                                let keys = head.tokens.lowerBound * stride + width + head.column
                                let (q, k) = (qkv.baseAddress! + queries, qkv.baseAddress! + keys)
                                let out = Factor(
                                    d.baseAddress! + head.row * width + head.column, head.queries, size, stride: width)
                                let p = probabilities.baseAddress! + head.place
                                let s = scores.baseAddress!
                                multiply(out, Factor(k + width, count, size, stride: stride).transposed, into: s)
                                multiply(
                                    Factor(p, head.queries, count).transposed, out,
                                    into: result.baseAddress! + keys + width, stride: stride)
                                clip_softmax_backward(p, s, head.queries, count, scale)
                                multiply(
                                    Factor(s, head.queries, count), Factor(k, count, size, stride: stride),
                                    into: result.baseAddress! + queries, stride: stride)
                                multiply(
                                    Factor(s, head.queries, count).transposed,
                                    Factor(q, head.queries, size, stride: stride),
                                    into: result.baseAddress! + keys, stride: stride)
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    /// Adds the gradient of the embeddings of tokens and places.
    /// - Parameter d: what `back` returned.
    func backEmbed(_ d: Matrix, _ gradient: (Int) -> UnsafeMutablePointer<Float>) {
        d.values.withUnsafeBufferPointer { d in
            for (prompt, sequence) in zip(prompts, sequences) {
                for (position, token) in prompt.enumerated() {
                    let row = d.baseAddress! + (sequence.lowerBound + position) * width
                    clip_add(gradient(layout.tokens + token * width), row, width)
                    clip_add(gradient(layout.positions + position * width), row, width)
                }
            }
        }
    }
}
