extension HybridStem {
    /// By timm's names, below "patch_embed.backbone.".
    /// - Parameters:
    ///   - widths: of the two stages and of the tokens.
    ///   - depths: how many blocks the two stages have.
    /// - Throws: `CheckpointError`
    init(_ weights: Weights, _ prefix: String, widths: [Int], depths: [Int]) throws {
        func norm(_ name: String, _ width: Int) throws -> LayerNorm {
            LayerNorm(
                weight: try weights.floats(prefix + name + ".weight", [width]),
                bias: try weights.floats(prefix + name + ".bias", [width]), epsilon: 1e-6)
        }
        func filter(_ name: String, _ inputs: Int, _ outputs: Int, stride: Int) throws -> Filter {
            Filter(
                linear: Linear(
                    weight: try weights.convolution(
                        prefix + name + ".weight", inputs: inputs, outputs: outputs, kernel: 3),
                    bias: try weights.floats(prefix + name + ".bias", [outputs])
                ).packed(), stride: stride)
        }
        let reader = FoldingReader(weights: weights)
        first = try filter("stem.conv1", 3, widths[0], stride: 2)
        self.norm = try norm("stem.norm1", widths[0])
        second = try filter("stem.conv2", widths[0], widths[0], stride: 1)
        var blocks: [Block] = []
        for stage in 0..<2 {
            for index in 0..<depths[stage] {
                let name = "stages.\(stage).\(index)."
                let inputs = index > 0 ? widths[stage] : widths[max(0, stage - 1)]
                let outputs = widths[stage]
                let expanded = 4 * outputs
                let isFirst = index == 0
                let hasShortcut = inputs != outputs
                blocks.append(
                    Block(
                        norm: try norm(name + "pre_norm", inputs),
                        expand: try reader.pointwise(prefix + name + "conv1_1x1", inputs, expanded).packed(),
                        depthwise: try weights.depthwise(prefix + name + "conv2_kxk", channels: expanded, kernel: 3),
                        depthwiseBias: try weights.floats(prefix + name + "conv2_kxk.bias", [expanded]),
                        project: try reader.pointwise(prefix + name + "conv3_1x1", expanded, outputs).packed(),
                        stride: isFirst ? 2 : 1,
                        shortcut: hasShortcut
                            ? try reader.pointwise(prefix + name + "shortcut.expand", inputs, outputs).packed() : nil))
            }
        }
        self.blocks = blocks
        poolNorm = try norm("pool.norm", widths[1])
        pool = try filter("pool.proj", widths[1], widths[2], stride: 2)
    }
}
