import Foundation
import Testing

@testable import Model

@Suite struct FewShotCurveTests {
    private let train: LabelledRows
    private let test: LabelledRows

    init() throws { (_, train, test) = try LearningGoldens.load() }

    private var prompts: ZeroShotClassifier {
        ZeroShotClassifier(weights: ClassWeights(sum: train.selecting(Array(0..<15)).classSums), logitScale: 50)
    }

    private func curve(
        _ train: LabelledRows? = nil, methods: [LearningMethod] = [.probe, .nearestMean], shots: [Int] = [1, 4, 16],
        draws: Int = 4, seed: UInt64 = 1
    ) throws -> FewShotCurve {
        try FewShotCurve(
            train: train ?? self.train, test: test, prompts: prompts, methods: methods, shots: shots, draws: draws,
            neighbours: 5, seed: seed)
    }

    @Test func moreImagesHelp() throws {
        let curve = try curve()
        #expect(curve.levels.map(\.shots) == [1, 4, 16])
        for method in curve.methods.indices {
            let means = curve.levels.map(\.accuracies[method].mean)
            #expect(means == means.sorted(), "\(curve.methods[method]): \(means)")
        }
    }

    @Test func theSeedDecidesWhatIsDrawn() throws {
        let one = try curve(methods: [.nearestMean])
        let same = try curve(methods: [.nearestMean])
        let other = try curve(methods: [.nearestMean], seed: 2)
        #expect(one.levels.map(\.accuracies) == same.levels.map(\.accuracies))
        #expect(one.levels.map(\.accuracies) != other.levels.map(\.accuracies))
    }

    @Test func allMethodsAreAskedOfTheSameImages() throws {
        let curve = try curve(methods: LearningMethod.allCases, shots: [1, 2], draws: 2)
        #expect(!curve.methods.contains(.prompts) && curve.methods.count == 5)
        #expect(curve.images == test.count)
        let right = zip(prompts.logits(test.matrix).highestColumns, test.labels).count { $0 == $1 }
        #expect(abs(curve.zeroShot - Double(right) / Double(test.count)) < 1e-9)
    }

    @Test func shortClassesAreCountedAndTheirImagesToo() throws {
        // One class has two images, the others ten.
        var places: [Int] = []
        for label in 0..<5 {
            places += train.labels.indices.filter { train.labels[$0] == Int32(label) }.prefix(label == 0 ? 2 : 10)
        }
        let curve = try curve(train.selecting(places.sorted()), methods: [.nearestMean], shots: [1, 2, 4, 8, 16])
        #expect(curve.levels.map(\.shots) == [1, 2, 4, 8])
        #expect(curve.levels.map(\.shortClasses) == [0, 0, 1, 1])
        #expect(abs(curve.levels[3].imagesPerClass - (2 + 4 * 8) / 5.0) < 1e-9)
    }

    @Test func intervalsHoldTheFigures() throws {
        let curve = try curve()
        let estimates = try curve.estimates(seed: 1)
        for level in estimates.accuracies {
            for estimate in level {
                #expect(estimate.interval.contains(estimate.value))
                #expect(estimate.interval.upperBound - estimate.interval.lowerBound < 0.3)
            }
        }
        #expect(estimates.zeroShot.interval.contains(curve.zeroShot))
        let worth = try #require(estimates.worth)
        #expect(worth.interval.lowerBound <= worth.images && worth.images <= worth.interval.upperBound)
        #expect(try self.curve(methods: [.nearestMean]).estimates(seed: 1).worth == nil)
    }

    @Test func worthIsInterpolatedOnALogarithmicScale() {
        let images: [Double] = [1, 2, 4, 8, 16]
        let curve = [0.3, 0.5, 0.6, 0.7, 0.8]
        #expect(Worth.crossing(images, curve, 0.6) == 4)
        #expect(abs(Worth.crossing(images, curve, 0.65) - 4 * 2.0.squareRoot()) < 1e-9)
        #expect(Worth.crossing(images, curve, 0.3) == 1)
        #expect(Worth.crossing(images, curve, 0.2) == -.infinity)
        #expect(Worth.crossing(images, curve, 0.9) == .infinity)
        // Where the curve falls again, the first crossing counts.
        #expect(Worth.crossing([1, 2, 4], [0.3, 0.6, 0.4], 0.45) < 2)
    }

    @Test func aCurveThatIsNotCrossedIsSaidInWords() {
        let worth = Worth(images: 7.42, interval: -Double.infinity...Double.infinity, least: 1, most: 16)
        #expect(
            worth.sentence
                == "These prompts are worth 7.4 labelled images a class (95 %: fewer than 1 to more than 16).")
        let least = Worth(images: -.infinity, interval: -Double.infinity ... -Double.infinity, least: 1, most: 16)
        #expect(
            least.sentence == "These prompts are worth fewer than 1 labelled images a class (95 %: fewer than 1).")
        let none = Worth(images: .infinity, interval: 9.5...Double.infinity, least: 1, most: 12.3)
        #expect(none.sentence.hasPrefix("These prompts are worth more than 12.3 labelled images a class (95 %: 9.5 to"))
    }
}
