import COpenBLAS
import Foundation

/// Limited-memory BFGS (Nocedal and Wright 2006, "Numerical Optimization", algorithm 7.4) with a line search for the weak
/// Wolfe conditions by halving and doubling (Lewis and Overton 2013, algorithm 2.6).
struct LBFGS {
    var mostIterations = 1000
    /// It ends where no part of the gradient is greater.
    var gradientLimit = 1e-8
    /// It ends where ten steps together lowered the value by less than this share of it.
    var valueLimit = 1e-9

    private static let history = 10
    private static let (sufficientDecrease, curvature) = (1e-4, 0.9)
    private static let mostTrials = 30
    /// Differences of values below this share are rounding.
    private static let rounding = 1e-10

    typealias Point = (value: Double, gradient: [Double])

    struct Minimum {
        let position: [Double]
        let value: Double
        let iterations: Int
        /// False where the iterations ran out.
        let isConverged: Bool
    }

    /// - Throws: what `objective` throws.
    func minimise(from start: [Double], _ objective: ([Double]) throws -> Point) throws -> Minimum {
        var position = start
        var point = try objective(position)
        var pairs: [(step: [Double], change: [Double], product: Double)] = []
        var values = [point.value]
        for iteration in 0..<mostIterations {
            let isFlat = values.count > 10 && values[values.count - 11] - point.value <= valueLimit * abs(point.value)
            if isFlat || Self.greatest(point.gradient) <= gradientLimit {
                return Minimum(position: position, value: point.value, iterations: iteration, isConverged: true)
            }
            var direction = Self.direction(point.gradient, pairs)
            if Self.dot(direction, point.gradient) >= 0 {
                pairs.removeAll()
                direction = Self.direction(point.gradient, pairs)
            }
            let first = pairs.isEmpty ? min(1, 1 / Self.dot(point.gradient, point.gradient).squareRoot()) : 1
            guard let (length, next) = try Self.search(point, direction, first, at: position, objective) else {
                // No step lowers it by more than rounding.
                return Minimum(position: position, value: point.value, iterations: iteration, isConverged: true)
            }
            var step = direction
            cblas_dscal(Int32(step.count), length, &step, 1)
            cblas_daxpy(Int32(step.count), 1, step, 1, &position, 1)
            var change = next.gradient
            cblas_daxpy(Int32(change.count), -1, point.gradient, 1, &change, 1)
            let product = Self.dot(step, change)
            if product > 1e-14 * Self.dot(change, change) { pairs.append((step, change, product)) }
            if pairs.count > Self.history { pairs.removeFirst() }
            point = next
            values.append(point.value)
        }
        return Minimum(position: position, value: point.value, iterations: mostIterations, isConverged: false)
    }

    /// The two loops over the last steps.
    private static func direction(
        _ gradient: [Double], _ pairs: [(step: [Double], change: [Double], product: Double)]
    ) -> [Double] {
        let count = Int32(gradient.count)
        var direction = gradient
        var shares: [Double] = []
        for pair in pairs.reversed() {
            let share = dot(pair.step, direction) / pair.product
            shares.append(share)
            cblas_daxpy(count, -share, pair.change, 1, &direction, 1)
        }
        if let last = pairs.last { cblas_dscal(count, last.product / dot(last.change, last.change), &direction, 1) }
        for (pair, share) in zip(pairs, shares.reversed()) {
            cblas_daxpy(count, share - dot(pair.change, direction) / pair.product, pair.step, 1, &direction, 1)
        }
        cblas_dscal(count, -1, &direction, 1)
        return direction
    }

    private static func search(
        _ point: Point, _ direction: [Double], _ first: Double, at position: [Double],
        _ objective: ([Double]) throws -> Point
    ) throws -> (Double, Point)? {
        let slope = dot(point.gradient, direction)
        var (low, high, length) = (0.0, Double.infinity, first)
        var lowest: (Double, Point)?
        for _ in 0..<mostTrials {
            var trial = position
            cblas_daxpy(Int32(trial.count), length, direction, 1, &trial, 1)
            let next = try objective(trial)
            let limit = point.value + sufficientDecrease * length * slope + rounding * abs(point.value)
            if !(next.value <= limit) {
                high = length
            } else if dot(next.gradient, direction) < curvature * slope {
                (low, lowest) = (length, (length, next))
            } else {
                return (length, next)
            }
            length = high.isFinite ? (low + high) / 2 : 2 * length
        }
        return lowest
    }

    /// The greatest without its sign; no number where one is none.
    private static func greatest(_ a: [Double]) -> Double {
        abs(a[Int(cblas_idamax(Int32(a.count), a, 1))])
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { cblas_ddot(Int32(a.count), a, 1, b, 1) }
}
