/// What besides the image decides its embedding: model and preprocessing.
package struct EmbeddingSpace: Sendable {
    /// The model's `imageFingerprint`.
    package let model: String
    package let preprocessing: String
    package let dimension: Int
    /// What people call the model. Decides nothing.
    package let modelName: String

    package init(model: String, preprocessing: String, dimension: Int, modelName: String = "") {
        self.model = model
        self.preprocessing = preprocessing
        self.dimension = dimension
        self.modelName = modelName
    }

    package init(_ model: CLIP) {
        self.init(
            model: model.imageFingerprint, preprocessing: model.preprocessingFingerprint, dimension: model.dimension,
            modelName: model.name)
    }
}
