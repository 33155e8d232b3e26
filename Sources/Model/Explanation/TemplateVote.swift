/// What one template says of an image by itself.
package struct TemplateVote: Sendable, Equatable {
    package let template: String
    /// The most probable class, among those that there are.
    package let predicted: Int
    package let probability: Float

    /// One for each template that is on.
    /// - Parameter image: an embedding of unit length, [1, dimension].
    /// - Throws: as `TemplateEmbeddings.embed`; `CancellationError` soon after `isCancelled` turns true.
    package static func all(
        of set: PromptSet, classes: [String], image: Matrix, _ known: TemplateEmbeddings,
        isCancelled: () -> Bool = { false }
    ) throws -> [TemplateVote] {
        try set.active.map { template in
            if isCancelled() { throw CancellationError() }
            var alone = set
            alone.entries = [PromptSet.Entry(template)]
            let said = try known.classifier(alone, labels: classes).probabilities(image).values
            let best = said.indices.max { said[$0] < said[$1] }!
            return TemplateVote(template: template.text, predicted: best, probability: said[best])
        }
    }
}
