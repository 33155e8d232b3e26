extension EfficientNet {
    /// - Parameters:
    ///   - trunk: prefix of timm's names, with the dot: "visual.trunk."
    ///   - head: the layers after the pooling.
    /// - Throws: `CheckpointError`
    init(_ weights: Weights, _ configuration: EfficientNetConfiguration, trunk: String, head: TimmHead) throws {
        let reader = Reader(weights: weights, configuration: configuration)
        stem = Stem(
            convolution: try reader.convolution(
                trunk + "conv_stem", norm: trunk + "bn1", inputs: 3, outputs: configuration.stemChannels, kernel: 3),
            padding: configuration.padding)
        var inputs = configuration.stemChannels
        var blocks: [MobileBlock] = []
        for (stage, shape) in configuration.stages.enumerated() {
            for index in 0..<shape.repeats {
                blocks.append(
                    try reader.block(
                        "\(trunk)blocks.\(stage).\(index).", shape, inputs: inputs,
                        stride: index == 0 ? shape.stride : 1))
                inputs = shape.channels
            }
        }
        self.blocks = blocks
        convHead = try reader.convolution(
            trunk + "conv_head", norm: trunk + "bn2", inputs: inputs, outputs: configuration.features, kernel: 1)
        activation = configuration.activation
        self.head = head
        weights.ignore { $0.hasPrefix(trunk) && $0.hasSuffix(".num_batches_tracked") }
    }

    /// Reads convolutions and folds the batch norm after each into it.
    private struct Reader {
        let weights: Weights
        let configuration: EfficientNetConfiguration

        func convolution(_ name: String, norm: String, inputs: Int, outputs: Int, kernel: Int) throws -> Linear {
            try weights.convolution(
                name, norm: norm, inputs: inputs, outputs: outputs, kernel: kernel, epsilon: configuration.epsilon)
        }

        /// [channels, 1, kernel, kernel] -> [kernel, kernel, channels], folded.
        func depthwise(
            _ name: String, norm: String, channels: Int, kernel: Int, stride: Int
        ) throws -> MobileBlock.DepthwiseConvolution {
            let window = kernel * kernel
            let values = try weights.floats(name + ".weight", [channels, 1, kernel, kernel])
            let fold = try weights.batchNorm(norm, channels: channels, epsilon: configuration.epsilon)
            var weight = [Float](repeating: 0, count: values.count)
            for channel in fold.scale.indices {
                for place in 0..<window {
                    weight[place * channels + channel] = values[channel * window + place] * fold.scale[channel]
                }
            }
            return .init(
                weight: weight, bias: fold.shift, kernel: kernel, stride: stride, padding: configuration.padding)
        }

        func block(
            _ prefix: String, _ stage: EfficientNetConfiguration.Stage, inputs: Int, stride: Int
        ) throws -> MobileBlock {
            let expanded = inputs * stage.expansion
            let isExpanding = stage.expansion > 1
            let norms = isExpanding ? ["bn1", "bn2", "bn3"] : ["", "bn1", "bn2"]
            return MobileBlock(
                expand: isExpanding
                    ? try convolution(
                        prefix + "conv_pw", norm: prefix + norms[0], inputs: inputs, outputs: expanded, kernel: 1)
                    : nil,
                depthwise: try depthwise(
                    prefix + "conv_dw", norm: prefix + norms[1], channels: expanded, kernel: stage.kernel,
                    stride: stride),
                // The squeezed width is a quarter of the block's input (timm, _efficientnet_builder.py).
                squeeze: configuration.isLite
                    ? nil : try squeeze(prefix + "se.", channels: expanded, squeezed: inputs / 4),
                project: try convolution(
                    prefix + (isExpanding ? "conv_pwl" : "conv_pw"), norm: prefix + norms[2], inputs: expanded,
                    outputs: stage.channels, kernel: 1),
                activation: configuration.activation)
        }

        func squeeze(_ prefix: String, channels: Int, squeezed: Int) throws -> SqueezeExcite {
            func layer(_ name: String, inputs: Int, outputs: Int) throws -> Linear {
                Linear(
                    weight: try weights.matrix(
                        prefix + name + ".weight", [outputs, inputs, 1, 1], rows: outputs, columns: inputs),
                    bias: try weights.floats(prefix + name + ".bias", [outputs])
                ).packed()
            }
            return SqueezeExcite(
                reduce: try layer("conv_reduce", inputs: channels, outputs: squeezed),
                expand: try layer("conv_expand", inputs: squeezed, outputs: channels),
                activation: configuration.activation)
        }
    }
}
