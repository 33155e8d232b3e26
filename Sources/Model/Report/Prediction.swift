/// What a classifier says of one image, with the classes that it deems most likely.
package struct Prediction: Sendable {
    package struct Candidate: Sendable, Equatable {
        package let label: Int
        package let probability: Float
    }

    /// Path relative to the dataset.
    package let file: String
    package let outcome: Outcome
    /// The most likely first, at most `Prediction.candidates`.
    package let best: [Candidate]

    /// How many classes are told of each image.
    package static let candidates = 5
}

extension Prediction.Candidate {
    /// The highest of a row of probabilities, [classes]; of equal ones the lower class first.
    static func best<Row: RandomAccessCollection<Float>>(of probabilities: Row) -> [Self] {
        var best: [Self] = []
        for (label, probability) in probabilities.enumerated() {
            let isFull = best.count == Prediction.candidates
            if isFull, probability <= best[best.count - 1].probability { continue }
            if isFull { best.removeLast() }
            let place = best.firstIndex { $0.probability < probability } ?? best.count
            best.insert(Self(label: label, probability: probability), at: place)
        }
        return best
    }
}

extension ClassifiedDataset {
    /// Images that are classified at a time.
    private static let block = 512

    /// Goes through the images that were classified, in the dataset's order. No more probabilities are kept than those of
    /// a few images.
    package func forEachPrediction(_ body: (Prediction) throws -> Void) rethrows {
        guard let classifier else { return }
        let table = embedded.table
        let images = table.images
        var row = 0
        for start in stride(from: 0, to: images, by: Self.block) {
            let known = (start..<min(start + Self.block, images)).filter(table.isKnown)
            let embeddings = Matrix(
                rows: known.count, columns: table.dimension, values: known.flatMap { table[$0] ?? [] })
            let probabilities = classifier.probabilities(embeddings)
            for (index, image) in known.enumerated() {
                try body(
                    Prediction(
                        file: embedded.dataset.images[image].path, outcome: outcomes[row],
                        best: Prediction.Candidate.best(of: probabilities[index])))
                row += 1
            }
        }
    }
}
