import Testing

@testable import Model

@Suite struct ComparisonTests {
    let golden: StatisticsGoldens.Comparison
    let a: Predictions
    let b: Predictions

    init() throws {
        golden = try StatisticsGoldens.load("comparison")
        a = golden.a.predictions(golden.labels)
        b = golden.b.predictions(golden.labels)
    }

    private func compared(resamples: Int = 100, seed: UInt64 = 1) throws -> Comparison {
        let bootstrap = PairedBootstrap(seed: seed, resamples: resamples)
        return try #require(try Comparison.of(a, b, classes: golden.classes, bootstrap: bootstrap))
    }

    @Test func measuresAreThoseOfScikitLearn() throws {
        let differences = try compared().differences
        #expect(differences.map(\.measure) == Measure.allCases)
        for (place, difference) in differences.enumerated() {
            #expect(isNear(difference.a, golden.measures[0][place], 1e-7), "\(difference.measure)")
            #expect(isNear(difference.b, golden.measures[1][place], 1e-7), "\(difference.measure)")
        }
    }

    @Test func aResampleOfGivenImagesHasTheReferencesMeasures() {
        let sample = PairedSample(a, b, images: 0..<golden.labels.count, classes: golden.classes)
        for (draws, expected) in zip(golden.draws, golden.resampled) {
            let (a, b) = sample.measures(of: draws)
            for place in a.values.indices {
                #expect(isNear(a.values[place], expected[0][place], 1e-7))
                #expect(isNear(b.values[place], expected[1][place], 1e-7))
            }
        }
    }

    @Test func intervalsArePercentilesOfTheDifferences() {
        for place in 0..<4 {
            let interval = PairedBootstrap.interval(
                of: golden.resampled.map { $0[1][place] - $0[0][place] }, level: 0.95)
            #expect(isNear(interval.lowerBound, golden.intervals[place][0]))
            #expect(isNear(interval.upperBound, golden.intervals[place][1]))
        }
    }

    @Test func theFourListsHoldEveryImageOnce() throws {
        let agreement = try compared().agreement
        #expect(agreement.onlyA == golden.only_a)
        #expect(agreement.onlyB == golden.only_b)
        let all = agreement.bothRight + agreement.bothWrong + agreement.onlyA + agreement.onlyB
        #expect(all.sorted() == (0..<60).map { Int32($0) })
    }

    @Test func theConfusionsThatChangedAreTheDifferenceOfTheMatrices() throws {
        let cells = try compared().confusion.cells
        var change = [[Int]](repeating: Array(repeating: 0, count: 8), count: 8)
        for cell in cells { change[cell.label][cell.predicted] = cell.difference }
        #expect(change == golden.confusion_change)
        #expect(cells.map { abs($0.difference) } == cells.map { abs($0.difference) }.sorted(by: >))
    }

    @Test func classesAreSortedByTheSizeOfTheirChange() throws {
        let perClass = try compared().perClass
        #expect(perClass.count == 8)
        for row in perClass {
            #expect(isNear(row.difference, golden.recall_change[row.label]))
            #expect(row.rightB - row.rightA == row.gained - row.lost)
        }
        #expect(perClass.map { abs($0.difference) } == perClass.map { abs($0.difference) }.sorted(by: >))
    }

    /// The same predictions again and again: `count` times as many images.
    private func repeated(_ count: Int) -> (a: Predictions, b: Predictions) {
        var many = (a: Predictions(), b: Predictions())
        for _ in 0..<count {
            for image in 0..<a.count {
                many.a.append(
                    label: Int(a.labels[image]), predicted: Int(a.predicted[image]), rank: Int(a.ranks[image]),
                    confidence: a.confidences[image])
                many.b.append(
                    label: Int(b.labels[image]), predicted: Int(b.predicted[image]), rank: Int(b.ranks[image]),
                    confidence: b.confidences[image])
            }
        }
        return many
    }

    @Test func aSeedAlwaysGivesTheSameInterval() throws {
        let many = repeated(4)
        let compared = { (seed: UInt64) in
            try Comparison.of(many.a, many.b, classes: 8, bootstrap: PairedBootstrap(seed: seed, resamples: 100))?
                .differences
        }
        let first = try compared(7)
        #expect(try compared(7) == first)
        #expect(try compared(8) != first)
    }

