import COpenBLAS
import Foundation

/// Ways to find a projection for labelled rows. Rows are the embeddings as they are, of length 1.
package enum ProjectionFitting {
    /// [dimensions, dimension], and the mean that is subtracted first.
    package typealias Map = (matrix: Matrix, mean: [Float])

    package enum Failure: Error, Equatable {
        /// Rows vary in so many directions.
        case fewDirections(Int, asked: Int, rows: Int)
        case oneClass
    }

    /// What LDA mixes into the scatter within classes, of a ball as large: few images fill few directions.
    package static let shrinkage = 0.1

    /// - Parameters:
    ///   - dimensions: LDA gives one fewer than there are classes, where that is fewer.
    ///   - seed: of ArcFace.
    /// - Throws: `ProjectionFitting.Failure`; `CancellationError` soon after `isCancelled` turns true.
    package static func fit(
        _ method: CompactProjection.Method, _ rows: LabelledRows, dimensions: Int, seed: UInt64,
        report: (Int, Int) -> Void = { _, _ in }, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Map {
        switch method {
        case .pca, .whiten: return try principal(rows.matrix, dimensions, isWhite: method == .whiten)
        case .lda: return try discriminant(rows, dimensions, shrinkage: shrinkage)
        case .arcface:
            let start = try principal(rows.matrix, dimensions, isWhite: false)
            var head = ArcFaceHead(start)
            return try head.trained(on: rows, seed: seed, report: report, isCancelled: isCancelled)
        }
    }

    /// The first principal axes; white: over the standard deviation (of a sample) along each.
    static func principal(_ rows: Matrix, _ dimensions: Int, isWhite: Bool) throws -> Map {
        let axes = PrincipalAxes(rows)
        guard axes.count >= dimensions else {
            throw Failure.fewDirections(axes.count, asked: dimensions, rows: rows.rows)
        }
        var matrix = Matrix(
            rows: dimensions, columns: rows.columns,
            values: axes.axes[..<(dimensions * rows.columns)].map { Float($0) })
        if isWhite {
            let sample = Double(rows.rows) / Double(rows.rows - 1)
            for axis in 0..<dimensions {
                let scale = Float(1 / (axes.variances[axis] * sample).squareRoot())
                matrix.replace(row: axis, by: matrix[axis].map { $0 * scale }[...])
            }
        }
        return (matrix, axes.mean.map { Float($0) })
    }

    /// scikit-learn's LinearDiscriminantAnalysis with solver "eigen": directions v of the greatest v'Bv / v'Wv, with
    /// v'Wv = 1, where W is the covariance within classes and B that of everything less W; both covariances shrunk.
    static func discriminant(_ rows: LabelledRows, _ dimensions: Int, shrinkage: Double) throws -> Map {
        let size = rows.matrix.columns
        let present = rows.imagesPerClass.enumerated().filter { $0.element > 0 }.map(\.offset)
        guard present.count > 1 else { throw Failure.oneClass }
        let mean = PrincipalAxes.mean(rows.matrix)
        let total = PrincipalAxes.scatter(rows.matrix, around: mean)
        var within = [Double](repeating: 0, count: size * size)
        for label in present {
            let own = rows.selecting(rows.labels.indices.filter { rows.labels[$0] == Int32(label) }).matrix
            let part = PrincipalAxes.scatter(own, around: PrincipalAxes.mean(own))
            cblas_daxpy(Int32(part.count), 1, part, 1, &within, 1)
        }
        let inner = shrunk(within, size, shrinkage, rows.count)
        let outer = shrunk(total, size, shrinkage, rows.count)
        let between = zip(outer, inner).map { $0 - $1 }
        let eigen = SymmetricEigen(inner, size: size)
        let kept = eigen.values.prefix { $0 > eigen.values[0] * 1e-9 }.count
        // White rows: W becomes the identity, and B is turned to its axes.
        let white = (0..<kept * size).map { eigen.vectors[$0] / eigen.values[$0 / size].squareRoot() }
        let half = PrincipalAxes.product(white, kept, between, size, size)
        let turned = SymmetricEigen(PrincipalAxes.product(half, kept, white, kept, size), size: kept)
        let found = min(dimensions, present.count - 1, kept)
        let transposed = (0..<size * kept).map { white[$0 % kept * size + $0 / kept] }
        let directions = PrincipalAxes.product(
            Array(turned.vectors[..<(found * kept)]), found, transposed, size, kept)
        return (
            Matrix(rows: found, columns: size, values: directions.map { Float($0) }), mean.map { Float($0) }
        )
    }

    /// A covariance of a scatter, mixed with a ball of the same size.
    private static func shrunk(_ scatter: [Double], _ size: Int, _ shrinkage: Double, _ rows: Int) -> [Double] {
        var covariance = scatter.map { $0 / Double(rows) * (1 - shrinkage) }
        let trace = (0..<size).reduce(0) { $0 + scatter[$1 * size + $1] } / Double(rows)
        for index in 0..<size { covariance[index * size + index] += shrinkage * trace / Double(size) }
        return covariance
    }
}

extension ProjectionFitting.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .fewDirections(let found, let asked, let rows):
            "\(rows) images vary in \(found) directions, expected \(asked) at least: more images, or --dim \(max(1, found))"
        case .oneClass: "images of one class, expected two at least to tell apart"
        }
    }
}
