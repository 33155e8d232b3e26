import Foundation

@testable import Model

/// Values that scipy and scikit-learn gave; see scripts/goldens, part statistics.
enum StatisticsGoldens {
    struct Columns: Decodable {
        let predicted: [Int32]
        let ranks: [Int32]
        let confidences: [Float]

        func predictions(_ labels: [Int32]) -> Predictions {
            Predictions(labels: labels, predicted: predicted, ranks: ranks, confidences: confidences)
        }
    }

    struct McNemar: Decodable {
        let only_a: Int
        let only_b: Int
        let p: Double
        let mid_p: Double
    }

    struct Score: Decodable {
        let gained: Double
        let lost: Double
        let images: Double
        let interval: [Double]
        /// McNemar's, without a correction.
        let chi_squared: Double
    }

    struct Comparison: Decodable {
        let classes: Int
        let labels: [Int32]
        let a: Columns
        let b: Columns
        let measures: [[Double]]
        let draws: [[Int]]
        let resampled: [[[Double]]]
        let intervals: [[Double]]
        let only_a: [Int32]
        let only_b: [Int32]
        let confusion_change: [[Int]]
        let recall_change: [Double]
    }

    struct Confusion: Decodable {
        let classes: Int
        let labels: [Int32]
        let predicted: [Int32]
        let matrix: [[Int]]
        let precision: [Double?]
        let recall: [Double?]
        let f1: [Double?]
        let support: [Int]
    }

    struct Choice: Decodable {
        let classes: Int
        let hidden: [Int]
        let labels: [Int]
        /// Of each image with each class and, last, the added one.
        let cosines: [[Float]]
        /// Images of the classes that are not hidden; what follows is of them alone.
        let kept: [Int]
        let predicted: [Int]
        let ranks: [Int]
        let confidences: [Float]
        let measures: [Double]
        /// Of the classes that can be chosen.
        let precision: [Double?]
        let recall: [Double?]
        let f1: [Double?]
        let macro_f1: Double
    }

    struct Calibration: Decodable {
        struct Fit: Decodable {
            let scale: Float
            let nll: Double
            let ece: Double
        }

        struct Bins: Decodable {
            let images: [Int]
            /// Of the bins that hold images.
            let accuracy: [Double]
            let confidence: [Double]
        }

        struct Threshold: Decodable {
            let threshold: Float
            let coverage: Double
            let accuracy: Double?
        }

        let classes: Int
        let labels: [Int32]
        let cosines: [[Float]]
        let fits: [Fit]
        let best_scale: Float
        let predicted: [Int32]
        let ranks: [Int32]
        let confidences: [Float]
        let entropy: [Double]
        let bins: Bins
        let thresholds: [Threshold]

        var predictions: Predictions {
            Predictions(labels: labels, predicted: predicted, ranks: ranks, confidences: confidences)
        }
    }

    struct Leaderboard: Decodable {
        struct Side: Decodable {
            let cosines: [[Float]]
            /// Value, and both ends of the interval.
            let top1: [Double]
            let mean_per_class: [Double]
            let log_loss: [Double]
        }

        let classes: Int
        let labels: [Int]
        let scale: Float
        let sides: [Side]
        let best_by_log_loss: Int
        let log_loss_to_best: [[Double]]
    }

    static func load<Golden: Decodable>(_ name: String) throws -> Golden {
        let file = repository.appending(path: "Tests/ModelTests/Goldens/statistics/\(name).json")
        return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }
}

func isNear(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= tolerance * max(1, abs(b))
}

extension EvaluatedImages {
    /// Images with the given embeddings, [images, dimension], all of them known.
    init(_ embeddings: Matrix, labels: [Int?]) throws {
        let rows = try EmbeddingRows.temporary(dimension: embeddings.columns)
        try rows.write(embeddings.values[...], at: 0)
        self.init(EmbeddingTable(all: embeddings.rows, of: rows), labels: labels)
    }
}

extension ClassWeights {
    /// Cosines with these are the embeddings themselves: the unit vector of each class.
    static func identity(_ classes: Int) -> ClassWeights {
        var matrix = Matrix(rows: classes, columns: classes)
        for label in 0..<classes { matrix.values[label * classes + label] = 1 }
        return ClassWeights(matrix: matrix)
    }
}
