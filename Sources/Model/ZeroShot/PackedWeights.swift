import CKernels

/// Class weights in the order in which they are multiplied with many images.
struct PackedWeights: Sendable {
    private let classes: Int
    private let dimension: Int
    /// [classes / 16 rounded up, dimension, 16]
    private var values: [Float]

    /// - Parameter weights: [classes, dimension]
    init(_ weights: Matrix) {
        (classes, dimension) = (weights.rows, weights.columns)
        let lanes = Int(CLIP_SCORE_LANES)
        values = [Float](repeating: 0, count: (classes + lanes - 1) / lanes * lanes * dimension)
        for label in 0..<classes {
            let start = label / lanes * lanes * dimension + label % lanes
            for column in 0..<dimension {
                values[start + column * lanes] = weights.values[label * dimension + column]
            }
        }
    }

    /// - Parameters:
    ///   - images: [count, dimension]
    ///   - scores: becomes [classes, count]
    func scores(of images: UnsafePointer<Float>, count: Int, into scores: UnsafeMutablePointer<Float>) {
        clip_scores(images, count, dimension, values, classes, scores)
    }
}
