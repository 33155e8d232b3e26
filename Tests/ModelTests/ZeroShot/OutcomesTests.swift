import Foundation
import Synchronization
import Testing

@testable import Model

/// Images and classes of random directions, the images nearer to one class each.
private struct World {
    let images: Matrix
    let classifier: ZeroShotClassifier
    let labels: [Int?]

    init(images count: Int, classes: Int, dimension: Int = 48, scale: Float = 40) {
        var random = SeededGenerator(seed: UInt64(count * 1000 + classes))
        var weights = random.matrix(classes, dimension)
        weights.normaliseRows()
        var images = random.matrix(count, dimension)
        for image in 0..<count {
            for column in 0..<dimension {
                images.values[image * dimension + column] += weights.values[image % classes * dimension + column]
            }
        }
        images.normaliseRows()
        self.images = images
        classifier = ZeroShotClassifier(weights: ClassWeights(matrix: weights), logitScale: scale)
        labels = (0..<count).map { $0 % 7 == 6 ? nil : $0 % classes }
    }

    var plain: [Outcome] { classifier.outcomes(images, labels: labels) }

    /// - Parameter isKnown: images that have an embedding; their rows stand in reverse order where `isReversed`.
    func table(isReversed: Bool = false, isKnown: (Int) -> Bool = { _ in true }) throws -> EmbeddingTable {
        let rows = try EmbeddingRows.temporary(dimension: images.columns)
        var table = EmbeddingTable(images: images.rows, rows: rows)
        for image in 0..<images.rows where isKnown(image) {
            let row = isReversed ? images.rows - 1 - image : image
            try rows.write(images[image], at: row)
            table.insert(row: row, image: image)
        }
        return table
    }
}

