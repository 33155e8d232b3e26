import Foundation

/// Labelled images that are never trained on, and the prompts that classify them.
package struct HeldOutImages: Sendable {
    package let rows: LabelledRows
    package let classes: [String]
    package let prompts: PromptSet

    package init(_ rows: LabelledRows, classes: [String], prompts: PromptSet) {
        (self.rows, self.classes, self.prompts) = (rows, classes, prompts)
    }

    package var count: Int { rows.count }

    /// What a text tower makes of them.
    package struct Figures: Sendable {
        /// The class of each.
        package let predictions: [Int32]
        package let right: Int
        package let images: Int
        /// The mean of -ln(probability of the true class).
        package let logLoss: Double

        package var accuracy: Double { Double(right) / Double(max(1, images)) }
    }

    /// - Throws: `PromptSet.Failure.nothingIsOn`
    func figures(_ encoder: TextTransformer, _ tokenizer: Tokenizer, logitScale: Float) throws -> Figures {
        let texts = TemplateEmbeddings(dimension: rows.matrix.columns, logitScale: logitScale) { prompts, isCancelled in
            var embeddings = try encoder.onAllCores(
                prompts.map { tokenizer.encode($0).ids }, reusing: nil, isCancelled: isCancelled)
            embeddings.normaliseRows()
            return embeddings
        }
        return try figures(texts)
    }

    /// The same of a whole model.
    /// - Throws: as the other, and `CheckpointError` where its text tower cannot be read.
    package func figures(_ clip: CLIP) throws -> Figures {
        try figures(TemplateEmbeddings(model: clip))
    }

    private func figures(_ texts: TemplateEmbeddings) throws -> Figures {
        let classifier = try texts.classifier(prompts, labels: classes)
        var scores = classifier.cosines(rows.matrix)
        let predictions = scores.highestColumns
        scores.softmaxRows(scale: classifier.logitScale)
        let logLoss = rows.labels.enumerated().reduce(0.0) { sum, row in
            let probability = scores.values[row.offset * scores.columns + Int(row.element)]
            return sum - log(Double(max(probability, .leastNormalMagnitude)))
        }
        return Figures(
            predictions: predictions, right: zip(predictions, rows.labels).count { $0 == $1 }, images: rows.count,
            logLoss: logLoss / Double(max(1, rows.count)))
    }

    /// Without the images whose embedding is, to the last digit, one of these: copies, most likely.
    package func leavingOut(copiesOf images: Matrix...) -> (HeldOutImages, copies: Int) {
        let copies = images.map { LearningParts.copies(rows.matrix, in: $0) }
        let kept = rows.labels.indices.filter { row in !copies.contains { $0[row] } }
        return (HeldOutImages(rows.selecting(kept), classes: classes, prompts: prompts), rows.count - kept.count)
    }
}
