import CKernels
import COpenBLAS
import Foundation

/// A linear map trained with an additive angular margin (Deng et al. 2019, equation 3) by AdamW (Loshchilov and Hutter 2019,
/// algorithm 2): the logit of class k is s cos(angle to its centre), of the true class s cos(angle + m).
struct ArcFaceHead {
    private var map: [Float]  // [dimensions, columns]
    private let mean: [Float]
    private let dimensions: Int
    private let columns: Int

    static let (scale, margin): (Float, Float) = (30, 0.3)
    static let (steps, batch) = (600, 256)
    private static let (rate, decay): (Float, Float) = (2e-3, 1e-4)

    init(_ start: ProjectionFitting.Map) {
        (map, mean) = (start.matrix.values, start.mean)
        (dimensions, columns) = (start.matrix.rows, start.matrix.columns)
    }

    /// - Throws: `ProjectionFitting.Failure.oneClass`; `CancellationError`
    mutating func trained(
        on rows: LabelledRows, seed: UInt64, report: (Int, Int) -> Void, isCancelled: () -> Bool
    ) throws -> ProjectionFitting.Map {
        guard rows.imagesPerClass.count(where: { $0 > 0 }) > 1 else { throw ProjectionFitting.Failure.oneClass }
        let centred = rows.matrix.subtracting(mean)
        var (generator, order) = (SplitMix64(seed: seed), [Int]())
        var centres = firstCentres(centred, rows)
        var (mapState, centreState) = (AdamW(map.count), AdamW(centres.count))
        for step in 0..<Self.steps {
            if isCancelled() { throw CancellationError() }
            if order.isEmpty {
                order = Array(0..<rows.count)
                generator.shuffle(&order)
            }
            let places = Array(order.suffix(Self.batch))
            order.removeLast(places.count)
            let x = centred.selecting(places)
            let (mapGradient, centreGradient) = gradients(x, places.map { rows.labels[$0] }, centres, rows.classes)
            let rate = Self.rate * (1 + cos(.pi * Float(step) / Float(Self.steps))) / 2
            mapState.step(&map, mapGradient, rate: rate, decay: Self.decay)
            centreState.step(&centres, centreGradient, rate: rate, decay: 0)
            report(step + 1, Self.steps)
        }
        return (Matrix(rows: dimensions, columns: columns, values: map), mean)
    }

    private func projected(_ x: Matrix) -> Matrix {
        x.timesTransposed(Matrix(rows: dimensions, columns: columns, values: map))
    }

    /// The directions of the classes' means: where they begin.
    private func firstCentres(_ centred: Matrix, _ rows: LabelledRows) -> [Float] {
        var points = projected(centred)
        points.normaliseRows()
        var sums = Matrix(rows: rows.classes, columns: dimensions)
        for (row, label) in rows.labels.enumerated() { sums.add(points[row], toRow: Int(label)) }
        sums.normaliseRows()
        return sums.values
    }

    /// Of the mean loss of a batch: of the map and of the centres.
    private func gradients(
        _ x: Matrix, _ labels: [Int32], _ centres: [Float], _ classes: Int
    ) -> (map: [Float], centres: [Float]) {
        let points = projected(x)
        let (unit, lengths) = Self.normalised(points)
        let (unitCentres, centreLengths) = Self.normalised(Matrix(rows: classes, columns: dimensions, values: centres))
        let cosines = unit.timesTransposed(unitCentres)
        var logits = cosines
        var slopes = [Float](repeating: 1, count: x.rows)
        for (row, label) in labels.enumerated() {
            let place = row * classes + Int(label)
            let cosine = max(-1 + 1e-6, min(1 - 1e-6, cosines.values[place]))
            let sine = (1 - cosine * cosine).squareRoot()
            logits.values[place] = cosine * cos(Self.margin) - sine * sin(Self.margin)
            slopes[row] = cos(Self.margin) + cosine / sine * sin(Self.margin)
        }
        for index in logits.values.indices { logits.values[index] *= Self.scale }
        _ = clip_logistic(&logits.values, labels, x.rows, classes)
        for (row, label) in labels.enumerated() { logits.values[row * classes + Int(label)] *= slopes[row] }
        for index in logits.values.indices { logits.values[index] *= Self.scale / Float(x.rows) }
        // To the unit vectors, then to what they are the directions of.
        let toUnit = Self.tangent(logits.timesTransposed(unitCentres.transposed), unit, lengths)
        let toCentres = Self.tangent(logits.transposed.timesTransposed(unit.transposed), unitCentres, centreLengths)
        return (toUnit.transposed.timesTransposed(x.transposed).values, toCentres.values)
    }

    private static func normalised(_ rows: Matrix) -> (Matrix, [Float]) {
        var unit = rows
        unit.normaliseRows()
        return (
            unit,
            (0..<rows.rows).map { row in
                max(1e-12, rows[row].reduce(0) { $0 + $1 * $1 }.squareRoot())
            }
        )
    }

    /// The gradient of rows from that of their directions: what turns them, over their length.
    private static func tangent(_ gradient: Matrix, _ unit: Matrix, _ lengths: [Float]) -> Matrix {
        var result = gradient
        for row in 0..<gradient.rows {
            let along = zip(gradient[row], unit[row]).reduce(0) { $0 + $1.0 * $1.1 }
            for column in 0..<gradient.columns {
                let place = row * gradient.columns + column
                result.values[place] = (gradient.values[place] - along * unit.values[place]) / lengths[row]
            }
        }
        return result
    }
}

/// AdamW's moments of one list of parameters.
private struct AdamW {
    private var first: [Float]
    private var second: [Float]
    private var steps = 0
    private static let (beta1, beta2, least): (Float, Float, Float) = (0.9, 0.999, 1e-8)

    init(_ count: Int) {
        (first, second) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
    }

    mutating func step(_ values: inout [Float], _ gradient: [Float], rate: Float, decay: Float) {
        steps += 1
        let (one, two) = (1 - pow(Self.beta1, Float(steps)), 1 - pow(Self.beta2, Float(steps)))
        for index in values.indices {
            first[index] = Self.beta1 * first[index] + (1 - Self.beta1) * gradient[index]
            second[index] = Self.beta2 * second[index] + (1 - Self.beta2) * gradient[index] * gradient[index]
            let step = first[index] / one / ((second[index] / two).squareRoot() + Self.least)
            values[index] -= rate * (step + decay * values[index])
        }
    }
}
