import Foundation
import Testing

@testable import Model

/// What torch gave; see scripts/goldens, part training.
struct TrainingGolden: Decodable, Sendable, CustomTestStringConvertible {
    struct Batch: Decodable, Sendable {
        let images: [Int32]
        let groups: [Int32]
        let captions: [[Int]]
    }

    let tower: String
    let file: String
    let sigmoid: Bool
    let projection: Bool
    let rate: Double
    let warmUp: Int
    let decay: Double
    let clip: Double
    /// Of the first batch's gradient.
    let norm: Double
    let losses: [Double]
    let batches: [Batch]

    var testDescription: String { file }

    static let all: [TrainingGolden] = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = repository.appending(path: "Tests/ModelTests/Goldens/training/training.json")
        return try! decoder.decode([TrainingGolden].self, from: Data(contentsOf: file))
    }()

    func tensors() throws -> [String: [Float]] {
        let archive = try Safetensors(
            contentsOf: repository.appending(path: "Tests/ModelTests/Goldens/training/\(file)"))
        return archive.tensors.mapValues { $0.floats! }
    }

    /// The tower's parameters with a temperature of 20, and a bias of -2 where the loss is a sigmoid.
    func trainer() throws -> TextTrainer {
        let model = try TrainableModel(
            contentsOf: repository.appending(path: "Tests/ModelTests/Goldens/towers/\(tower)"))
        let layout = TextTowerLayout(
            model.layout.text, dimension: model.layout.dimension, names: .openAI(), projection: "text_projection",
            hasBias: sigmoid)
        var values = model.start + (sigmoid ? [-2] : [])
        values[layout.logitScale] = Float(log(20.0))
        var settings = TrainingSettings()
        (settings.part, settings.loss) = (projection ? .projection : .text, sigmoid ? .sigmoid : .softmax)
        (settings.steps, settings.batch, settings.rate) = (losses.count, batches[0].groups.count, rate)
        (settings.warmUp, settings.decay, settings.clip) = (warmUp, decay, clip)
        return TextTrainer(layout, values, settings)
    }

    func batch(_ step: Int, images: [Float]) -> PairBatch {
        let batch = batches[step]
        let columns = 40
        let matrix = Matrix(rows: images.count / columns, columns: columns, values: images)
        var (prompts, places) = ([[Int]](), [Int]())
        for caption in batch.captions {
            if !prompts.contains(caption) { prompts.append(caption) }
            places.append(prompts.firstIndex(of: caption)!)
        }
        return PairBatch(
            prompts: prompts, places: places, images: matrix.selecting(batch.images.map(Int.init)),
            groups: batch.groups, imageNumbers: batch.images)
    }
}
