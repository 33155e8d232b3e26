import Foundation

/// The outcome of every image as a table, RFC 4180 with line feeds. Its columns are told in docs/formats.md; those of the
/// label are empty for an image without one, those of the fifth class where there are four.
package struct PredictionsCSV: Sendable {
    private let classified: ClassifiedDataset
    private let csv: CSVText

    package init(_ classified: ClassifiedDataset, csv: CSVText = CSVText()) {
        (self.classified, self.csv) = (classified, csv)
    }

    /// Atomically, row by row.
    /// - Throws: `AtomicWrite.Failure`
    package func write(to file: URL) throws {
        try AtomicWrite.write(to: file) { sink in try forEachLine { try sink.write($0) } }
    }

    func forEachLine(_ body: (String) throws -> Void) rethrows {
        let ranks = (1...Prediction.candidates).flatMap { ["top\($0)_label", "top\($0)_probability"] }
        let columns =
            ["file", "label", "predicted", "probability", "label_probability", "label_rank", "margin"] + ranks
        try body(columns.joined(separator: ",") + "\n")
        let classes = classified.labelColumn.classes.map(csv.cell)
        try classified.forEachPrediction { prediction in
            let outcome = prediction.outcome
            var fields = [csv.cell(prediction.file)]
            fields.append(outcome.truth.map { classes[$0.label] } ?? "")
            fields += [classes[outcome.predicted], "\(outcome.confidence)"]
            if let truth = outcome.truth {
                fields += ["\(truth.probability)", "\(truth.rank)", "\(truth.margin)"]
            } else {
                fields += ["", "", ""]
            }
            for candidate in prediction.best { fields += [classes[candidate.label], "\(candidate.probability)"] }
            fields += Array(repeating: "", count: columns.count - fields.count)
            try body(fields.joined(separator: ",") + "\n")
        }
    }
}
