import Testing

@testable import Model

/// Images of two classes, of which A and B get the given numbers right: both, A alone, B alone, neither.
private func report(_ counts: [Int]) throws -> ComparisonReport {
    var (a, b) = (Predictions(), Predictions())
    for (count, isRight) in zip(counts, [(true, true), (true, false), (false, true), (false, false)]) {
        for image in 0..<count {
            add(image % 2, isRight: isRight.0, to: &a)
            add(image % 2, isRight: isRight.1, to: &b)
        }
    }
    let comparison = try #require(try Comparison.of(a, b, classes: 2, bootstrap: PairedBootstrap(resamples: 200)))
    return ComparisonReport(
        comparison, a: .init(name: "before", model: "m", templates: 1),
        b: .init(name: "after", model: "m", templates: 7), bootstrap: PairedBootstrap(resamples: 200),
        dataset: "photos", labelColumn: nil, split: nil, classes: ["cat", "dog"], file: { "\($0).png" })
}

private func add(_ label: Int, isRight: Bool, to predictions: inout Predictions) {
    predictions.append(
        label: label, predicted: isRight ? label : 1 - label, rank: isRight ? 1 : 2, confidence: 0.75)
}

@Test func theSentenceSaysWhichIsBetterAndHowSureThatIs() throws {
    #expect(
        try report([40, 2, 14, 8]).sentence
            == "B is significantly better than A: B gets 14 right that A gets wrong, A gets 2 right that B gets wrong"
            + " (McNemar's mid-p test, p = 0.0023).")
    #expect(
        try report([40, 14, 2, 8]).sentence.hasPrefix(
            "A is significantly better than B: B gets 2 right that A gets wrong"))
    #expect(
        try report([40, 3, 5, 8]).sentence
            == "No significant difference in accuracy: B gets 5 right that A gets wrong, A gets 3 right that B gets wrong"
            + " (McNemar's mid-p test, p = 0.508).")
    #expect(try report([40, 0, 0, 8]).sentence == "A and B are right on the same images.")
    #expect(try report([40, 0, 30, 8]).sentence.hasSuffix("(McNemar's mid-p test, p below 0.0001)."))
}

@Test func theTextHasTheFiguresInATableThatFits() throws {
    let text = try report([40, 2, 14, 8]).text(TextStyle(columns: 80, isUnicode: true))
    #expect(text.hasPrefix("dataset  photos: 64 images, 2 classes\nA        before, 1 template, model m\n"))
    #expect(text.contains(/top-1 +65\.6 % +84\.4 % +\+18\.8 +\+\d+\.\d to \+\d+\.\d +\*\n/))
    #expect(text.contains("both right 40 · both wrong 8 · only A right 2 · only B right 14\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
}
