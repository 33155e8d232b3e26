import CKernels
import COpenBLAS

/// Row-major Float storage: `values[row * columns + column]`.
public struct Matrix: Sendable, Equatable {
    /// How many.
    public private(set) var rows: Int
    /// How many.
    public private(set) var columns: Int
    /// Row by row, `rows * columns` of them.
    public var values: [Float]

    /// - Parameter values: row by row, `rows * columns` of them.
    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(values.count == rows * columns, "\(values.count) values for \(rows) x \(columns)")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// A matrix of zeros.
    public init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, values: [Float](repeating: 0, count: rows * columns))
    }

    /// One row, `columns` values.
    public subscript(row: Int) -> ArraySlice<Float> {
        values[row * columns..<(row + 1) * columns]
    }

    /// Gives the matrix another shape and keeps its memory: what it holds afterwards is not to be read.
    mutating func reshape(rows: Int, columns: Int) {
        let missing = rows * columns - values.count
        if missing > 0 { values.append(contentsOf: repeatElement(0, count: missing)) }
        if missing < 0 { values.removeLast(-missing) }
        self.rows = rows
        self.columns = columns
    }

    mutating func replace(row: Int, by values: ArraySlice<Float>) {
        self.values.replaceSubrange(row * columns..<(row + 1) * columns, with: values)
    }

    /// The rows of these indices, in their order.
    package func selecting(_ rows: [Int]) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(rows.count * columns)
        for row in rows { values += self[row] }
        return Matrix(rows: rows.count, columns: columns, values: values)
    }

    /// The matrix with its rows as columns.
    package var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { result.values[column * rows + row] = values[row * columns + column] }
        }
        return result
    }
}

extension Matrix {
    /// Each row becomes exp(scale x) / sum of exp(scale x), safe for large x; exp within 1e-6 of the exact value.
    /// Attention calls the same kernel. `clip_outcomes` has it fused with what is told of each image.
    package mutating func softmaxRows(scale: Float) {
        values.withUnsafeMutableBufferPointer { values in
            if let start = values.baseAddress { clip_softmax(start, rows, columns, scale) }
        }
    }
}

extension Matrix {
    /// Scales a row to unit length; a row of zeros stays.
    package mutating func normaliseRow(_ row: Int) {
        let range = row * columns..<(row + 1) * columns
        let norm = values[range].reduce(into: Double(0)) { $0 += Double($1) * Double($1) }.squareRoot()
        guard norm > 0 else { return }
        for index in range { values[index] = Float(Double(values[index]) / norm) }
    }

    /// The first row that holds a value which is infinite or no number.
    var firstRowOfNoNumbers: Int? {
        guard clip_is_finite(values, values.count) == 0 else { return nil }
        return (0..<rows).first { !self[$0].allSatisfy(\.isFinite) }
    }

    /// Scales every row to unit length.
    package mutating func normaliseRows() {
        for row in 0..<rows { normaliseRow(row) }
    }
}

extension Matrix {
    /// Adds another of the same shape.
    mutating func add(_ other: Matrix) {
        precondition(other.rows == rows && other.columns == columns, "matrices of one shape")
        values.withUnsafeMutableBufferPointer { values in
            other.values.withUnsafeBufferPointer { other in
                guard let start = values.baseAddress, let other = other.baseAddress else { return }
                clip_add(start, other, values.count)
            }
        }
    }

    /// Each row less a vector of `columns`.
    func subtracting(_ vector: [Float]) -> Matrix {
        var result = self
        let negative = vector.map { -$0 }
        for row in 0..<rows { result.add(negative[...], toRow: row) }
        return result
    }

    /// Adds a vector of `columns` to a row.
    mutating func add(_ vector: ArraySlice<Float>, toRow row: Int) {
        precondition(vector.count == columns, "\(vector.count) numbers for a row of \(columns)")
        values.withUnsafeMutableBufferPointer { values in
            vector.withUnsafeBufferPointer { vector in
                guard let start = values.baseAddress, let vector = vector.baseAddress else { return }
                clip_add(start + row * columns, vector, columns)
            }
        }
    }
}

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
