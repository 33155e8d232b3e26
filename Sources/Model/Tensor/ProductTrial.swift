import CKernels

/// Small products of all the kinds that are asked of OpenBLAS, beside plain sums.
enum ProductTrial {
    /// Few enough for what OpenBLAS has for small matrices, and too many for it; a single row; edges of every tile.
    private static let shapes = [(rows: 1, columns: 70, depth: 33), (7, 5, 9), (61, 67, 130), (70, 131, 139)]

    /// False also where a product crashes. Takes a few milliseconds.
    static func isPassed() -> Bool {
        var isRight = false
        let survived = withUnsafeMutablePointer(to: &isRight) { result in
            clip_survives(
                { $0?.assumingMemoryBound(to: Bool.self).pointee = ProductTrial.areProductsRight() }, result)
        }
        return survived != 0 && isRight
    }

    private static func areProductsRight() -> Bool {
        shapes.allSatisfy { rows, columns, depth in
            let x = matrix(rows: rows, columns: depth, seed: 1)
            let w = matrix(rows: columns, columns: depth, seed: 2)
            let turned = Matrix(
                rows: depth, columns: columns,
                values: (0..<depth * columns).map { w.values[$0 % columns * depth + $0 / columns] })
            let plain = plainProduct(x, w)
            var product = x.timesTransposed(w)
            guard isNear(product.values, plain) else { return false }
            multiply(x, byTransposed: w, into: &product, adding: true)
            guard isNear(product.values, plain.map { 2 * $0 }) else { return false }
            x.values.withUnsafeBufferPointer { x in
                turned.values.withUnsafeBufferPointer { turned in
                    product.values.withUnsafeMutableBufferPointer { product in
                        multiply(
                            Strided(x.baseAddress!, rows: rows, columns: depth, stride: depth),
                            by: Strided(turned.baseAddress!, rows: depth, columns: columns, stride: columns),
                            into: product.baseAddress!, stride: columns)
                    }
                }
            }
            return isNear(product.values, plain)
        }
    }

    /// Values of both signs up to 1 that repeat with no power of two.
    private static func matrix(rows: Int, columns: Int, seed: Int) -> Matrix {
        let values = (0..<rows * columns).map { Float(($0 * 7919 + seed * 104_729) % 2003) / 1001 - 1 }
        return Matrix(rows: rows, columns: columns, values: values)
    }

    private static func plainProduct(_ x: Matrix, _ w: Matrix) -> [Float] {
        var product = [Float](repeating: 0, count: x.rows * w.rows)
        clip_plain_product(x.values, w.values, &product, x.rows, w.rows, x.columns)
        return product
    }

    /// Sums of some hundred products up to 1 differ by their order in the fifth digit at most.
    private static func isNear(_ product: [Float], _ plain: [Float]) -> Bool {
        zip(product, plain).allSatisfy { abs($0 - $1) <= 1e-3 }
    }
}
