import Testing

@testable import Model

@Suite struct LikelyLabelErrorsTests {
    /// The plain definition: the confident class of an image is the most probable of those whose threshold it reaches.
    private func plain(_ rows: [[Float]], _ labels: [Int?]) -> (thresholds: [Float], errors: [Int]) {
        let classes = rows[0].count
        let thresholds = (0..<classes).map { label in
            let own = rows.indices.filter { labels[$0] == label }.map { rows[$0][label] }
            return own.isEmpty ? .infinity : own.reduce(0, +) / Float(own.count)
        }
        let errors = rows.indices.filter { image in
            guard let label = labels[image] else { return false }
            let reached = (0..<classes).filter { rows[image][$0] >= thresholds[$0] }
            let confident = reached.max { rows[image][$0] < rows[image][$1] }
            let predicted = (0..<classes).max { rows[image][$0] < rows[image][$1] }
            return confident == predicted && predicted != label
        }
        return (thresholds, errors)
    }

    @Test func theyAreConfidentLearningsWithThePredictedClass() {
        var random = SeededGenerator(seed: 20)
        let rows = (0..<400).map { image in
            var row = random.matrix(1, 6).values.map { abs($0) + 0.01 }
            row[(image % 11 == 0 ? image + 1 : image) % 5] += 1.5
            let sum = row.reduce(0, +)
            return row.map { $0 / sum }
        }
        let labels = rows.indices.map { $0 % 13 == 12 ? nil : $0 % 5 }
        let outcomes = Outcomes(zip(rows, labels).map { Outcome(probabilities: $0, label: $1) })
        let found = LikelyLabelErrors(outcomes, classes: 6)
        let wanted = plain(rows, labels)
        for (own, plain) in zip(found.thresholds, wanted.thresholds).dropLast() { #expect(abs(own - plain) < 1e-5) }
        #expect(found.thresholds[5] == .infinity)
        let errors = rows.indices.filter(found.contains)
        #expect(errors == wanted.errors && errors.count > 10)
        // Most are those whose label was moved.
        #expect(errors.filter { $0 % 11 == 0 }.count * 2 > errors.count)
    }

    @Test func withoutAnswersOrLabelsThereAreNone() {
        let none = LikelyLabelErrors(Outcomes(labels: [0, 1, nil]), classes: 2)
        #expect((0..<3).allSatisfy { !none.contains($0) })
        let unlabelled = Outcomes([Outcome(probabilities: [0.1, 0.9], label: nil)])
        #expect(!LikelyLabelErrors(unlabelled, classes: 2).contains(0))
    }
}
