import Foundation

/// The nearest of labelled rows, by the cosine, for each of other rows.
struct Neighbours: Sendable {
    /// Normalised.
    let rows: LabelledRows

    /// Calls `body` with the cosines of some rows with all labelled ones, on several threads.
    /// - Returns: what `body` returns, in the order of the rows.
    private func forEachBlock<Value: Sendable>(
        _ queries: Matrix, isCancelled: @Sendable () -> Bool, _ body: @Sendable (ArraySlice<Float>) -> Value
    ) throws -> [Value] {
        let size = max(1, min(256, (4 << 20) / max(1, rows.count)))
        let starts = Array(stride(from: 0, to: queries.rows, by: size))
        return try concurrently(starts.count) { block in
            if isCancelled() { throw CancellationError() }
            let range = starts[block]..<min(starts[block] + size, queries.rows)
            let part = Matrix(
                rows: range.count, columns: queries.columns,
                values: Array(queries.values[range.lowerBound * queries.columns..<range.upperBound * queries.columns]))
            let cosines = part.timesTransposed(rows.matrix)
            return (0..<range.count).map { body(cosines[$0]) }
        }.flatMap { $0 }
    }

    /// The class that most of the nearest have; among equals the one whose rows are nearer together.
    func votes(_ queries: Matrix, nearest: Int, isCancelled: @Sendable () -> Bool = { false }) throws -> [Int32] {
        let count = min(nearest, rows.count)
        return try forEachBlock(queries, isCancelled: isCancelled) { cosines in
            var votes: [Int32: (count: Int, sum: Float)] = [:]
            for place in Self.greatest(count, of: cosines) {
                votes[rows.labels[place], default: (0, 0)].count += 1
                votes[rows.labels[place], default: (0, 0)].sum += cosines[cosines.startIndex + place]
            }
            return votes.max { ($0.value.count, $0.value.sum, $1.key) < ($1.value.count, $1.value.sum, $0.key) }!.key
        }
    }

    /// For each row and class the sum of exp(-sharpness (1 - cosine)) over the labelled rows of the class.
    func affinities(
        _ queries: Matrix, sharpness: Float, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Matrix {
        let classes = rows.classes
        let sums = try forEachBlock(queries, isCancelled: isCancelled) { cosines in
            var sums = [Float](repeating: 0, count: classes)
            for (cosine, label) in zip(cosines, rows.labels) { sums[Int(label)] += exp(-sharpness * (1 - cosine)) }
            return sums
        }
        return Matrix(rows: queries.rows, columns: classes, values: sums.flatMap { $0 })
    }

    /// Places of the greatest values, the greatest first, the first among equals.
    static func greatest(_ count: Int, of values: ArraySlice<Float>) -> [Int] {
        var kept: [(value: Float, place: Int)] = []
        var least = -Float.infinity
        for (place, value) in values.enumerated() where value > least || kept.count < count {
            let at = kept.firstIndex { $0.value < value } ?? kept.count
            kept.insert((value, place), at: at)
            if kept.count > count { kept.removeLast() }
            if kept.count == count, let last = kept.last { least = last.value }
        }
        return kept.map(\.place)
    }
}
