/// Prompts beside what learns from images, on the images that none of both has seen.
package struct PromptsBesideImages: Sendable {
    package struct Method: Sendable {
        package let method: LearningMethod
        package let top1: ShareInterval
    }

    /// Recalls of one class; nil without images to report on.
    package struct OfClass: Sendable, Equatable {
        package let label: Int
        package let fittedOn: Int
        package let images: Int
        package let prompts: Double?
        package let probe: Double?

        /// Of the probe less that of the prompts.
        package var difference: Double? { prompts.flatMap { own in probe.map { $0 - own } } }
    }

    /// The prompts first.
    package let methods: [Method]
    /// Classes that the probe knows better first, then those without images.
    package let classes: [OfClass]
    package let fittedOn: Int
    package let reportedOn: Int
    /// Images that are not reported on because the prompts were chosen on them.
    package let leftOut: Int
    /// Images that are reported on and whose embedding is that of one learnt from.
    package let copies: Int
    /// Nil while the curve is on its way.
    package let levels: [FewShotCurve.Level]?
    package let estimates: FewShotCurve.Estimates?
}

extension PromptsBesideImages {
    static func classes(
        fittedOn: [Int], _ labels: [Int32], prompts: LearnedFigures, probe: LearnedFigures
    ) -> [OfClass] {
        let images = labels.reduce(into: [Int](repeating: 0, count: fittedOn.count)) { $0[Int($1)] += 1 }
        return fittedOn.indices.map { label in
            OfClass(
                label: label, fittedOn: fittedOn[label], images: images[label], prompts: prompts.recalls[label],
                probe: probe.recalls[label])
        }.sorted { ($0.difference ?? -2, $1.label) > ($1.difference ?? -2, $0.label) }
    }
}
