import COpenBLAS

extension Matrix {
    /// self [m, k] times other [n, k] transposed -> [m, n].
    package func timesTransposed(_ other: Matrix) -> Matrix {
        precondition(columns == other.columns, "\(columns) columns against \(other.columns)")
        var product = Matrix(rows: rows, columns: other.rows)
        guard rows > 0, other.rows > 0 else { return product }
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(other.rows), Int32(columns), 1,
            values, Int32(columns), other.values, Int32(columns), 0, &product.values, Int32(other.rows))
        return product
    }
}
