import CKernels

/// The mean cross-entropy of a linear classifier over labelled rows, and its gradient. Sums are made in the same order
/// whatever the number of threads.
struct LogisticObjective: Sendable {
    /// [images, columns]
    let rows: Matrix
    let labels: [Int32]
    let classes: Int
    /// Logits that are there before the classifier's, [images, classes].
    let offsets: Matrix?

    struct Value: Sendable {
        var loss: Double
        /// [classes, columns]
        var weights: [Double]
        /// One a class.
        var intercepts: [Double]
    }

    private struct Part: Sendable {
        let loss: Double
        let weights: [Float]
        let intercepts: [Double]
    }

    private static let parts = 8
    private static let block = 512

    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    func callAsFunction(
        weights: Matrix, intercepts: [Float], isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Value {
        let share = (labels.count + Self.parts - 1) / Self.parts
        let all = try concurrently(labels.count < Self.block ? 1 : Self.parts) { part in
            let count = labels.count < Self.block ? labels.count : share
            if isCancelled() { throw CancellationError() }
            return value(
                of: min(part * count, labels.count)..<min((part + 1) * count, labels.count), weights, intercepts)
        }
        var total = Value(
            loss: 0, weights: [Double](repeating: 0, count: weights.values.count),
            intercepts: [Double](repeating: 0, count: classes))
        let images = Double(labels.count)
        for part in all {
            total.loss += part.loss / images
            clip_add_scaled(&total.weights, part.weights, 1 / images, part.weights.count)
            for index in total.intercepts.indices { total.intercepts[index] += part.intercepts[index] / images }
        }
        return total
    }

    /// Sums over some of the rows.
    private func value(of range: Range<Int>, _ weights: Matrix, _ intercepts: [Float]) -> Part {
        var loss = 0.0
        var gradient = [Float](repeating: 0, count: weights.values.count)
        var residuals = [Double](repeating: 0, count: classes)
        var logits = [Float](repeating: 0, count: Self.block * classes)
        rows.values.withUnsafeBufferPointer { rows in
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
                let count = min(Self.block, range.upperBound - start)
                let embeddings = rows.baseAddress! + start * weights.columns
                logits.withUnsafeMutableBufferPointer { logits in
                    prepare(logits, start, count, intercepts)
                    multiply(embeddings, byTransposed: weights, into: logits.baseAddress!, rows: count, adding: true)
                    loss += labels.withUnsafeBufferPointer {
                        clip_logistic(logits.baseAddress!, $0.baseAddress! + start, count, classes)
                    }
                    clip_add_column_sums(&residuals, logits.baseAddress!, count, classes)
                    add(
                        transposed: logits.baseAddress!, columns: classes, times: embeddings, columns: weights.columns,
                        rows: count, to: &gradient)
                }
            }
        }
        return Part(loss: loss, weights: gradient, intercepts: residuals)
    }

    /// What the products are added to.
    private func prepare(
        _ logits: UnsafeMutableBufferPointer<Float>, _ start: Int, _ count: Int, _ intercepts: [Float]
    ) {
        guard let offsets else {
            return clip_begin_logits(logits.baseAddress!, nil, intercepts, count, classes)
        }
        offsets.values.withUnsafeBufferPointer {
            clip_begin_logits(logits.baseAddress!, $0.baseAddress! + start * classes, intercepts, count, classes)
        }
    }
}
