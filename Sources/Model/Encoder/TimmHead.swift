/// What open_clip has behind a tower of timm (timm_model.py, TimmModel): features in, the embedding out.
enum TimmHead: Sendable {
    /// The features are the embedding.
    case none
    case linear(Linear)  // [embedding, features]
    case mlp(Linear, Linear)  // [hidden, features], [embedding, hidden], exact GELU between

    func dimension(features: Int) -> Int { layers.last?.outputs ?? features }

    var layers: [Linear] {
        switch self {
        case .none: []
        case .linear(let projection): [projection]
        case .mlp(let fc1, let fc2): [fc1, fc2]
        }
    }

    /// features [images, features] -> [images, embedding]
    func callAsFunction(_ features: Matrix) -> Matrix {
        var embeddings = Matrix(rows: 0, columns: 0)
        switch self {
        case .none: return features
        case .linear(let projection): projection(features, into: &embeddings)
        case .mlp(let fc1, let fc2):
            var hidden = Matrix(rows: 0, columns: 0)
            fc1(features, .gelu, into: &hidden)
            fc2(hidden, into: &embeddings)
        }
        return embeddings
    }
}
