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
