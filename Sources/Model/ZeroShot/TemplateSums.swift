/// What each template of a set contributes to the class weights: for each class the sum of the normalised embeddings of
/// its prompts, [classes, dimension] a template (`TemplateEmbeddings` makes it). The weights of any ensemble are the
/// normalised sum of its templates' (all equal: Radford et al. 2021, section 3.1.4), so that trying another ensemble needs
/// no encoding.
package struct TemplateSums: Sendable {
    package let sums: [Matrix]

    package init(sums: [Matrix]) {
        self.sums = sums
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
        guard let total else { preconditionFailure("an ensemble of no templates") }
        return ClassWeights(sum: total)
    }
}