    @Test func theCalibrationErrorOfFewImagesHasNoInterval() throws {
        #expect(golden.labels.count < PairedBootstrap.fewestImages)
        let error = try compared().differences[3]
        #expect(error.measure == .calibrationError && error.interval == nil && !error.isSignificant)
    }

    /// The middle of the differences, and the same mirrored at the difference that was found.
    @Test func theIntervalOfTheCalibrationErrorIsEvenAboutTheDifference() throws {
        let many = repeated(4)
        let error = try #require(try Comparison.of(many.a, many.b, classes: 8)).differences[3]
        let interval = try #require(error.interval)
        #expect(isNear((interval.lowerBound + interval.upperBound) / 2, error.value, 1e-9))
    }

    @Test func anIntervalHoldsTheDifferenceAndNarrowsWithImages() throws {
        let small = try compared(resamples: 400).differences[0]
        #expect(small.interval?.contains(small.value) == true)
        let many = repeated(16)
        let bootstrap = PairedBootstrap(resamples: 400)
        let large = try #require(try Comparison.of(many.a, many.b, classes: 8, bootstrap: bootstrap)).differences[0]
        let width = { (interval: ClosedRange<Double>?) in (interval?.upperBound ?? 0) - (interval?.lowerBound ?? 0) }
        // A standard error falls with the square root of the number of images.
        #expect(abs(width(large.interval) / width(small.interval) - 0.25) < 0.05)
    }

    @Test func whatDiffersFromItselfInNothingIsNotSignificant() throws {
        let same = try #require(try Comparison.of(a, a, classes: 8, bootstrap: PairedBootstrap(resamples: 50)))
        #expect(same.differences.allSatisfy { $0.value == 0 && !$0.isSignificant })
        // Sixty images that agree leave room for some that do not.
        for difference in same.differences.dropLast() {
            let interval = try #require(difference.interval)
            #expect(interval.lowerBound < -0.05 && interval.upperBound > 0.05, "\(difference.measure)")
        }
        #expect(same.verdict == .same)
        #expect(same.mcNemar.pValue == 1)
        #expect(same.confusion.cells.isEmpty)
    }

    @Test func imagesThatOneDidNotEvaluateDoNotCount() throws {
        var a = Predictions()
        var b = Predictions()
        for (label, other) in [(0, 0), (0, 1), (nil, 0), (1, nil)] as [(Int?, Int?)] {
            a.append(label: label, predicted: 0, rank: label.map { $0 + 1 }, confidence: 0.5)
            b.append(label: other, predicted: other, rank: 1, confidence: 0.5)
        }
        let compared = try #require(try Comparison.of(a, b, classes: 2, bootstrap: PairedBootstrap(resamples: 5)))
        #expect(compared.images == 1)
        #expect(compared.agreement.bothRight == [0])
        #expect(try Comparison.of(Predictions(), Predictions(), classes: 2) == nil)
    }

    @Test func aComparisonCanBeCancelled() {
        #expect(throws: CancellationError.self) {
            _ = try Comparison.of(a, b, classes: 8, isCancelled: { true })
        }
    }
}

@Test func mcNemarIsTheExactBinomialTest() throws {
    let cases: [StatisticsGoldens.McNemar] = try StatisticsGoldens.load("mcnemar")
    #expect(cases.count > 10)
    for golden in cases {
        let p = McNemar(onlyA: golden.only_a, onlyB: golden.only_b).pValue
        #expect(abs(p - golden.p) <= 1e-8 * golden.p, "\(golden.only_a) \(golden.only_b)")
        #expect(McNemar(onlyA: golden.only_b, onlyB: golden.only_a).pValue == p)
    }
}

@Test func theMidPCountsTheSplitThatWasFoundHalf() throws {
    for golden in try StatisticsGoldens.load("mcnemar") as [StatisticsGoldens.McNemar] {
        let p = McNemar(onlyA: golden.only_a, onlyB: golden.only_b).midP
        #expect(abs(p - golden.mid_p) <= 1e-8 * golden.mid_p, "\(golden.only_a) \(golden.only_b)")
    }
    #expect(!McNemar(onlyA: 0, onlyB: 4).isSignificant && McNemar(onlyA: 0, onlyB: 5).isSignificant)
}

