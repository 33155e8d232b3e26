import Foundation

extension EmbeddingFile {
    /// How far from 1 a length may be and count as 1: rounding to f16 is within it.
    private static let tolerance: Float = 2e-3
    private static let block = 4096

    /// The Euclidean length of each row; not a number where a value is none. Rows of about unit length in the file's own
    /// floats are told as fast as the file is read.
    /// - Throws: `EmbeddingRows.Failure`
    func lengths() throws -> [Float] {
        let mapped = try mappedRows()
        var lengths = [Float](repeating: 0, count: rows)
        lengths.withUnsafeMutableBufferPointer { lengths in
            nonisolated(unsafe) let lengths = lengths
            DispatchQueue.concurrentPerform(iterations: (rows + Self.block - 1) / Self.block) { block in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: dimension) { values in
                    for row in block * Self.block..<min(rows, (block + 1) * Self.block) {
                        if let square = mapped?.squaredLength(row), abs(square - 1) < 0.1 {
                            lengths[row] = square.squareRoot()
                            continue
                        }
                        copy(row: row, to: values)
                        var sums = SIMD4<Double>.zero
                        for column in 0..<dimension {
                            sums[column & 3] += Double(values[column]) * Double(values[column])
                        }
                        lengths[row] = Float(sums.sum().squareRoot())
                    }
                }
            }
        }
        return lengths
    }

    /// The rows in place where they have unit length, else scaled ones in a temporary file.
    /// - Throws: `EmbeddingRows.Failure`
    func normalisedRows(_ lengths: [Float]) throws -> (rows: EmbeddingRows, isScaled: Bool) {
        let isScaled = lengths.contains { $0.isFinite && $0 > 0 && abs($0 - 1) > Self.tolerance }
        if !isScaled, let mapped = try mappedRows() { return (mapped, false) }
        let scaled = try EmbeddingRows.temporary(dimension: dimension)
        for start in stride(from: 0, to: rows, by: Self.block) {
            let count = min(Self.block, rows - start)
            var values = [Float](repeating: 0, count: count * dimension)
            values.withUnsafeMutableBufferPointer { values in
                for index in 0..<count {
                    let row = UnsafeMutableBufferPointer(
                        rebasing: values[index * dimension..<(index + 1) * dimension])
                    copy(row: start + index, to: row)
                    let length = lengths[start + index]
                    guard length.isFinite, length > 0 else { continue }
                    for column in row.indices { row[column] /= length }
                }
            }
            try scaled.write(values[...], at: start)
        }
        return (scaled, isScaled)
    }
}
