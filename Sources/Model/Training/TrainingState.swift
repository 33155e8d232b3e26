import Foundation

/// All that a training needs to go on where it stopped.
struct TrainingState: Sendable {
    /// What must be the same for it to go on.
    struct Identity: Codable, Equatable {
        let model: String
        let pairs: String
        let settings: TrainingSettings
    }

    /// The best parameters so far, and how good they were.
    struct Best: Codable, Sendable, Equatable {
        var step: Int
        var right: Int
        var logLoss: Double
    }

    static let fileName = "training-state.safetensors"

    var identity: Identity
    var step: Int
    var values: [Float]
    var first: [Float]
    var second: [Float]
    var bestValues: [Float]
    var best: Best

    /// - Throws: `AtomicWrite.Failure`
    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        func entry(_ name: String, _ values: [Float]) -> SafetensorsFile.Entry {
            SafetensorsFile.Entry(name: name, type: .float32, shape: [values.count]) {
                values.withUnsafeBytes { Data($0) }
            }
        }
        try SafetensorsFile.write(
            [entry("values", values), entry("first", first), entry("second", second), entry("best", bestValues)],
            metadata: [
                "format": "clipscope training state 1", "step": "\(step)",
                "identity": String(decoding: try encoder.encode(identity), as: UTF8.self),
                "best": String(decoding: try encoder.encode(best), as: UTF8.self),
            ], to: folder.appending(path: Self.fileName))
    }

    /// - Throws: `TrainingFailure`, `CheckpointError` for a damaged file
    init(in folder: URL, of identity: Identity, count: Int, trained: Int) throws {
        let file = folder.appending(path: Self.fileName)
        guard FileManager.default.fileExists(atPath: file.path) else { throw TrainingFailure.nothingToResume(folder) }
        let archive = try Safetensors(contentsOf: file)
        func decoded<Value: Decodable>(_ key: String, _ type: Value.Type) -> Value? {
            archive.metadata[key].flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
        }
        guard let own = decoded("identity", Identity.self), let best = decoded("best", Best.self),
            let step = archive.metadata["step"].flatMap({ Int($0) }), step >= 0
        else { throw TrainingFailure.damaged(file, reason: "is no state of a training") }
        if let difference = own.settings.difference(from: identity.settings) {
            throw TrainingFailure.otherTraining(file, difference: difference)
        }
        guard own.model == identity.model else {
            throw TrainingFailure.otherTraining(file, difference: "the model is another one")
        }
        guard own.pairs == identity.pairs else {
            throw TrainingFailure.otherTraining(file, difference: "the pairs are others")
        }
        let weights = Weights(archive)
        (self.identity, self.best, self.step) = (identity, best, step)
        values = try weights.floats("values", [count])
        bestValues = try weights.floats("best", [count])
        first = try weights.floats("first", [trained])
        second = try weights.floats("second", [trained])
    }

    init(identity: Identity, _ trainer: TextTrainer, bestValues: [Float], best: Best) {
        (self.identity, step, values) = (identity, trainer.step, trainer.values)
        ((first, second), self.bestValues, self.best) = (trainer.moments, bestValues, best)
    }
}