@Test func scoreIntervalsAreThoseOfTheLikelihood() throws {
    let cases: [StatisticsGoldens.Score] = try StatisticsGoldens.load("score")
    #expect(cases.count > 10)
    for golden in cases {
        let interval = ScoreInterval(gained: golden.gained, lost: golden.lost, images: golden.images)
        let test = McNemar(onlyA: Int(golden.lost), onlyB: Int(golden.gained))
        let wide = test.isSignificant ? nil : 0.0
        let name = "\(golden.gained) \(golden.lost) of \(golden.images)"
        #expect(isNear(interval.range.lowerBound, min(golden.interval[0], wide ?? 1), 1e-6), "\(name)")
        #expect(isNear(interval.range.upperBound, max(golden.interval[1], wide ?? -1), 1e-6), "\(name)")
        // At no difference it is McNemar's statistic without a correction.
        let squared = interval.statistic(0) * interval.statistic(0)
        #expect(abs(squared - golden.chi_squared) <= 1e-9 * max(1, golden.chi_squared), "\(name)")
    }
}

/// One rule: an interval without 0, a star and "significant" are the same thing, 4:0 and 5:0 included.
@Test(arguments: [40, 400, 4000])
func noIntervalContradictsTheTest(_ images: Int) {
    for gained in 0...40 {
        for lost in 0...40 where gained + lost <= images {
            let range = ScoreInterval(gained: Double(gained), lost: Double(lost), images: Double(images)).range
            let test = McNemar(onlyA: lost, onlyB: gained)
            #expect(range.contains(0) == !test.isSignificant, "\(gained) \(lost) of \(images)")
            #expect(range.contains(Double(gained - lost) / Double(images)) || images == gained + lost)
        }
    }
}

/// `count` classes of one image each, of which B alone gets `gained` right, the others both.
private func singles(_ count: Int, gained: Int) -> (Predictions, Predictions) {
    var (a, b) = (Predictions(), Predictions())
    for label in 0..<count {
        let isRight = label >= gained
        a.append(label: label, predicted: isRight ? label : (label + 1) % count, rank: isRight ? 1 : 2, confidence: 0.5)
        b.append(label: label, predicted: label, rank: 1, confidence: 0.5)
    }
    return (a, b)
}

@Test func classesOfOneImageGiveTheMeanOfRecallsTheIntervalOfTop1() throws {
    let (a, b) = singles(100, gained: 6)
    let differences = try #require(try Comparison.of(a, b, classes: 100, bootstrap: nil)).differences
    let (top1, recalls) = (try #require(differences[0].interval), try #require(differences[2].interval))
    #expect(isNear(top1.lowerBound, recalls.lowerBound, 1e-9) && isNear(top1.upperBound, recalls.upperBound, 1e-9))
    #expect(differences[0].isSignificant && differences[2].isSignificant)
}

@Test func imagesThatASideWasChosenOnAreLeftOut() throws {
    let (a, b) = singles(100, gained: 6)
    let compared = try #require(try Comparison.of(a, b, classes: 100, isChosenOn: { $0 < 6 }, bootstrap: nil))
    #expect(compared.images == 94 && compared.chosen == Comparison.Chosen(images: 6, isLeftOut: true))
    #expect(compared.verdict == .same && compared.differences[0].a == 1)
}

@Test func whatWasChosenOnAllImagesIsNotTested() throws {
    let (a, b) = singles(100, gained: 6)
    let compared = try #require(try Comparison.of(a, b, classes: 100, isChosenOn: { _ in true }, bootstrap: nil))
    #expect(compared.images == 100 && compared.chosen == Comparison.Chosen(images: 100, isLeftOut: false))
    #expect(compared.verdict == .untested)
    #expect(compared.differences.allSatisfy { $0.interval == nil && !$0.isSignificant })
}

/// The first numbers of the authors' C code for a seed.
private let splitMixNumbers: [UInt64: [UInt64]] = [
    1_234_567: [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423],
    0: [16_294_208_416_658_607_535, 7_960_286_522_194_355_700, 487_617_019_471_545_679],
]

@Test func splitMixGivesItsPublishedNumbers() {
    for (seed, numbers) in splitMixNumbers {
        var generator = SplitMix64(seed: seed)
        #expect(numbers.map { _ in generator.next() } == numbers)
    }
}

@Test func indicesAreSpreadEvenly() {
    var generator = SplitMix64(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.index(below: 7)] += 1 }
    // Five standard deviations of a binomial count.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 465 })
}
