import CKernels
import COpenBLAS

/// Multinomial logistic regression on embeddings (Radford et al. 2021, section 3.2 and appendix A.3): one weight vector and
/// one intercept a class, L2 on the weights alone, as scikit-learn's LogisticRegression has it.
package struct LinearProbe: Sendable {
    /// [classes, dimension], of any length.
    package let weights: Matrix
    /// Added to the logits of each class.
    package let intercepts: [Float]
    /// scikit-learn's C: the weights' L2 is 1 / (C images).
    package let c: Double
    /// Mean cross-entropy in nats, and the weights' share.
    package let objective: Double
    package let iterations: Int
    /// False where the iterations ran out.
    package let isConverged: Bool

    package static let mostIterations = 1000

    /// Told apart by the logits alone; there is no other scale.
    package var classifier: ZeroShotClassifier {
        ZeroShotClassifier(weights: ClassWeights(matrix: weights), intercepts: intercepts)
    }
}

/// What the probes of one training set share, whatever their strength: the classes that have images, and the rows in
/// coordinates in which few iterations suffice.
///
/// The rows are turned to their principal axes, and each weight is counted in units of 1 / sqrt(variance / 2 + L2), about
/// the objective's curvature along the axis (Boehning 1992 has the bound 1/2). Centring moves an intercept, turning keeps
/// the length of weights, and a weight across all axes is 0 for the L2: so the minimum is the same.
///
/// Beside a zero-shot classifier the weights are those of the classifier and a difference, L2 is on the difference, and
/// there are no intercepts: the stronger the L2, the more it is the prompts that decide.
package struct ProbeFitting: Sendable {
    private let axes: PrincipalAxes
    private let objective: LogisticObjective
    /// The classes that are fitted, ascending.
    private let present: [Int]
    private let classes: Int
    private let start: ZeroShotClassifier?

    package enum Failure: Error, Equatable {
        case oneClass(Int)
    }

    /// - Parameter start: what the weights are drawn to; nil for zeros.
    /// - Throws: `ProbeFitting.Failure` where images of two classes are not there.
    package init(_ rows: LabelledRows, start: ZeroShotClassifier? = nil) throws {
        let counts = rows.imagesPerClass
        let fitted = counts.indices.filter { counts[$0] > 0 }
        guard fitted.count > 1 else { throw Failure.oneClass(fitted.count) }
        (classes, self.start) = (rows.classes, start)
        present = start == nil ? fitted : Array(0..<rows.classes)
        var places = [Int32](repeating: -1, count: rows.classes)
        for (place, label) in present.enumerated() { places[label] = Int32(place) }
        axes = PrincipalAxes(rows.matrix, centred: start == nil)
        objective = LogisticObjective(
            rows: axes.coordinates(rows.matrix), labels: rows.labels.map { places[Int($0)] }, classes: present.count,
            offsets: start?.logits(rows.matrix))
    }

    /// - Parameters:
    ///   - c: scikit-learn's C.
    ///   - near: a probe of the same fitting with a similar strength, where the search begins.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func probe(
        c: Double, near: LinearProbe.Position? = nil, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> (probe: LinearProbe, position: LinearProbe.Position) {
        // One weight vector of two classes, as scikit-learn has it, costs half of two opposite ones.
        let strength = (present.count == 2 ? 2 : 1) / (c * Double(objective.labels.count))
        let units = axes.variances.map { 1 / ($0 / 2 + strength).squareRoot() }
        let width = axes.count
        let hasIntercepts = start == nil
        let size = present.count * width
        var from = [Double](repeating: 0, count: size + (hasIntercepts ? present.count : 0))
        if let near {
            for index in 0..<size { from[index] = near.weights[index] / units[index % width] }
            from.replaceSubrange(size..., with: near.intercepts)
        }
        var own = [Double](repeating: 0, count: size)
        var matrix = Matrix(rows: present.count, columns: width)
        let minimum = try LBFGS(mostIterations: LinearProbe.mostIterations).minimise(from: from) { position in
            let squares = clip_weights(&own, &matrix.values, position, units, present.count, width)
            var value = try objective(
                weights: matrix,
                intercepts: hasIntercepts
                    ? position[size...].map { Float($0) } : [Float](repeating: 0, count: present.count),
                isCancelled: isCancelled)
            clip_position_gradient(&value.weights, own, units, strength, present.count, width)
            return (
                value.loss + strength / 2 * squares, hasIntercepts ? value.weights + value.intercepts : value.weights
            )
        }
        _ = clip_weights(&own, &matrix.values, minimum.position, units, present.count, width)
        let position = LinearProbe.Position(weights: own, intercepts: Array(minimum.position[size...]))
        return (probe(at: position, c, minimum), position)
    }

    /// In the coordinates of embeddings, all classes.
    private func probe(at position: LinearProbe.Position, _ c: Double, _ minimum: LBFGS.Minimum) -> LinearProbe {
        let dimension = axes.mean.count
        let own = axes.embedding(position.weights, rows: present.count)
        var weights = Matrix(rows: classes, columns: dimension)
        if let start {
            var sum = own
            clip_add_scaled(&sum, start.weights.matrix.values, Double(start.logitScale), sum.count)
            clip_round(sum, &weights.values, sum.count)
            return probe(weights, [Float](repeating: 0, count: classes), c, minimum)
        }
        var intercepts = [Float](repeating: Self.never, count: classes)
        for (place, label) in present.enumerated() {
            let atMean = own.withUnsafeBufferPointer { own in
                let row = own.baseAddress! + place * dimension
                weights.values.withUnsafeMutableBufferPointer {
                    clip_round(row, $0.baseAddress! + label * dimension, dimension)
                }
                return cblas_ddot(Int32(dimension), row, 1, axes.mean, 1)
            }
            intercepts[label] = Float(position.intercepts[place] - atMean)
        }
        return probe(weights, intercepts, c, minimum)
    }

    private func probe(_ weights: Matrix, _ intercepts: [Float], _ c: Double, _ minimum: LBFGS.Minimum) -> LinearProbe {
        LinearProbe(
            weights: weights, intercepts: intercepts, c: c, objective: minimum.value, iterations: minimum.iterations,
            isConverged: minimum.isConverged)
    }

    /// The logit of a class without images.
    private static let never: Float = -1e6
}

extension LinearProbe {
    /// In the coordinates of a fitting.
    package struct Position: Sendable {
        let weights: [Double]
        let intercepts: [Double]
    }
}

extension ProbeFitting.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .oneClass(let count):
            "images of \(count) class\(count == 1 ? "" : "es") to learn from, expected two at least"
        }
    }
}
