import COpenBLAS

/// One side of a product that reverse mode needs: a matrix in memory as it lies, or with its sides changed.
struct Factor {
    let matrix: Strided
    let isTransposed: Bool

    init(_ start: UnsafePointer<Float>, _ rows: Int, _ columns: Int, stride: Int? = nil, isTransposed: Bool = false) {
        matrix = Strided(start, rows: rows, columns: columns, stride: stride ?? columns)
        self.isTransposed = isTransposed
    }

    /// The same with its sides changed.
    var transposed: Factor {
        Factor(matrix.start, matrix.rows, matrix.columns, stride: matrix.stride, isTransposed: !isTransposed)
    }

    fileprivate var rows: Int { isTransposed ? matrix.columns : matrix.rows }
    fileprivate var columns: Int { isTransposed ? matrix.rows : matrix.columns }
    fileprivate var order: CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }
}

/// product = factor * a b, or product += with `adding`; rows of the product are `stride` floats apart, or side by side.
func multiply(
    _ a: Factor, _ b: Factor, into product: UnsafeMutablePointer<Float>, stride: Int? = nil, factor: Float = 1,
    adding: Bool = false
) {
    precondition(a.columns == b.rows, "\(a.columns) columns against \(b.rows) rows")
    guard a.rows > 0, b.columns > 0 else { return }
    OpenBLAS.useOneThread()
    cblas_sgemm(
        CblasRowMajor, a.order, b.order, Int32(a.rows), Int32(b.columns), Int32(a.columns), factor,
        a.matrix.start, Int32(a.matrix.stride), b.matrix.start, Int32(b.matrix.stride), adding ? 1 : 0, product,
        Int32(stride ?? b.columns))
}
