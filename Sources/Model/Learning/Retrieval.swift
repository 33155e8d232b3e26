import Foundation

/// How well images of the same class are found by their embeddings.
///
/// Mean precision at 5 is that of the Google Universal Image Embedding challenge (2022): for a query with n relevant images
/// in the index, the share of relevant ones among the nearest min(n, 5). Recall at k is the share of queries with a relevant
/// image among the nearest k. Average precision is the mean, over the relevant images, of the precision at each. Queries
/// without a relevant image count in none.
package struct Retrieval: Sendable {
    package struct Estimate: Sendable, Equatable {
        package let value: Double
        /// At 95 %, of classes drawn again; nil with one class.
        package let interval: ClosedRange<Double>?
    }

    package static let depths = [1, 5, 10]

    package let precision: Estimate
    /// At `depths`.
    package let recall: [Estimate]
    package let averagePrecision: Estimate
    /// Queries that count, and such that have nothing relevant in the index.
    package let queries: Int
    package let withoutRelevant: Int
    /// Classes of the queries that count.
    package let classes: Int

    package enum Failure: Error, Equatable {
        case nothingRelevant(queries: Int)
    }

    /// - Parameters:
    ///   - queries: rows of length 1, labels of the same classes as the index's.
    ///   - index: nil for the queries themselves, each left out of its own search.
    /// - Throws: `Retrieval.Failure`; `CancellationError` soon after `isCancelled` turns true.
    package init(
        _ queries: LabelledRows, index: LabelledRows?, seed: UInt64 = 1, report: @Sendable (Int) -> Void = { _ in },
        isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        let rows = index ?? queries
        let size = max(1, min(64, (4 << 20) / max(1, rows.count)))
        let starts = Array(stride(from: 0, to: queries.count, by: size))
        let found = try concurrently(starts.count) { (block: Int) -> [[Double]?] in
            if isCancelled() { throw CancellationError() }
            let range = starts[block]..<min(starts[block] + size, queries.count)
            let cosines = queries.matrix.selecting(Array(range)).timesTransposed(rows.matrix)
            defer { report(range.count) }
            return range.map { query in
                Self.figures(
                    cosines[query - range.lowerBound], queries.labels[query], rows.labels,
                    leavingOut: index == nil ? query : nil)
            }
        }.flatMap { $0 }
        let counted = found.indices.filter { found[$0] != nil }
        guard !counted.isEmpty else { throw Failure.nothingRelevant(queries: queries.count) }
        (self.queries, withoutRelevant) = (counted.count, found.count - counted.count)
        // Sums of each class's queries, so that a class can be drawn as one.
        var classes: [Int32: (sums: [Double], count: Double)] = [:]
        for query in counted {
            let old = classes[queries.labels[query]] ?? ([Double](repeating: 0, count: 2 + Self.depths.count), 0)
            classes[queries.labels[query]] = (zip(old.sums, found[query]!).map(+), old.count + 1)
        }
        self.classes = classes.count
        let estimates = Self.estimates(classes.sorted { $0.key < $1.key }.map(\.value), seed: seed)
        (precision, averagePrecision, recall) = (estimates[0], estimates[1], Array(estimates[2...]))
    }

    /// Precision at 5, average precision, and recall at each depth; nil without relevant rows.
    private static func figures(
        _ cosines: ArraySlice<Float>, _ label: Int32, _ labels: [Int32], leavingOut own: Int?
    ) -> [Double]? {
        let first = cosines.startIndex
        let order = labels.indices.filter { $0 != own }
            .sorted { (cosines[first + $1], $0) < (cosines[first + $0], $1) }
        var (relevant, precisions) = (0, 0.0)
        var places: [Int] = []
        for (place, row) in order.enumerated() where labels[row] == label {
            relevant += 1
            precisions += Double(relevant) / Double(place + 1)
            if places.count < 5 { places.append(place) }
        }
        guard relevant > 0 else { return nil }
        let depth = min(5, relevant)
        return [Double(places.count { $0 < depth }) / Double(depth), precisions / Double(relevant)]
            + Self.depths.map { places[0] < $0 ? 1 : 0 }
    }

    private static func estimates(_ classes: [(sums: [Double], count: Double)], seed: UInt64) -> [Estimate] {
        func means(_ drawn: [Int]) -> [Double] {
            let count = drawn.reduce(0) { $0 + classes[$1].count }
            return classes[0].sums.indices.map { figure in
                drawn.reduce(0) { $0 + classes[$1].sums[figure] } / count
            }
        }
        let values = means(Array(classes.indices))
        guard classes.count > 1 else { return values.map { Estimate(value: $0, interval: nil) } }
        var generator = SplitMix64(seed: seed)
        let samples = (0..<1000).map { _ in means(classes.indices.map { _ in generator.index(below: classes.count) }) }
        return values.enumerated().map { figure, value in
            let interval = samples.map { $0[figure] }.central95
            return Estimate(value: value, interval: min(value, interval.lowerBound)...max(value, interval.upperBound))
        }
    }
}

extension Retrieval.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingRelevant(let queries):
            "none of the \(queries) queries has an image of its class to be found: nothing can be told right from wrong"
        }
    }
}
