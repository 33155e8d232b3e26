import Testing

@testable import Model

@Suite struct MobileBlockTests {
    private func block(inputs: Int, outputs: Int, kernel: Int, stride: Int, seed: UInt64) -> MobileBlock {
        var random = SeededGenerator(seed: seed)
        let expanded = inputs * 6
        func linear(_ inputs: Int, _ outputs: Int) -> Linear {
            Linear(weight: random.matrix(outputs, inputs, 0.3), bias: random.floats(outputs))
        }
        return MobileBlock(
            expand: linear(inputs, expanded),
            depthwise: .init(
                weight: random.floats(kernel * kernel * expanded), bias: random.floats(expanded), kernel: kernel,
                stride: stride, padding: .same),
            squeeze: nil, project: linear(expanded, outputs), activation: .relu6)
    }

    /// A picture so large that it takes many bands, and the same picture cut to what one band holds.
    @Test(arguments: [(3, 1), (3, 2), (5, 1), (5, 2)])
    func bandsMeetWithoutASeam(kernel: Int, stride: Int) {
        let block = block(inputs: 24, outputs: 24, kernel: kernel, stride: stride, seed: 5)
        var random = SeededGenerator(seed: 6)
        var x = FeatureMap(images: 1, height: 60, width: 64, channels: 24)
        x.values = random.floats(x.values.count)
        var scratch = MobileBlock.Scratch()
        let whole = block(x, &scratch)
        // Rows far from the lower edge do not see it: a picture of the first 24 rows gives the same there.
        var upper = FeatureMap(images: 1, height: 24, width: 64, channels: 24)
        upper.values = Array(x.values[..<upper.values.count])
        let cut = block(upper, &scratch)
        let safe = (24 / stride - 4) * whole.width * whole.channels
        let difference = zip(whole.values[..<safe], cut.values[..<safe]).map { abs($0 - $1) }.max()!
        #expect(difference < 1e-4)
    }
}
