import Foundation

/// Single images and the probabilities of the labels, the highest first.
package struct Classification: Sendable, Encodable {
    package struct Image: Sendable, Encodable {
        package let file: String
        package let probabilities: [Probability]
    }

    package struct Probability: Sendable, Encodable {
        package let label: String
        package let probability: Float
        /// How likely the label fits by itself, where the model was trained so.
        package let sigmoid: Float?
    }

    package let images: [Image]
    /// What `probability` is.
    package let probabilityIs = ProbabilityKind.softmax
    private let hasSigmoids: Bool

    private enum CodingKeys: String, CodingKey { case images, probabilityIs }

    /// - Parameter top: how many labels of each image are kept.
    package init(_ embedded: EmbeddedDataset, labels: [String], classifier: ZeroShotClassifier, top: Int) {
        let probabilities = classifier.probabilities(embedded.embeddings)  // [images, labels]
        let sigmoids = classifier.sigmoids(embedded.embeddings)
        hasSigmoids = sigmoids != nil
        images = embedded.images.enumerated().map { row, image in
            let own = Array(probabilities[row])
            let order = own.indices.sorted { (own[$0], $1) > (own[$1], $0) }
            return Image(
                file: embedded.dataset.images[image].path,
                probabilities: order.prefix(top).map { label in
                    Probability(
                        label: labels[label], probability: own[label],
                        sigmoid: sigmoids.map { $0[row][row * $0.columns + label] })
                })
        }
    }

    /// With both kinds of probability where the model has them, under a line that says which is which.
    package func text(_ style: TextStyle) -> String {
        images.map { image in
            var table = TextTable(
                hasSigmoids ? ["", "softmax", "", "sigmoid"] : [],
                [.left, .right, .left] + (hasSigmoids ? [.right] : []))
            for entry in image.probabilities {
                table.add(
                    [
                        "  " + entry.label, String(format: "%.1f %%", 100 * entry.probability),
                        style.bar(Double(entry.probability), width: 20),
                    ] + (entry.sigmoid.map { [String(format: "%.2f %%", 100 * $0)] } ?? []))
            }
            return style.cut(image.file.printable, to: style.columns) + "\n" + table.text(style)
        }.joined(separator: "\n")
    }
}
