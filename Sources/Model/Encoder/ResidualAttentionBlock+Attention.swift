import CKernels

extension ResidualAttentionBlock {
    /// - Parameters:
    ///   - qkv: [nodes of the tree, 3 width]
    ///   - nodes: those whose context is wanted.
    ///   - context: becomes [nodes, width]
    func attend(over tree: TokenTree, nodes: [Int], _ qkv: Matrix, into context: inout Matrix) {
        let width = qkv.columns / 3
        let longest = Int(tree.positions.max() ?? 0) + 1
        context.reshape(rows: nodes.count, columns: width)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: longest) { scores in
            context.values.withUnsafeMutableBufferPointer { context in
                qkv.values.withUnsafeBufferPointer { qkv in
                    tree.paths.withUnsafeBufferPointer { paths in
                        let base = qkv.baseAddress!
                        for (row, node) in nodes.enumerated() {
                            clip_attend(
                                base + node * 3 * width, base + width, base + 2 * width, 3 * width,
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
        let width = qkv.columns / 3
        let head = width / heads
        let scale = 1 / Float(head).squareRoot()
        context.reshape(rows: qkv.rows, columns: width)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: length * length) { scores in
            context.values.withUnsafeMutableBufferPointer { context in
                qkv.values.withUnsafeBufferPointer { qkv in
                    for sequence in 0..<qkv.count / (3 * width * length) {
                        for index in 0..<heads {
                            let queries = qkv.baseAddress! + sequence * length * 3 * width + index * head
                            multiply(
                                Strided(queries, rows: length, columns: head, stride: 3 * width),
                                byTransposed: Strided(queries + width, rows: length, columns: head, stride: 3 * width),
                                into: scores.baseAddress!, stride: length)
                            clip_softmax(scores.baseAddress!, length, length, scale)
                            multiply(
                                Strided(scores.baseAddress!, rows: length, columns: length, stride: length),
                                by: Strided(queries + 2 * width, rows: length, columns: head, stride: 3 * width),
                                into: context.baseAddress! + sequence * length * width + index * head, stride: width)
                        }
                    }
                }
            }
        }
    }
}
