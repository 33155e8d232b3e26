/// What other packages use to make a classifier.
extension ZeroShotClassifier {
    /// Encodes the prompts of every class. A class weight is the normalised mean of its prompts' embeddings
    /// (Radford et al. 2021, section 3.1.4).
    /// - Parameters:
    ///   - prompts: its templates that are on take part; its `classNames` say how a class is called in them.
    ///   - classes: at least one.
    /// - Throws: `PromptSetError` where no template is on, `CheckpointError` where the text tower cannot be read.
    public init(_ model: CLIP, prompts: PromptSet, classes: [String]) throws {
        self = try TemplateEmbeddings(model: model).classifier(prompts, labels: classes)
    }
}
