import Foundation

/// Rotary embedding over a grid of patches (Su et al. 2021, for images as in EVA-02): pairs of neighbouring values of
/// queries and keys are turned by angles that grow with row and column (timm, layers/pos_embed_sincos.py,
/// RotaryEmbeddingCat).
struct RotaryEmbedding: Sendable {
    /// Tokens before the patches, which stay as they are.
    let prefix: Int
    private let cosines: Matrix  // [patches, head / 2]
    private let sines: Matrix

    /// What a family counts rows and columns by.
    struct Places: Sendable, Equatable {
        /// Side of the grid that rows and columns are stretched to.
        var reference: Int?
        /// Of the first row and column.
        var offset: Float = 0
        /// Columns come first in a head.
        var isColumnFirst = false
    }

    init(head: Int, grid: (height: Int, width: Int), prefix: Int, _ places: Places) {
        self.prefix = prefix
        let bands = (0..<head / 4).map { powf(10_000, -Float($0) / Float(head / 4)) }
        func angles(_ place: Int, of count: Int) -> [Float] {
            var position = Float(place) + places.offset
            if let reference = places.reference { position = position / Float(count) * Float(reference) }
            return bands.map { position * $0 }
        }
        let rows = (0..<grid.height).map { angles($0, of: grid.height) }
        let columns = (0..<grid.width).map { angles($0, of: grid.width) }
        let all = rows.flatMap { row in
            columns.flatMap { column in places.isColumnFirst ? column + row : row + column }
        }
        cosines = Matrix(rows: grid.height * grid.width, columns: head / 4 * 2, values: all.map(cosf))
        sines = Matrix(rows: cosines.rows, columns: cosines.columns, values: all.map(sinf))
    }

    /// Turns the queries and keys in [sequences * length, 3 width].
    func callAsFunction(_ qkv: inout Matrix, sequencesOf length: Int, heads: Int) {
        precondition(length == prefix + cosines.rows, "\(length) tokens for \(cosines.rows) places")
        let width = qkv.columns / 3
        let (rows, columns, pairs) = (qkv.rows, qkv.columns, cosines.columns)
        qkv.values.withUnsafeMutableBufferPointer { qkv in
            cosines.values.withUnsafeBufferPointer { cosines in
                sines.values.withUnsafeBufferPointer { sines in
                    for row in 0..<rows where row % length >= prefix {
                        let place = (row % length - prefix) * pairs
                        for part in 0..<2 * heads {
                            let head = row * columns + part * (width / heads)
                            for pair in 0..<pairs {
                                let (a, b) = (qkv[head + 2 * pair], qkv[head + 2 * pair + 1])
                                let (cosine, sine) = (cosines[place + pair], sines[place + pair])
                                qkv[head + 2 * pair] = a * cosine - b * sine
                                qkv[head + 2 * pair + 1] = b * cosine + a * sine
                            }
                        }
                    }
                }
            }
        }
    }
}
