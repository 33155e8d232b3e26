/// The kernels that pictures are resampled with, widened when the picture shrinks (antialiasing).
public enum Interpolation: String, Sendable {
    case bilinear, bicubic

    /// Half the width of the kernel, in pixels of the smaller picture.
    var support: Double { self == .bilinear ? 1 : 2 }

    /// Pillow's bilinear_filter and bicubic_filter (src/libImaging/Resample.c): a = -0.5.
    func weight(at distance: Double) -> Double {
        let x = abs(distance)
        switch self {
        case .bilinear: return x < 1 ? 1 - x : 0
        case .bicubic where x < 1: return (1.5 * x - 2.5) * x * x + 1
        case .bicubic: return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0
        }
    }
}

/// One axis of a resize: for every pixel of the result, where its source pixels start and what each weighs.
/// After Pillow's precompute_coeffs and normalize_coeffs_8bpc (src/libImaging/Resample.c).
struct ResamplingWeights {
    /// The pixels of the result that are wanted, within 0..<resultLength.
    let range: Range<Int>
    /// The source pixels that take part.
    let sources: Range<Int>
    /// [range], counted from the first of `sources`.
    let firsts: [Int32]
    /// [range], how many source pixels take part in each.
    let counts: [Int32]
    /// No count is larger; the row length of the two tables.
    let taps: Int
    /// [range, taps], each row's sum 1.
    let weights: [Double]
    /// The same as fixed point with 22 fraction bits.
    let fixedPoint: [Int32]

    init(_ interpolation: Interpolation, from sourceLength: Int, to resultLength: Int, range: Range<Int>) {
        precondition(!range.isEmpty, "nothing of the result is wanted")
        let scale = Double(sourceLength) / Double(resultLength)
        let widening = max(1, scale)
        let support = interpolation.support * widening
        let inverse = 1 / widening
        taps = Int(support.rounded(.up)) * 2 + 1
        var firsts: [Int32] = []
        var counts: [Int32] = []
        var weights = [Double](repeating: 0, count: range.count * taps)
        for (row, index) in range.enumerated() {
            let centre = (Double(index) + 0.5) * scale
            let first = max(0, Int(centre - support + 0.5))
            let count = min(sourceLength, Int(centre + support + 0.5)) - first
            let run = row * taps..<row * taps + count
            var sum = 0.0
            for (tap, position) in run.enumerated() {
                let weight = interpolation.weight(at: (Double(tap + first) - centre + 0.5) * inverse)
                weights[position] = weight
                sum += weight
            }
            if sum != 0 {
                for position in run { weights[position] /= sum }
            }
            firsts.append(Int32(first))
            counts.append(Int32(count))
        }
        self.range = range
        sources = Int(firsts.first!)..<Int(firsts.last! + counts.last!)
        self.firsts = firsts.map { $0 - firsts.first! }
        self.counts = counts
        self.weights = weights
        fixedPoint = weights.map { Int32($0 * Double(1 << 22) + ($0 < 0 ? -0.5 : 0.5)) }
    }
}
