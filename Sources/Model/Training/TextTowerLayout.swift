import Foundation

/// Where the parameters of a text tower lie in one array of floats, each with its name and shape in the checkpoint. What
/// `projection` trains stands at the end.
package struct TextTowerLayout: Sendable {
    struct Entry: Sendable {
        let name: String
        let shape: [Int]
        let range: Range<Int>

        /// Weight decay is for matrices: not for gains and biases, nor for the temperature (open_clip, main.py).
        var decays: Bool { shape.count > 1 }
    }

    /// A norm's or a layer's two parts, by their first floats.
    struct Place: Sendable {
        let weight: Int
        let bias: Int
    }

    struct Block: Sendable {
        let ln1: Place
        let attention: Place
        let out: Place
        let ln2: Place
        let fc: Place
        let projection: Place
    }

    let text: TextConfiguration
    package let dimension: Int
    private(set) var entries: [Entry] = []
    /// First floats.
    private(set) var tokens = 0
    private(set) var positions = 0
    private(set) var blocks: [Block] = []
    private(set) var lnFinal = Place(weight: 0, bias: 0)
    private(set) var projection = 0
    private(set) var logitScale = 0
    /// Of a model that is trained with a sigmoid.
    private(set) var logitBias: Int?
    package private(set) var count = 0

    var width: Int { text.transformer.width }
    var hidden: Int { text.transformer.hidden }
    /// Behind the embeddings of tokens and places.
    var firstBlock: Int { tokens + (text.vocabularySize + text.contextLength) * width }

    /// - Parameter projection: [width, dimension], its name.
    init(_ text: TextConfiguration, dimension: Int, names: TensorNames, projection name: String, hasBias: Bool) {
        (self.text, self.dimension) = (text, dimension)
        let (width, hidden) = (text.transformer.width, text.transformer.hidden)
        tokens = add(names.text.tokenEmbedding, [text.vocabularySize, width])
        positions = add(names.text.positionalEmbedding, [text.contextLength, width])
        for layer in 0..<text.transformer.layers {
            let prefix = "\(names.text.blocks)\(layer)."
            guard case .packed(let weight, let bias) = names.block.attention else {
                preconditionFailure("open_clip's names have queries, keys and values in one")
            }
            let ln1 = place(prefix + names.block.ln1, [width])
            let attention = Place(
                weight: add(prefix + weight, [3 * width, width]), bias: add(prefix + bias, [3 * width]))
            let out = place(prefix + names.block.outProjection, [width, width])
            let ln2 = place(prefix + names.block.ln2, [width])
            let fc = place(prefix + names.block.fc, [hidden, width])
            let projection = place(prefix + names.block.projection, [width, hidden])
            blocks.append(Block(ln1: ln1, attention: attention, out: out, ln2: ln2, fc: fc, projection: projection))
        }
        lnFinal = place(names.text.lnFinal, [width])
        projection = add(name, [width, dimension])
        logitScale = add(names.logitScale, [])
        if hasBias { logitBias = add(names.logitBias, []) }
    }

    private mutating func add(_ name: String, _ shape: [Int]) -> Int {
        let start = count
        count += shape.reduce(1, *)
        entries.append(Entry(name: name, shape: shape, range: start..<count))
        return start
    }

    /// NAME.weight and NAME.bias.
    private mutating func place(_ name: String, _ shape: [Int]) -> Place {
        let weight = add(name + ".weight", shape)
        return Place(weight: weight, bias: add(name + ".bias", [shape[0]]))
    }

    /// The floats that are trained.
    func trained(_ part: TrainedPart) -> Range<Int> {
        switch part {
        case .text: 0..<count
        case .projection: projection..<count
        }
    }
}

/// What of the text side changes. The temperature is learnt in either case.
package enum TrainedPart: String, Sendable, Codable, CaseIterable {
    case text
    /// The projection into the space of the images alone.
    case projection
}

extension TextTowerLayout {
    /// The tower of these parameters, as prompts are embedded with it.
    func encoder(_ values: [Float]) -> TextTransformer {
        func matrix(_ start: Int, _ rows: Int, _ columns: Int) -> Matrix {
            Matrix(rows: rows, columns: columns, values: Array(values[start..<start + rows * columns]))
        }
        func floats(_ start: Int, _ count: Int) -> [Float] { Array(values[start..<start + count]) }
        func norm(_ place: Place) -> LayerNorm {
            LayerNorm(
                weight: floats(place.weight, width), bias: floats(place.bias, width), epsilon: text.transformer.epsilon)
        }
        func linear(_ place: Place, _ outputs: Int, _ inputs: Int) -> Linear {
            Linear(weight: matrix(place.weight, outputs, inputs), bias: floats(place.bias, outputs)).packed()
        }
        return TextTransformer(
            tokenEmbedding: matrix(tokens, text.vocabularySize, width),
            positionalEmbedding: matrix(positions, text.contextLength, width),
            blocks: blocks.map { block in
                ResidualAttentionBlock(
                    ln1: norm(block.ln1), inProjection: linear(block.attention, 3 * width, width),
                    outProjection: linear(block.out, width, width), ln2: norm(block.ln2),
                    fc: linear(block.fc, hidden, width), projection: linear(block.projection, width, hidden),
                    heads: text.transformer.heads, activation: text.transformer.activation)
            },
            lnFinal: norm(lnFinal),
            textProjection: Linear(weight: matrix(projection, width, dimension).transposed).packed(),
            pooling: text.pooling)
    }
}
