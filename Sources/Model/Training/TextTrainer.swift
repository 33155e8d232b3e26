import CKernels
import COpenBLAS
import Foundation

/// The parameters of a text tower while they are trained on batches of image embeddings and captions.
package struct TextTrainer: Sendable {
    /// What a step said.
    package struct Figures: Sendable, Equatable {
        /// Counted from 1.
        package let step: Int
        package let loss: Double
        /// exp of the learned logarithm, before the step.
        package let scale: Double
        /// Of the gradient before it is clipped.
        package let norm: Double
        package let rate: Double
    }

    let layout: TextTowerLayout
    package let settings: TrainingSettings
    /// By the layout.
    private(set) var values: [Float]
    /// Of the trained part: AdamW's two moments.
    private(set) var moments: (first: [Float], second: [Float])
    /// Steps done.
    package private(set) var step = 0
    private var gradient: [Float]

    /// Prompts are computed in at most so many parts, however many cores there are: sums come out the same.
    private static let parts = 4
    private static let fewestPrompts = 16

    init(_ layout: TextTowerLayout, _ values: [Float], _ settings: TrainingSettings) {
        precondition(values.count == layout.count, "\(values.count) floats for \(layout.count)")
        (self.layout, self.values, self.settings) = (layout, values, settings)
        gradient = [Float](repeating: 0, count: layout.trained(settings.part).count)
        moments = (gradient, gradient)
    }

    /// As it stood when a state was written.
    init(_ layout: TextTowerLayout, _ state: TrainingState, _ settings: TrainingSettings) {
        self.init(layout, state.values, settings)
        (moments, step) = ((state.first, state.second), state.step)
    }

    var logitScale: Float { values[layout.logitScale] }
    var logitBias: Float? { layout.logitBias.map { values[$0] } }

    /// One step of AdamW.
    /// - Throws: `TrainingFailure.diverged`, the parameters then being those before the step.
    package mutating func advance(_ batch: PairBatch) throws -> Figures {
        let rate = settings.rate(of: step)
        let scale = exp(Double(logitScale))
        let (loss, norm) = try findGradient(batch)
        guard loss.isFinite, norm.isFinite else { throw TrainingFailure.diverged(step: step + 1, rate: rate) }
        update(rate, factor: Float(min(1, settings.clip / (norm + 1e-6))))
        step += 1
        return Figures(step: step, loss: loss, scale: scale, norm: norm, rate: rate)
    }

    private mutating func update(_ rate: Double, factor: Float) {
        let number = Double(step + 1)
        var step = clip_adamw_step()
        (step.rate, step.factor) = (Float(rate), factor)
        (step.beta1, step.beta2) = (Float(TrainingSettings.beta1), Float(TrainingSettings.beta2))
        step.epsilon = Float(TrainingSettings.epsilon)
        step.correction1 = Float(1 - pow(TrainingSettings.beta1, number))
        step.correction2 = Float(1 - pow(TrainingSettings.beta2, number))
        let trained = layout.trained(settings.part)
        let entries = layout.entries
        let gradient = gradient
        values.withUnsafeMutableBufferPointer { values in
            moments.first.withUnsafeMutableBufferPointer { first in
                moments.second.withUnsafeMutableBufferPointer { second in
                    for entry in entries where trained.contains(entry.range.lowerBound) {
                        let place = entry.range.lowerBound - trained.lowerBound
                        step.decay = entry.decays ? Float(settings.decay) : 0
                        gradient.withUnsafeBufferPointer {
                            clip_adamw(
                                values.baseAddress! + entry.range.lowerBound, $0.baseAddress! + place,
                                first.baseAddress! + place, second.baseAddress! + place, entry.range.count, step)
                        }
                    }
                }
            }
        }
        values[layout.logitScale] = min(max(logitScale, 0), TrainingSettings.largestLogitScale)
    }

    // MARK: - Gradient

    /// The loss of a batch, and its gradient by every parameter that is trained, for tests; by the layout's names.
    mutating func gradients(_ batch: PairBatch) throws -> (loss: Double, norm: Double, of: [String: [Float]]) {
        let (loss, norm) = try findGradient(batch)
        let trained = layout.trained(settings.part)
        let parts = layout.entries.filter { trained.contains($0.range.lowerBound) }.map { entry in
            (
                entry.name,
                Array(
                    gradient[entry.range.lowerBound - trained.lowerBound..<entry.range.upperBound - trained.lowerBound])
            )
        }
        return (loss, norm, Dictionary(uniqueKeysWithValues: parts))
    }

    private struct PartGradient: Sendable {
        let values: [Float]
        let inputs: Matrix?
    }

    private mutating func findGradient(_ batch: PairBatch) throws -> (loss: Double, norm: Double) {
        let (layout, values, part) = (layout, values, settings.part)
        let pooled = batch.prompts.map { ids in ids[...layout.text.pooling.place(in: ids[...])] }
        let ranges = TextTransformer.parts(
            of: max(Self.fewestPrompts, (pooled.count + Self.parts - 1) / Self.parts), count: pooled.count, cores: 1)
        let passes = try concurrently(ranges.count) { index in
            values.withUnsafeBufferPointer { TextPass(layout, Array(pooled[ranges[index]]), $0.baseAddress!) }
        }
        let texts = Matrix(
            rows: pooled.count, columns: layout.dimension, values: passes.flatMap(\.embeddings.values))
        let contrast = Contrast(
            texts, batch, logitScale: logitScale, logitBias: settings.loss == .sigmoid ? logitBias ?? 0 : nil)
        let trained = layout.trained(part)
        let first = max(trained.lowerBound, layout.firstBlock)
        let parts = try concurrently(ranges.count) { index in
            var own = [Float](repeating: 0, count: layout.logitScale - first)
            let inputs = values.withUnsafeBufferPointer { values in
                own.withUnsafeMutableBufferPointer { own in
                    let start = own.baseAddress!
                    return passes[index].back(
                        contrast.slopes.selecting(Array(ranges[index])), values.baseAddress!, part
                    ) { start + ($0 - first) }
                }
            }
            return PartGradient(values: own, inputs: inputs)
        }
        return gradient.withUnsafeMutableBufferPointer { gradient in
            let start = gradient.baseAddress!
            gradient.update(repeating: 0)
            for (pass, part) in zip(passes, parts) {
                clip_add(start + (first - trained.lowerBound), part.values, part.values.count)
                if let inputs = part.inputs { pass.backEmbed(inputs) { start + $0 } }
            }
            start[layout.logitScale - trained.lowerBound] = contrast.scaleSlope
            if let bias = layout.logitBias { start[bias - trained.lowerBound] = contrast.biasSlope }
            return (contrast.loss, clip_square_sum(start, gradient.count).squareRoot())
        }
    }
}

