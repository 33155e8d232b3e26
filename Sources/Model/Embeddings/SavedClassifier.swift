import Foundation

/// A classifier as a file: one unit vector a class of a zero-shot classifier, one vector and an intercept of a probe, with
/// what is needed to use it.
package struct SavedClassifier: Sendable {
    package let classes: [String]
    package let classifier: ZeroShotClassifier
    /// The model's name and fingerprint: embeddings of another model mean nothing beside these weights.
    package let model: String
    package let fingerprint: String
    /// Nil where the file does not tell.
    package let prompts: PromptSet?

    private static let tensor = "weights"
    private static let format = "clipscope weights 1"
    /// With intercepts, and vectors of any length.
    private static let probeFormat = "clipscope probe 1"

    package enum Failure: Error {
        case notWeights(URL, String)
        case otherModel(URL, expected: String, found: String)
    }

    package init(
        classes: [String], classifier: ZeroShotClassifier, model: String, fingerprint: String, prompts: PromptSet?
    ) {
        precondition(classes.count == classifier.weights.matrix.rows, "\(classes.count) classes")
        (self.classes, self.classifier) = (classes, classifier)
        (self.model, self.fingerprint, self.prompts) = (model, fingerprint, prompts)
    }

    /// As .safetensors or .npy, by the file's name.
    /// - Throws: `EmbeddingFileError`, `AtomicWrite.Failure`
    package func write(to file: URL) throws {
        let labels = String(decoding: try JSONEncoder().encode(classes), as: UTF8.self)
        var metadata = [
            "format": classifier.intercepts == nil ? Self.format : Self.probeFormat, "labels": labels,
            "logit_scale": "\(classifier.logitScale)",
            "model": model,
            "fingerprint": fingerprint,
        ]
        metadata["logit_bias"] = classifier.logitBias.map { "\($0)" }
        metadata["intercepts"] = try classifier.intercepts.map {
            String(decoding: try JSONEncoder().encode($0), as: UTF8.self)
        }
        metadata["prompts"] = prompts?.toml
        let matrix = classifier.weights.matrix
        try EmbeddingFile.write(
            to: file, tensor: Self.tensor, names: classes, dimension: matrix.columns, metadata: metadata
        ) { Array(matrix[$0]) }
    }

    /// Reads what `write` wrote as .safetensors.
    /// - Throws: `SavedClassifier.Failure`, or what reading the file throws.
    package init(contentsOf file: URL) throws {
        let table = try EmbeddingFile(contentsOf: file)
        let metadata = table.metadata
        guard let format = metadata["format"], [Self.format, Self.probeFormat].contains(format) else {
            throw Failure.notWeights(file, "expected a file that `clipscope weights` or `probe` wrote as .safetensors")
        }
        guard let classes = table.names, classes.count == table.rows, !classes.isEmpty,
            let scale = metadata["logit_scale"].flatMap(Float.init), scale.isFinite, scale > 0,
            let model = metadata["model"], let fingerprint = metadata["fingerprint"]
        else { throw Failure.notWeights(file, "its names, logit scale, model or fingerprint are missing") }
        var weights = Matrix(rows: table.rows, columns: table.dimension)
        weights.values = (0..<table.rows).flatMap { table[$0] }
        guard weights.values.allSatisfy(\.isFinite) else {
            throw Failure.notWeights(file, "its values are not all numbers")
        }
        let intercepts = try format == Self.probeFormat ? Self.intercepts(metadata, of: classes, file) : nil
        let classifier =
            intercepts.map {
                ZeroShotClassifier(weights: ClassWeights(matrix: weights), intercepts: $0, logitScale: scale)
            }
            ?? ZeroShotClassifier(
                weights: ClassWeights(sum: weights), logitScale: scale,
                logitBias: metadata["logit_bias"].flatMap(Float.init))
        self.init(
            classes: classes, classifier: classifier, model: model, fingerprint: fingerprint,
            prompts: try metadata["prompts"].map { try PromptSet(stored: $0, in: file) })
    }

    private static func intercepts(_ metadata: [String: String], of classes: [String], _ file: URL) throws -> [Float] {
        let text = metadata["intercepts"] ?? ""
        guard let values = try? JSONDecoder().decode([Float].self, from: Data(text.utf8)),
            values.count == classes.count, values.allSatisfy(\.isFinite)
        else { throw Failure.notWeights(file, "its intercepts are not one number for each class") }
        return values
    }

    /// - Throws: `SavedClassifier.Failure` where the weights were made with another model.
    package func check(_ clip: CLIP, file: URL) throws {
        guard clip.fingerprint == fingerprint, clip.dimension == classifier.weights.matrix.columns else {
            throw Failure.otherModel(file, expected: model, found: clip.name)
        }
    }

    /// How to use it elsewhere.
    package func python(_ file: URL) -> String {
        let name = file.lastPathComponent
        let use = "print(labels[(image @ weights.T).argmax()])  # image: an embedding of unit length\n"
        guard file.pathExtension.lowercased() == "npy" else {
            return """
                import json, safetensors
                with safetensors.safe_open("\(name)", "np") as file:
                    weights, labels = file.get_tensor("weights"), json.loads(file.metadata()["names"])
                \(use)
                """
        }
        return """
            import numpy
            weights, labels = numpy.load("\(name)"), open("\(name).files.txt").read().splitlines()
            \(use)
            """
    }
}

extension SavedClassifier: Encodable {
    private enum CodingKeys: String, CodingKey {
        case model, fingerprint, labels, dimension, logitScale, logitBias
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(model, forKey: .model)
        try container.encode(fingerprint, forKey: .fingerprint)
        try container.encode(classes, forKey: .labels)
        try container.encode(classifier.weights.matrix.columns, forKey: .dimension)
        try container.encode(classifier.logitScale, forKey: .logitScale)
        try container.encodeIfPresent(classifier.logitBias, forKey: .logitBias)
    }
}

extension SavedClassifier.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notWeights(let file, let reason): "\(file.path): no class weights: \(reason)"
        case .otherModel(let file, let expected, let found):
            "\(file.path): these weights were made with \(expected), the model is \(found)"
        }
    }
}
