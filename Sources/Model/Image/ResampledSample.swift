import CKernels

/// How samples of a type are weighed and summed.
protocol ResampledSample {
    /// Samples a pixel.
    static var channels: Int { get }

    /// One row: `input` is the first pixel of `weights.sources`, `output` gets `weights.range.count` pixels.
    static func resampleRow(
        _ input: UnsafePointer<Self>, _ weights: ResamplingWeights, into output: UnsafeMutablePointer<Self>)

    /// Line `line` of the result: `input` is the first sample of its first source row, rows are `stride` samples apart.
    static func resampleColumns(
        _ input: UnsafePointer<Self>, stride: Int, _ weights: ResamplingWeights, _ line: Int,
        into output: UnsafeMutablePointer<Self>, count: Int)
}

/// RGBA or CMYK, in fixed point.
extension UInt8: ResampledSample {
    static let channels = 4

    static func resampleRow(
        _ input: UnsafePointer<UInt8>, _ weights: ResamplingWeights, into output: UnsafeMutablePointer<UInt8>
    ) {
        resample_row(
            input, output, weights.firsts, weights.counts, weights.fixedPoint, weights.taps, weights.range.count)
    }

    static func resampleColumns(
        _ input: UnsafePointer<UInt8>, stride: Int, _ weights: ResamplingWeights, _ line: Int,
        into output: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        weights.fixedPoint.withUnsafeBufferPointer { table in
            resample_column(
                input, stride, output, table.baseAddress! + line * weights.taps, Int(weights.counts[line]), count)
        }
    }
}

/// 16 bit grey, in floating point.
extension UInt16: ResampledSample {
    static let channels = 1

    static func resampleRow(
        _ input: UnsafePointer<UInt16>, _ weights: ResamplingWeights, into output: UnsafeMutablePointer<UInt16>
    ) {
        for index in 0..<weights.range.count {
            let first = Int(weights.firsts[index])
            output[index] = sum(Int(weights.counts[index]), weights, index) { Double(input[first + $0]) }
        }
    }

    static func resampleColumns(
        _ input: UnsafePointer<UInt16>, stride: Int, _ weights: ResamplingWeights, _ line: Int,
        into output: UnsafeMutablePointer<UInt16>, count: Int
    ) {
        for column in 0..<count {
            output[column] = sum(Int(weights.counts[line]), weights, line) { Double(input[$0 * stride + column]) }
        }
    }

    private static func sum(
        _ count: Int, _ weights: ResamplingWeights, _ line: Int, _ sample: (Int) -> Double
    ) -> UInt16 {
        let row = line * weights.taps
        let sum = (0..<count).reduce(0.0) { $0 + sample($1) * weights.weights[row + $1] }
        return UInt16(clamping: Int(sum.rounded(.toNearestOrAwayFromZero)))
    }
}
