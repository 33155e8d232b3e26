import COpenBLAS

extension Matrix {
    /// self [m, k] times other [n, k] transposed -> [m, n].
    package func timesTransposed(_ other: Matrix) -> Matrix {
        var product = Matrix(rows: 0, columns: other.rows)
        multiply(self, byTransposed: other, into: &product)
        return product
    }
}

/// product = x [m, k] times weight [n, k] transposed, or product += with `adding`.
func multiply(_ x: Matrix, byTransposed weight: Matrix, into product: inout Matrix, adding: Bool = false) {
    precondition(x.columns == weight.columns, "\(x.columns) columns against \(weight.columns)")
    if adding {
        precondition(product.rows == x.rows && product.columns == weight.rows, "a sum of other shape")
    } else {
        product.reshape(rows: x.rows, columns: weight.rows)
    }
    guard x.rows > 0, weight.rows > 0 else { return }
    x.values.withUnsafeBufferPointer { x in
        product.values.withUnsafeMutableBufferPointer { product in
            multiply(
                x.baseAddress!, byTransposed: weight, into: product.baseAddress!, rows: x.count / weight.columns,
                adding: adding)
        }
    }
}

/// The same on memory: x [rows, k], product [rows, n].
func multiply(
    _ x: UnsafePointer<Float>, byTransposed weight: Matrix, into product: UnsafeMutablePointer<Float>, rows: Int,
    adding: Bool = false
) {
    OpenBLAS.useOneThread()
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(weight.rows), Int32(weight.columns), 1,
        x, Int32(weight.columns), weight.values, Int32(weight.columns), adding ? 1 : 0, product, Int32(weight.rows))
}

/// A part of a matrix in memory: rows of `columns` floats that lie `stride` floats apart.
struct Strided {
    let start: UnsafePointer<Float>
    let rows: Int
    let columns: Int
    let stride: Int

    init(_ start: UnsafePointer<Float>, rows: Int, columns: Int, stride: Int) {
        (self.start, self.rows, self.columns, self.stride) = (start, rows, columns, stride)
    }
}

/// product = x [m, k] times other [n, k] transposed.
func multiply(
    _ x: Strided, byTransposed other: Strided, into product: UnsafeMutablePointer<Float>, stride: Int
) {
    OpenBLAS.useOneThread()
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(x.rows), Int32(other.rows), Int32(x.columns), 1,
        x.start, Int32(x.stride), other.start, Int32(other.stride), 0, product, Int32(stride))
}

/// product = x [m, k] times other [k, n].
func multiply(_ x: Strided, by other: Strided, into product: UnsafeMutablePointer<Float>, stride: Int) {
    OpenBLAS.useOneThread()
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(x.rows), Int32(other.columns), Int32(x.columns), 1,
        x.start, Int32(x.stride), other.start, Int32(other.stride), 0, product, Int32(stride))
}

/// sum [m, n] += x [rows, m] transposed times other [rows, n].
func add(
    transposed x: UnsafePointer<Float>, columns m: Int, times other: UnsafePointer<Float>, columns n: Int, rows: Int,
    to sum: inout [Float]
) {
    OpenBLAS.useOneThread()
    cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, Int32(m), Int32(n), Int32(rows), 1, x, Int32(m), other, Int32(n), 1,
        &sum, Int32(n))
}
