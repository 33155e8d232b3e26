/// What each template of a set contributes to the class weights: for each class the sum of the normalised embeddings of
/// its prompts, [classes, dimension] a template. The weights of any ensemble are the normalised sum of its templates'
/// (all equal: Radford et al. 2021, section 3.1.4), so that trying another ensemble needs no encoding.
package struct TemplateSums: Sendable {
    package let sums: [Matrix]

    package init(sums: [Matrix]) {
        self.sums = sums
    }

    /// - Parameters:
    ///   - set: all its templates take part, on or off.
    ///   - progress: called with the templates done.
    /// - Throws: `CancellationError`
    package init(
        _ set: PromptSet, labels: [String], embeddings: inout PromptEmbeddings,
        progress: (Int) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        let names = labels.map(set.names(of:))
        let dimension = embeddings.model.dimension
        sums = try set.entries.enumerated().map { done, entry in
            let prompts = names.map { $0.map(entry.template.prompt(for:)) }
            try embeddings.prepare(prompts.joined(), isCancelled: isCancelled)
            var sum = Matrix(rows: labels.count, columns: dimension)
            for (row, own) in prompts.enumerated() {
                for prompt in own {
                    for (column, value) in embeddings[prompt].enumerated() {
                        sum.values[row * dimension + column] += value
                    }
                }
            }
            progress(done + 1)
            return sum
        }
    }

    package var count: Int { sums.count }

    /// - Parameter templates: at least one, added in this order.
    package func weights(of templates: some Sequence<Int>) -> ClassWeights {
        var total: Matrix?
        for template in templates {
            guard total != nil else {
                total = sums[template]
                continue
            }
            total?.add(sums[template])
        }
        guard var total else { preconditionFailure("an ensemble of no templates") }
        total.normaliseRows()
        return ClassWeights(matrix: total)
    }
}

extension Matrix {
    /// Adds another of the same shape.
    fileprivate mutating func add(_ other: Matrix) {
        precondition(other.rows == rows && other.columns == columns, "matrices of one shape")
        values.withUnsafeMutableBufferPointer { values in
            other.values.withUnsafeBufferPointer { other in
                for index in values.indices { values[index] += other[index] }
            }
        }
    }
}
