import Foundation

@testable import Model

/// What scikit-learn gave; see scripts/goldens, part learning.
struct LearningGoldens: Decodable {
    struct Probe: Decodable {
        let c: Double
        let objective: Double
        let predicted: [Int32]
        /// Probability of the predicted class less that of the runner-up.
        let leads: [Double]
    }

    struct PCA: Decodable {
        let variances: [Double]
        let rows: [[Double]]
        let white: [[Double]]
    }

    struct LDA: Decodable {
        let shrinkage: Double
        let rows: [[Double]]
    }

    struct Retrieval: Decodable {
        let queries: Int
        let precision: Double
        /// At 1, 5 and 10.
        let recall: [Double]
        let average_precision: Double
    }

    let train: Int
    let classes: Int
    let labels: [Int32]
    let random_labels: [Int32]
    let probes: [Probe]
    let two_classes: [Probe]
    let few: [Probe]
    let random: [Probe]
    let neighbours: [String: [Int32]]
    let pca: PCA
    let lda: [LDA]
    let retrieval: Retrieval
    let leave_one_out: Retrieval

    static func load() throws -> (golden: LearningGoldens, train: LabelledRows, test: LabelledRows) {
        let folder = repository.appending(path: "Tests/ModelTests/Goldens/learning")
        let golden = try JSONDecoder().decode(
            Self.self, from: Data(contentsOf: folder.appending(path: "learning.json")))
        let file = try EmbeddingFile(contentsOf: folder.appending(path: "embeddings.npy"))
        let rows = try LabelledRows(
            Matrix(rows: file.rows, columns: file.dimension, values: (0..<file.rows).flatMap { file[$0] }),
            labels: golden.labels, classes: golden.classes)
        return (
            golden, rows.selecting(Array(0..<golden.train)), rows.selecting(Array(golden.train..<file.rows))
        )
    }
}
