/// The outcome of every image as a table, RFC 4180 with line feeds. Columns: file, label, predicted, probability,
/// label_probability, label_rank; those of the label are empty for an image without one.
package struct PredictionsCSV: Sendable {
    package let text: String

    package init(_ classified: ClassifiedDataset) {
        var lines = ["file,label,predicted,probability,label_probability,label_rank"]
        let classes = classified.labelling.classes
        for (image, outcome) in zip(classified.embedded.images, classified.outcomes) {
            let truth = outcome.truth
            lines.append(
                [
                    Self.field(classified.embedded.dataset.images[image].path),
                    truth.map { Self.field(classes[$0.label]) } ?? "",
                    Self.field(classes[outcome.predicted]), "\(outcome.confidence)",
                    truth.map { "\($0.probability)" } ?? "", truth.map { "\($0.rank)" } ?? "",
                ].joined(separator: ","))
        }
        text = lines.map { $0 + "\n" }.joined()
    }

    private static func field(_ value: String) -> String {
        guard value.unicodeScalars.contains(where: { [",", "\"", "\n", "\r"].contains($0) }) else { return value }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }
}
