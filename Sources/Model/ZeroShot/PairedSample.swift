/// The images that two classifiers are compared on, each as the little that the measures need of it, and what any
/// multiset of them adds up to.
package struct PairedSample: Sendable {
    /// Sixteen bytes an image.
    private struct Image {
        /// Class, and for A and B whether it is wrong, among the first five, or right.
        let cell: Int32
        /// Bin of confidence.
        let binA: UInt8
        let binB: UInt8
        /// 1 where right, else 0, less the confidence.
        let gapA: Float
        let gapB: Float
    }

    private let images: [Image]
    package let classes: Int
    private static let states = 3
    private static let bins = ReliabilityDiagram.usualBins

    /// - Parameters:
    ///   - images: both classifiers evaluated them; their labels are the same.
    package init(_ a: Predictions, _ b: Predictions, images: some Sequence<Int>, classes: Int) {
        self.classes = classes
        self.images = images.map { image in
            let state = { (predictions: Predictions) -> Int32 in
                predictions.isRight(image) ? 2 : predictions.ranks[image] <= 5 ? 1 : 0
            }
            let gap = { (predictions: Predictions) in
                (predictions.isRight(image) ? 1 : 0) - predictions.confidences[image]
            }
            return Image(
                cell: (a.labels[image] * Int32(Self.states) + state(a)) * Int32(Self.states) + state(b),
                binA: UInt8(ReliabilityDiagram.bin(of: a.confidences[image])),
                binB: UInt8(ReliabilityDiagram.bin(of: b.confidences[image])), gapA: gap(a), gapB: gap(b))
        }
    }

    package var count: Int { images.count }

    /// The measures of a resample.
    /// - Parameter draws: indices into the sample's images, as many as there are.
    package func measures(of draws: some Sequence<Int>) -> (a: Measures, b: Measures) {
        var tally = Tally(self)
        tally.add(draws)
        return tally.measures
    }

    private struct Tally {
        private let sample: PairedSample
        private var cells: [Int32]
        private var gaps: [Double]  // A's bins, B's bins

        init(_ sample: PairedSample) {
            self.sample = sample
            cells = Array(repeating: 0, count: sample.classes * PairedSample.states * PairedSample.states)
            gaps = Array(repeating: 0, count: 2 * PairedSample.bins)
        }

        mutating func add(_ draws: some Sequence<Int>) {
            for image in draws {
                let image = sample.images[image]
                cells[Int(image.cell)] += 1
                gaps[Int(image.binA)] += Double(image.gapA)
                gaps[PairedSample.bins + Int(image.binB)] += Double(image.gapB)
            }
        }

        var measures: (a: Measures, b: Measures) {
            var sums = (a: Sums(), b: Sums())
            var images = 0
            cells.withUnsafeBufferPointer { cells in
                for label in 0..<sample.classes {
                    // [A's state][B's state]
                    let own = UnsafeBufferPointer(rebasing: cells[label * 9..<(label + 1) * 9])
                    let count = own.reduce(0, +)
                    guard count > 0 else { continue }
                    images += Int(count)
                    sums.a.add(
                        right: own[6] + own[7] + own[8], among5: own[3] + own[4] + own[5], of: count)
                    sums.b.add(
                        right: own[2] + own[5] + own[8], among5: own[1] + own[4] + own[7], of: count)
                }
            }
            let bins = PairedSample.bins
            return (
                sums.a.measures(images: images, gaps: gaps[..<bins]),
                sums.b.measures(images: images, gaps: gaps[bins...])
            )
        }
    }

    /// What calibration errors are made of, filled again and again: two sums an image drawn.
    struct Gaps {
        private let sample: PairedSample
        private var gaps: [Double]  // A's bins, B's bins

        init(_ sample: PairedSample) {
            self.sample = sample
            gaps = Array(repeating: 0, count: 2 * PairedSample.bins)
        }

        /// As many images as there are, drawn with replacement.
        mutating func resample(_ generator: inout SplitMix64) {
            for index in gaps.indices { gaps[index] = 0 }
            sample.images.withUnsafeBufferPointer { images in
                gaps.withUnsafeMutableBufferPointer { gaps in
                    for _ in 0..<images.count {
                        let image = images[generator.index(below: images.count)]
                        gaps[Int(image.binA)] += Double(image.gapA)
                        gaps[PairedSample.bins + Int(image.binB)] += Double(image.gapB)
                    }
                }
            }
        }

        /// B's calibration error less A's.
        var difference: Double {
            let (a, b) = (gaps[..<PairedSample.bins], gaps[PairedSample.bins...])
            return (b.reduce(0) { $0 + abs($1) } - a.reduce(0) { $0 + abs($1) }) / Double(sample.count)
        }
    }

    private struct Sums {
        var right = 0
        var among5 = 0
        var recalls = 0.0
        var classes = 0

        /// - Parameter among5: those among the first five that are not right.
        mutating func add(right: Int32, among5: Int32, of count: Int32) {
            self.right += Int(right)
            self.among5 += Int(right + among5)
            recalls += Double(right) / Double(count)
            classes += 1
        }

        func measures(images: Int, gaps: ArraySlice<Double>) -> Measures {
            var measures = Measures()
            measures[.top1] = Double(right) / Double(images)
            measures[.top5] = Double(among5) / Double(images)
            measures[.meanPerClass] = recalls / Double(classes)
            measures[.calibrationError] = gaps.reduce(0) { $0 + abs($1) } / Double(images)
            return measures
        }
    }
}
