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
    }

    package let images: [Image]

    /// - Parameter top: how many labels of each image are kept.
    package init(_ embedded: EmbeddedDataset, labels: [String], classifier: ZeroShotClassifier, top: Int) {
        let probabilities = classifier.probabilities(embedded.embeddings)  // [images, labels]
        images = embedded.images.enumerated().map { row, image in
            let own = Array(probabilities[row])
            let order = own.indices.sorted { (own[$0], $1) > (own[$1], $0) }
            return Image(
                file: embedded.dataset.images[image].path,
                probabilities: order.prefix(top).map { Probability(label: labels[$0], probability: own[$0]) })
        }
    }

    package func text(_ style: TextStyle) -> String {
        images.map { image in
            var table = TextTable([], [.left, .right, .left])
            for entry in image.probabilities {
                table.add([
                    "  " + entry.label, String(format: "%.1f %%", 100 * entry.probability),
                    style.bar(Double(entry.probability), width: 20),
                ])
            }
            return style.cut(image.file.printable, to: style.columns) + "\n" + table.text(style)
        }.joined(separator: "\n")
    }
}