private func expect(_ found: Outcome?, like wanted: Outcome, tolerance: Float = 1e-6, _ image: Int) {
    guard let found else { return #expect(Bool(false), "image \(image) has no answer") }
    #expect(found.predicted == wanted.predicted && found.truth?.rank == wanted.truth?.rank, "image \(image)")
    #expect(found.truth?.label == wanted.truth?.label)
    let pairs = [
        (found.confidence, wanted.confidence), (found.lead, wanted.lead), (found.entropy, wanted.entropy),
        (found.truth?.probability ?? 0, wanted.truth?.probability ?? 0),
        (found.truth?.margin ?? 0, wanted.truth?.margin ?? 0),
    ]
    for (value, expected) in pairs {
        #expect(abs(value - expected) <= tolerance * max(1, abs(expected)), "image \(image): \(value), \(expected)")
    }
}

@Suite struct OutcomesTests {
    @Test(arguments: [(1, 1), (3, 2), (64, 37), (1001, 37), (130, 1000)])
    func blocksTellWhatTheMatrixTells(images: Int, classes: Int) throws {
        let world = World(images: images, classes: classes)
        let outcomes = try world.classifier.outcomes(of: world.table(), labels: world.labels)
        #expect(outcomes.known == images && outcomes.count == images)
        for (image, wanted) in world.plain.enumerated() {
            // The products differ in the order of their sums, and the scale makes 40 times as much of it.
            expect(outcomes[image], like: wanted, tolerance: 1e-5, image)
        }
    }

    @Test func theKernelIsExactToAMillionth() throws {
        // Along the axes a product is one cosine, without a sum.
        let classes = 37
        var random = SeededGenerator(seed: 3)
        let cosines = random.matrix(200, classes)
        var axes = Matrix(rows: classes, columns: classes)
        for index in 0..<classes { axes.values[index * classes + index] = 1 }
        let classifier = ZeroShotClassifier(weights: ClassWeights(matrix: axes), logitScale: 40)
        let rows = try EmbeddingRows.temporary(dimension: classes)
        try rows.write(cosines.values[...], at: 0)
        let labels = (0..<200).map { Optional($0 % classes) }
        let outcomes = try classifier.outcomes(of: EmbeddingTable(all: 200, of: rows), labels: labels)
        for (image, wanted) in classifier.outcomes(cosines, labels: labels).enumerated() {
            expect(outcomes[image], like: wanted, image)
        }
    }

    @Test func aTieGoesToTheLowerClass() throws {
        let weights = Matrix(rows: 4, columns: 2, values: [0, 1, 1, 0, 1, 0, 1, 0])
        let rows = try EmbeddingRows.temporary(dimension: 2)
        try rows.write([1, 0, 1, 0, 1, 0], at: 0)
        let outcomes = try ZeroShotClassifier(weights: ClassWeights(matrix: weights), logitScale: 10)
            .outcomes(of: EmbeddingTable(all: 3, of: rows), labels: [1, 3, nil])
        #expect(outcomes.map { $0?.predicted } == [1, 1, 1])
        #expect(outcomes.map { $0?.truth?.rank } == [1, 3, nil])
        #expect(outcomes.map { $0?.lead } == [0, 0, 0])
        #expect(outcomes[1]?.truth?.margin == 0)
    }

    @Test func ranksStayApartWhereProbabilitiesUnderflow() throws {
        let weights = Matrix(rows: 4, columns: 2, values: [-0.9, 0, -0.8, 0, -1, 0, 1, 0])
        let rows = try EmbeddingRows.temporary(dimension: 2)
        try rows.write([1, 0, 1, 0, 1, 0], at: 0)
        let outcomes = try ZeroShotClassifier(weights: ClassWeights(matrix: weights), logitScale: 100)
            .outcomes(of: EmbeddingTable(all: 3, of: rows), labels: [0, 1, 2])
        #expect(outcomes.map { $0?.truth?.rank } == [3, 2, 4])
        #expect(outcomes.allSatisfy { abs($0!.truth!.loss - 87) < 0.1 })
    }

    @Test func imagesWithoutEmbeddingHaveNoOutcome() throws {
        let world = World(images: 500, classes: 5)
        let table = try world.table(isReversed: true) { $0 % 3 != 1 }
        let outcomes = try world.classifier.outcomes(of: table, labels: world.labels)
        #expect(outcomes.known == table.known)
        for (image, wanted) in world.plain.enumerated() {
            if image % 3 == 1 {
                #expect(outcomes[image] == nil)
            } else {
                expect(outcomes[image], like: wanted, tolerance: 1e-5, image)
            }
        }
    }

    @Test func anEmbeddingThatIsNoNumberHasNoOutcome() throws {
        let rows = try EmbeddingRows.temporary(dimension: 2)
        try rows.write([1, 0, .nan, 0, 0, 1], at: 0)
        let weights = Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1])
        let outcomes = try ZeroShotClassifier(weights: ClassWeights(matrix: weights), logitScale: 10)
            .outcomes(of: EmbeddingTable(all: 3, of: rows), labels: [0, 0, 1])
        #expect(outcomes.map { $0?.predicted } == [0, nil, 1])
        #expect(outcomes.known == 2 && Metrics(outcomes, classes: 2)?.images == 2)
    }

    @Test func staleWorkEndsBetweenBlocks() throws {
        let world = World(images: 5000, classes: 3)
        let table = try world.table()
        let looks = Atomic(0)
        #expect(throws: CancellationError.self) {
            try world.classifier.outcomes(of: table, labels: world.labels) {
                looks.add(1, ordering: .relaxed).newValue > 2
            }
        }
        #expect(looks.load(ordering: .relaxed) <= 2 + ProcessInfo.processInfo.activeProcessorCount)
    }

    @Test func whatGoesInComesOut() {
        let given: [Outcome?] = [
            Outcome(probabilities: [0.5, 0.3, 0.2], label: 1), nil,
            Outcome(probabilities: [0.5, 0.3, 0.2], label: nil),
            Outcome(probabilities: [0.5, 0.3, 0.2], label: 0),
        ]
        let outcomes = Outcomes(given)
        #expect(Array(outcomes) == given && outcomes.known == 3)
        #expect(given.indices.map(outcomes.isRight) == [false, nil, nil, true])
        #expect(given.indices.map(outcomes.predicted) == [0, nil, 0, 0])
    }

    /// With a table of classes, and with more classes than the table holds.
    @Test(arguments: [60, 1100])
    func confusionIsCountedAlikeForFewAndManyClasses(classes: Int) throws {
        var random = SeededGenerator(seed: 5)
        var counts = ConfusionCounts(classes: classes)
        var plain: [Int: [Int: Int]] = [:]
        for _ in 0..<3000 {
            let label = Int.random(in: 0..<40, using: &random)
            let predicted = Int.random(in: 0..<9, using: &random)
            counts.add(label, predicted: predicted)
            plain[label, default: [:]][predicted, default: 0] += 1
        }
        let found = counts.mostConfusedWith
        for label in 0..<classes {
            let others = (plain[label] ?? [:]).filter { $0.key != label }
            #expect(found[label] == others.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key)
            #expect(counts.images[label] == (plain[label] ?? [:]).values.reduce(0, +))
            #expect(counts.right[label] == plain[label]?[label] ?? 0)
        }
    }
}
