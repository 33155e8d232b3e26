import CKernels

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