/// The contrastive loss of a batch and its slopes.
struct Contrast: Sendable {
    let loss: Double
    /// By the text embeddings before they are made unit length, [prompts, dimension].
    private(set) var slopes: Matrix
    /// By the logarithm of the temperature's inverse, and by the bias of the sigmoid.
    let scaleSlope: Float
    let biasSlope: Float

    /// - Parameters:
    ///   - texts: of the batch's prompts, not normalised.
    ///   - logitBias: with it the loss is the sigmoid's.
    init(_ texts: Matrix, _ batch: PairBatch, logitScale: Float, logitBias: Float?) {
        let count = batch.places.count
        var unit = Matrix(rows: texts.rows, columns: texts.columns)
        var lengths = [Float](repeating: 0, count: texts.rows)
        clip_unit_rows(texts.values, &unit.values, &lengths, texts.rows, texts.columns)
        let scale = exp(logitScale)
        let own = unit.selecting(batch.places)
        var logits = Matrix(rows: count, columns: count)
        multiply(
            Factor(batch.images.values, count, texts.columns), Factor(own.values, count, texts.columns).transposed,
            into: &logits.values, factor: scale)
        let scores = logits.values
        if let logitBias {
            loss = clip_sigmoid_contrastive(&logits.values, batch.groups, batch.imageNumbers, count, logitBias)
        } else {
            var scratch = [Float](repeating: 0, count: 3 * count)
            loss = clip_contrastive(&logits.values, batch.groups, batch.imageNumbers, count, &scratch)
        }
        scaleSlope = Float(cblas_dsdot(Int32(scores.count), scores, 1, logits.values, 1))
        let ones = [Float](repeating: 1, count: scores.count)
        biasSlope = logitBias == nil ? 0 : Float(cblas_dsdot(Int32(scores.count), ones, 1, logits.values, 1))
        var byPair = Matrix(rows: count, columns: texts.columns)
        multiply(
            Factor(logits.values, count, count).transposed, Factor(batch.images.values, count, texts.columns),
            into: &byPair.values, factor: scale)
        slopes = Matrix(rows: texts.rows, columns: texts.columns)
        for (pair, prompt) in batch.places.enumerated() { slopes.add(byPair[pair], toRow: prompt) }
        clip_unit_rows_backward(unit.values, lengths, &slopes.values, texts.rows, texts.columns)
    }
}
