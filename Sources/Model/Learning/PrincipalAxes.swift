import COpenBLAS

/// The directions in which rows vary, the strongest first (Pearson 1901), from the rows' covariance, or, where there are
/// fewer rows than columns, from the products of rows with one another, which has the same axes and is smaller.
struct PrincipalAxes: Sendable {
    /// Of the rows; zeros where they are taken as they are.
    let mean: [Double]
    /// Of length 1, [axes, dimension]; those along which nothing varies are left out.
    let axes: [Double]
    /// Mean square along each axis, over `rows.count`.
    let variances: [Double]

    /// What counts as nothing beside the greatest variance.
    private static let nothing = 1e-12

    /// - Parameter centred: whether the mean is subtracted.
    init(_ rows: Matrix, centred: Bool = true) {
        let dimension = rows.columns
        let mean = centred ? Self.mean(rows) : [Double](repeating: 0, count: dimension)
        var axes: [Double]
        let values: [Double]
        if rows.rows >= dimension {
            let eigen = SymmetricEigen(Self.scatter(rows, around: mean), size: dimension)
            (axes, values) = (eigen.vectors, eigen.values)
        } else {
            let all = Self.centred(rows, 0..<rows.rows, around: mean)
            let products = Self.product(all, rows.rows, all, rows.rows, dimension)
            let eigen = SymmetricEigen(products, size: rows.rows)
            values = eigen.values
            // Axis j = sum over rows of eigenvector j times row, scaled to length 1.
            axes = [Double](repeating: 0, count: rows.rows * dimension)
            cblas_dgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows.rows), Int32(dimension), Int32(rows.rows), 1,
                eigen.vectors, Int32(rows.rows), all, Int32(dimension), 0, &axes, Int32(dimension))
            for axis in 0..<rows.rows where values[axis] > 0 {
                cblas_dscal(Int32(dimension), 1 / values[axis].squareRoot(), &axes[axis * dimension], 1)
            }
        }
        let kept = values.prefix { $0 > max(0, values.first ?? 0) * Self.nothing }.count
        self.mean = mean
        self.axes = Array(axes[..<(kept * dimension)])
        variances = values[..<kept].map { $0 / Double(max(1, rows.rows)) }
    }

    var count: Int { variances.count }

    /// The rows along the axes, [rows, axes].
    func coordinates(_ rows: Matrix) -> Matrix {
        let axes = Matrix(rows: count, columns: mean.count, values: self.axes.map { Float($0) })
        let mean = self.mean.map { Float($0) }
        let centred = mean.contains { $0 != 0 } ? rows.subtracting(mean) : rows
        return centred.timesTransposed(axes)
    }

    static func mean(_ rows: Matrix) -> [Double] {
        var sum = [Double](repeating: 0, count: rows.columns)
        for start in stride(from: 0, to: rows.rows, by: block) {
            let range = start..<min(start + block, rows.rows)
            let values = rows.values[range.lowerBound * rows.columns..<range.upperBound * rows.columns].map(Double.init)
            let ones = [Double](repeating: 1, count: range.count)
            cblas_dgemv(
                CblasRowMajor, CblasTrans, Int32(range.count), Int32(rows.columns), 1, values, Int32(rows.columns),
                ones,
                1, 1, &sum, 1)
        }
        return sum.map { $0 / Double(max(1, rows.rows)) }
    }

    /// The sum over the rows of (row - mean) (row - mean)', [dimension, dimension].
    static func scatter(_ rows: Matrix, around mean: [Double]) -> [Double] {
        let dimension = rows.columns
        var sum = [Double](repeating: 0, count: dimension * dimension)
        OpenBLAS.useOneThread()
        for start in stride(from: 0, to: rows.rows, by: block) {
            let range = start..<min(start + block, rows.rows)
            let part = centred(rows, range, around: mean)
            cblas_dsyrk(
                CblasRowMajor, CblasLower, CblasTrans, Int32(dimension), Int32(range.count), 1, part, Int32(dimension),
                1, &sum, Int32(dimension))
        }
        for row in 0..<dimension {
            for column in 0..<row { sum[column * dimension + row] = sum[row * dimension + column] }
        }
        return sum
    }

    private static let block = 512

    private static func centred(_ rows: Matrix, _ range: Range<Int>, around mean: [Double]) -> [Double] {
        let dimension = rows.columns
        return [Double](unsafeUninitializedCapacity: range.count * dimension) { buffer, initialised in
            rows.values.withUnsafeBufferPointer { values in
                for (index, row) in range.enumerated() {
                    for column in 0..<dimension {
                        buffer[index * dimension + column] = Double(values[row * dimension + column]) - mean[column]
                    }
                }
            }
            initialised = range.count * dimension
        }
    }

    /// What is along the axes in the coordinates of embeddings: [rows, axes] to [rows, dimension].
    func embedding(_ coordinates: [Double], rows: Int) -> [Double] {
        var product = [Double](repeating: 0, count: rows * mean.count)
        OpenBLAS.useOneThread()
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(mean.count), Int32(count), 1, coordinates,
            Int32(count), axes, Int32(mean.count), 0, &product, Int32(mean.count))
        return product
    }

    /// a [m, k] times b [n, k] transposed.
    static func product(_ a: [Double], _ m: Int, _ b: [Double], _ n: Int, _ k: Int) -> [Double] {
        var product = [Double](repeating: 0, count: m * n)
        OpenBLAS.useOneThread()
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(m), Int32(n), Int32(k), 1, a, Int32(k), b, Int32(k), 0,
            &product, Int32(n))
        return product
    }
}
