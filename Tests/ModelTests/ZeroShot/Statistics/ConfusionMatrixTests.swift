import Testing

@testable import Model

@Suite struct ConfusionMatrixTests {
    let golden: StatisticsGoldens.Confusion
    let matrix: ConfusionMatrix

    init() throws {
        golden = try StatisticsGoldens.load("confusion")
        matrix = ConfusionMatrix(labels: golden.labels, predicted: golden.predicted, classes: golden.classes)
    }

    @Test func countsAreThoseOfScikitLearn() {
        for label in 0..<9 {
            for predicted in 0..<9 { #expect(matrix[label, predicted] == golden.matrix[label][predicted]) }
        }
        #expect(matrix.images == 300)
        #expect(matrix.cells.allSatisfy { $0.images > 0 })
    }

    @Test func precisionRecallAndF1AreThoseOfScikitLearn() {
        for row in matrix.perClass {
            #expect(isNear(row.precision, golden.precision[row.label]), "\(row)")
            #expect(isNear(row.recall, golden.recall[row.label]), "\(row)")
            #expect(isNear(row.f1, golden.f1[row.label]), "\(row)")
            #expect(row.images == golden.support[row.label])
        }
        #expect(isNear(matrix.macroF1, golden.f1.compactMap { $0 }.reduce(0, +) / 9))
    }

    @Test func theMostConfusedPairComesFirst() throws {
        let confusions = matrix.confusions
        let highest = (0..<9).flatMap { label in (0..<9).map { label == $0 ? 0 : golden.matrix[label][$0] } }.max()
        #expect(confusions.first?.images == highest)
        #expect(confusions.map(\.images) == confusions.map(\.images).sorted(by: >))
        let row = try #require(matrix.perClass.first { $0.label == confusions[0].label })
        #expect(row.mostConfusedWith == confusions[0].predicted)
    }

    @Test func classesLeftOutBecomeOther() {
        let limited = matrix.limited(to: [4, 1])
        #expect(limited.classes == 3)
        #expect(limited.images == 300)
        #expect(limited[0, 0] == golden.matrix[4][4])
        #expect(limited[1, 0] == golden.matrix[1][4])
        #expect(limited.support[2] == 300 - golden.support[4] - golden.support[1])
        #expect(limited[0, 2] == golden.support[4] - golden.matrix[4][4] - golden.matrix[4][1])
    }

    @Test func classesThatStayKeepTheirNumbers() {
        let (gathered, limited) = (matrix.gathering(allBut: [1, 4]), matrix.limited(to: [1, 4]))
        let numbers = [1, 4, 9]
        #expect((gathered.classes, gathered.images) == (10, 300))
        for (row, label) in numbers.enumerated() {
            for (column, predicted) in numbers.enumerated() {
                #expect(gathered[label, predicted] == limited[row, column])
            }
        }
        #expect(gathered.cells.allSatisfy { numbers.contains($0.label) && numbers.contains($0.predicted) })
    }

    @Test func neighboursAreTheClassesConfusedMost() {
        let label = 3
        let confused = (0..<9).map { $0 == label ? -1 : golden.matrix[label][$0] + golden.matrix[$0][label] }
        let neighbours = matrix.neighbours(of: label, count: 4)
        #expect(neighbours.contains(label) && neighbours.count == 4 && neighbours == neighbours.sorted())
        let (near, far) = (neighbours.filter { $0 != label }, (0..<9).filter { !neighbours.contains($0) })
        #expect(near.map { confused[$0] }.min()! >= far.map { confused[$0] }.max()!)
    }

    @Test func everyClassStandsInTheOrderOnce() {
        #expect(matrix.blockOrder.sorted() == Array(0..<9))
    }

    /// Classes are dealt to four groups, and an image is only ever taken for a class of its own group.
    @Test func groupsThatAreConfusedStandTogether() {
        var generator = SeededGenerator(seed: 3)
        var (labels, predicted) = ([Int32](), [Int32]())
        for _ in 0..<4000 {
            let group = Int.random(in: 0..<4, using: &generator)
            labels.append(Int32(4 * Int.random(in: 0..<6, using: &generator) + group))
            predicted.append(Int32(4 * Int.random(in: 0..<6, using: &generator) + group))
        }
        let order = ConfusionMatrix(labels: labels, predicted: predicted, classes: 24).blockOrder
        let groups = order.map { $0 % 4 }
        #expect(zip(groups, groups.dropFirst()).count { $0 != $1 } == 3)
    }

    @Test func whatIsNeverConfusedStaysInItsOrderAtTheEnd() {
        let labels: [Int32] = [0, 1, 2, 3, 4, 4]
        let predicted: [Int32] = [0, 1, 2, 3, 2, 4]
        #expect(ConfusionMatrix(labels: labels, predicted: predicted, classes: 5).blockOrder == [2, 4, 0, 1, 3])
    }

    @Test func imagesWithoutLabelOrPredictionDoNotCount() {
        let matrix = ConfusionMatrix(labels: [0, -1, 1], predicted: [0, 0, -1], classes: 2)
        #expect(matrix.images == 1)
        #expect(matrix.perClass[1].recall == nil)
    }
}
