/// What besides the image decides its embedding: model and preprocessing.
package struct EmbeddingSpace: Hashable, Sendable {
    package let model: String
    package let preprocessing: String
    package let dimension: Int

    package init(model: String, preprocessing: String, dimension: Int) {
        self.model = model
        self.preprocessing = preprocessing
        self.dimension = dimension
    }

    package init(_ model: CLIP) {
        self.init(
            model: model.fingerprint, preprocessing: model.preprocessingFingerprint, dimension: model.dimension)
    }
}
