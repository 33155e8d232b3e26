import Foundation
import Testing

@testable import Model

@Suite struct LearnerTests {
    private let golden: LearningGoldens
    private let train: LabelledRows
    private let test: LabelledRows

    init() throws { (golden, train, test) = try LearningGoldens.load() }

    private var prompts: ZeroShotClassifier {
        ZeroShotClassifier(weights: ClassWeights(sum: train.selecting(Array(0..<15)).classSums), logitScale: 50)
    }

    @Test func neighboursVoteAsInScikitLearn() throws {
        let one = try Learner(train, prompts: prompts, neighbours: 1).predictions(.neighbours, of: test.matrix, c: 1)
        #expect(one == golden.neighbours["1"])
        let five = try Learner(train, prompts: prompts, neighbours: 5).predictions(.neighbours, of: test.matrix, c: 1)
        let expected = try #require(golden.neighbours["5"])
        for place in five.indices where five[place] != expected[place] {
            // scikit-learn gives a tie to the first class.
            let cosines = test.selecting([place]).matrix.timesTransposed(train.matrix)
            let votes = Neighbours.greatest(5, of: cosines[0]).map { train.labels[$0] }
            func count(_ label: Int32) -> Int { votes.count { $0 == label } }
            #expect(count(five[place]) == count(expected[place]), "image \(place)")
        }
    }

    @Test func theNearestMeanIsThatOfTheClass() throws {
        let found = try Learner(train, prompts: prompts).predictions(.nearestMean, of: test.matrix, c: 1)
        for place in [0, 17, 50, 99] {
            let cosines = (0..<5).map { label in
                var mean = Matrix(rows: 1, columns: train.matrix.columns)
                for row in train.labels.indices where train.labels[row] == Int32(label) {
                    mean.add(train.matrix[row], toRow: 0)
                }
                mean.normaliseRows()
                return zip(mean[0], test.matrix[place]).reduce(0) { $0 + $1.0 * $1.1 }
            }
            #expect(found[place] == Int32(cosines.indices.max { cosines[$0] < cosines[$1] }!))
        }
    }

    @Test func theCacheIsThatOfTipAdapter() throws {
        let found = try Learner(train, prompts: prompts).predictions(.cache, of: test.matrix, c: 1)
        let logits = prompts.logits(test.matrix)
        for place in [3, 40, 98] {
            var own = Array(logits[place])
            for (row, label) in train.labels.enumerated() {
                let cosine = zip(train.matrix[row], test.matrix[place]).reduce(0) { $0 + $1.0 * $1.1 }
                own[Int(label)] += exp(-5.5 * (1 - cosine))
            }
            #expect(found[place] == Int32(own.indices.max { own[$0] < own[$1] }!))
        }
    }

    @Test func aClassWithoutImagesIsNeverNearest() throws {
        let some = train.selecting(train.labels.indices.filter { train.labels[$0] != 0 })
        for method in [LearningMethod.nearestMean, .neighbours] {
            let found = try Learner(some, prompts: prompts).predictions(method, of: test.matrix, c: 1)
            #expect(!found.contains(0))
        }
    }

    @Test(arguments: [LearningMethod.probe, .nearestMean, .neighbours])
    func labelsWithoutMeaningGiveChance(method: LearningMethod) throws {
        let random = train.relabelled(golden.random_labels, classes: golden.classes)
        let found = try Learner(random, prompts: prompts).predictions(method, of: test.matrix, c: 1)
        // Twenty labels an image, each as likely as another.
        var generator = SplitMix64(seed: 5)
        let right = (0..<20).reduce(0) { sum, _ in sum + found.count { $0 == Int32(generator.index(below: 5)) } }
        let interval = ShareInterval(share: Double(right) / Double(20 * found.count), images: Double(20 * found.count))
        #expect(interval.range.contains(0.2), "\(right) right")
    }

    @Test func comparisonsReportOnOtherImagesThanTheyLearnFrom() throws {
        let comparison = try ProbeComparison(train: train, test: test, prompts: prompts, neighbours: 5, seed: 1)
        #expect(comparison.results.map(\.method) == LearningMethod.allCases)
        #expect(comparison.results.allSatisfy { $0.predictions.count == test.count })
        #expect(comparison.validation > 0 && comparison.validation < train.count / 3)
        let again = try ProbeComparison(train: train, test: test, prompts: prompts, neighbours: 5, seed: 1)
        for (one, other) in zip(comparison.results, again.results) { #expect(one.predictions == other.predictions) }
        #expect(comparison.result(.probe).probe?.weights == again.result(.probe).probe?.weights)
    }

    @Test func oneImageAClassLeavesNoneToChooseOn() throws {
        let places = (0..<5).map { label in train.labels.firstIndex(of: Int32(label))! }.sorted()
        let few = train.selecting(places)
        let comparison = try ProbeComparison(train: few, test: test, prompts: prompts, neighbours: 5, seed: 1)
        #expect(comparison.validation == 0)
        #expect(comparison.result(.probe).probe?.c == ProbeComparison.usualC)
        #expect(comparison.result(.probe).sweep == nil)
    }

    @Test func drawsBeginAlikeAndTakeWhatThereIs() {
        let draw = ShotDraw(train.labels, classes: 5, seed: 9)
        #expect(Set(draw.first(2)).isSubset(of: draw.first(4)))
        #expect(draw.first(2).count == 10)
        #expect(draw.first(.max).count == train.count)
        #expect(draw.first(4) != ShotDraw(train.labels, classes: 5, seed: 10).first(4))
        #expect(draw.short(of: 10_000) == 5)
    }
}
