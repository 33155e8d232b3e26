import COpenBLAS

/// Eigenvalues and eigenvectors of a symmetric matrix, by LAPACK's divide and conquer.
struct SymmetricEigen {
    /// The greatest first.
    let values: [Double]
    /// Of length 1, one behind the other, in the order of the values: [size, size].
    let vectors: [Double]

    /// - Parameter matrix: [size, size]
    init(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "\(matrix.count) values of a square matrix of \(size)")
        OpenBLAS.useOneThread()
        var (vectors, values) = (matrix, [Double](repeating: 0, count: size))
        var order = Int32(size)
        var (floats, integers) = (Int32(1 + 6 * size + 2 * size * size), Int32(3 + 5 * size))
        var work = [Double](repeating: 0, count: Int(floats))
        var integerWork = [Int32](repeating: 0, count: Int(integers))
        var status: Int32 = 0
        if size > 0 {
            var leading = order
            dsyevd_(
                "V", "U", &order, &vectors, &leading, &values, &work, &floats, &integerWork, &integers, &status, 1, 1)
        }
        precondition(status == 0, "eigenvalues of a matrix of finite numbers: LAPACK's dsyevd says \(status)")
        self.values = values.reversed()
        self.vectors = (0..<size).reversed().flatMap { vectors[$0 * size..<($0 + 1) * size] }
    }
}
