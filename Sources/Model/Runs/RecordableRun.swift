import Foundation

extension History.Run {
    /// What is recorded of an evaluation; nil where no image has a label, so that there are no figures.
    /// - Parameters:
    ///   - fingerprint: of the model.
    ///   - location: where it lies.
    package init?(
        _ report: EvaluationReport, _ classified: ClassifiedDataset, fingerprint: String, location: URL
    ) throws {
        guard let metrics = classified.metrics else { return nil }
        try self.init(
            metrics, images: report.images, of: classified.embedded.dataset, labelColumn: classified.labelColumn,
            split: report.split, model: report.model, fingerprint: fingerprint, location: location,
            prompts: report.prompts)
    }
}
