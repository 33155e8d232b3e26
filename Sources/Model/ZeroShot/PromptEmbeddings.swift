/// The embeddings of prompts seen so far: an edit costs only the prompts that it changed.
/// For one model; owned by whoever computes.
package struct PromptEmbeddings {
    package let model: CLIP
    private var rowOf: [String: Int] = [:]
    private var values: [Float] = []

    package init(model: CLIP) {
        self.model = model
    }

    /// Embeds the prompts not seen before.
    /// - Throws: `CancellationError`; what was known before stays known.
    package mutating func prepare(_ prompts: some Sequence<String>, isCancelled: @Sendable () -> Bool = { false })
        throws
    {
        var seen = Set<String>()
        let missing = prompts.filter { rowOf[$0] == nil && seen.insert($0).inserted }
        guard !missing.isEmpty else { return }
        let embeddings = try model.embed(text: missing, isCancelled: isCancelled)
        for prompt in missing { rowOf[prompt] = rowOf.count }
        values += embeddings.values
    }

    /// The normalised embedding of a prompt that was prepared.
    package subscript(prompt: String) -> ArraySlice<Float> {
        guard let row = rowOf[prompt] else { preconditionFailure("not prepared: \(prompt)") }
        return values[row * model.dimension..<(row + 1) * model.dimension]
    }

    /// The classifier's weights for `labels` under the templates of `set` that are on; nil when none is.
    package mutating func classWeights(
        _ set: PromptSet, labels: [String], isCancelled: @Sendable () -> Bool = { false }
    ) throws -> ClassWeights? {
        guard !set.active.isEmpty else { return nil }
        let prompts = set.prompts(for: labels)
        try prepare(prompts.joined(), isCancelled: isCancelled)
        return ClassWeights(prompts: prompts, dimension: model.dimension) { self[$0] }
    }
}
