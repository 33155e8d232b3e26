/// Sizes of a transformer's layers.
struct TransformerConfiguration: Sendable, Equatable {
    var width: Int
    var layers: Int
    var heads: Int
    /// Width of the feed-forward part.
    var hidden: Int
    var activation = Activation.gelu
    var epsilon: Float = 1e-5
    /// Each branch is scaled by a learnt vector (open_clip's ls_init_value).
    var hasLayerScale = false
}

extension Weights {
    /// NAME.weight and NAME.bias, [width] each.
    func layerNorm(_ name: String, _ configuration: TransformerConfiguration) throws -> LayerNorm {
        let width = [configuration.width]
        return LayerNorm(
            weight: try floats(name + ".weight", width), bias: try floats(name + ".bias", width),
            epsilon: configuration.epsilon)
    }

    func blocks(
        _ prefix: String, _ names: TensorNames.Block, _ configuration: TransformerConfiguration
    ) throws -> [ResidualAttentionBlock] {
        try (0..<configuration.layers).map { try block("\(prefix)\($0).", names, configuration) }
    }

    private func block(
        _ prefix: String, _ names: TensorNames.Block, _ configuration: TransformerConfiguration
    ) throws -> ResidualAttentionBlock {
        let (width, hidden) = (configuration.width, configuration.hidden)
        var outProjection = try linear(prefix + names.outProjection, inputs: width, outputs: width)
        var projection = try linear(prefix + names.projection, inputs: hidden, outputs: width)
        if configuration.hasLayerScale, let scales = names.scales {
            outProjection = outProjection.scaled(by: try floats(prefix + scales.attention, [width]))
            projection = projection.scaled(by: try floats(prefix + scales.feedForward, [width]))
        }
        return ResidualAttentionBlock(
            ln1: try layerNorm(prefix + names.ln1, configuration),
            inProjection: try attentionInput(prefix, names.attention, width: width).packed(precision),
            outProjection: outProjection.packed(precision),
            ln2: try layerNorm(prefix + names.ln2, configuration),
            fc: try linear(prefix + names.fc, inputs: width, outputs: hidden).packed(precision),
            projection: projection.packed(precision),
            heads: configuration.heads, activation: configuration.activation)
    }

    /// [3 width, width]
    private func attentionInput(_ prefix: String, _ names: TensorNames.Attention, width: Int) throws -> Linear {
        switch names {
        case .packed(let weight, let bias):
            return Linear(
                weight: try matrix(prefix + weight, rows: 3 * width, columns: width),
                bias: try floats(prefix + bias, [3 * width]))
        case .separate(let query, let key, let value):
            return .stacked(try [query, key, value].map { try linear(prefix + $0, inputs: width, outputs: width) })
        }
    }

    func projection(_ name: TensorNames.Projection, width: Int, dimension: Int) throws -> Linear {
        switch name {
        case .matrix(let name): Linear(weight: try matrix(name, rows: width, columns: dimension).transposed).packed()
        case .layer(let name): Linear(weight: try matrix(name, rows: dimension, columns: width)).packed()
        case .biasedLayer(let name): try linear(name, inputs: width, outputs: dimension).packed()
        }
    }
}

extension Linear {
    /// The weights, which were not packed yet.
    var rows: Matrix {
        guard case .rows(let matrix) = weight else { preconditionFailure("a layer packed too early") }
        return matrix
    }

    /// Each output times its factor.
    func scaled(by factors: [Float]) -> Linear {
        var weight = rows
        for row in 0..<weight.rows {
            for index in row * inputs..<(row + 1) * inputs { weight.values[index] *= factors[row] }
        }
        return Linear(weight: weight, bias: zip(bias, factors).map { $0 * $1 })
    }

    /// Layers of the same input as one, their outputs one after the other.
    static func stacked(_ layers: [Linear]) -> Linear {
        Linear(
            weight: Matrix(
                rows: layers.map(\.outputs).reduce(0, +), columns: layers[0].inputs,
                values: layers.flatMap(\.rows.values)),
            bias: layers.flatMap(\.bias))
    }
}
