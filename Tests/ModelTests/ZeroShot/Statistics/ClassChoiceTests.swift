import Testing

@testable import Model

@Suite struct ClassChoiceTests {
    static let own = ["ant", "bee", "cat", "dog"]

    @Test func classesOfTheDatasetKeepTheirNumbers() {
        let set = PromptSet(
            name: "s", entries: [], hidden: ["bee", "fox"], added: ["none", " ", "cat", "animal", "none"])
        let choice = ClassChoice(Self.own, set)
        #expect(choice.classes == ["ant", "bee", "cat", "dog", "none", "animal"])
        #expect((choice.ownCount, choice.offered) == (4, [0, 2, 3, 4, 5]))
        #expect(choice.names == ["ant", "cat", "dog", "none", "animal"])
        #expect(choice.hidden == ["bee"])
        #expect(Array(choice.added) == ["none", "animal"])
        #expect(choice.rows(of: [0, 1, nil, 3]) == [0, nil, nil, 2])
        #expect(choice.hiddenImages([0, 1, nil, 1]) == 2)
        #expect(!choice.offers(1) && choice.offers(4) && !choice.offers(6))
    }

    @Test func anAddedClassCanBeHiddenToo() {
        let choice = ClassChoice(Self.own, PromptSet(name: "s", entries: [], hidden: ["none"], added: ["none"]))
        #expect((choice.offered, choice.classes.count) == ([0, 1, 2, 3], 5))
        #expect(!choice.hidesNothing)
    }

    @Test func aSetThatSaysNothingLeavesEverything() {
        let choice = ClassChoice(Self.own, PromptSet(name: "s", entries: []))
        #expect((choice.classes, choice.offered, choice.hidesNothing) == (Self.own, [0, 1, 2, 3], true))
    }

    @Test func aHiddenClassThatIsNotThereIsNamedWithTheNearest() {
        func failure(_ hidden: Set<String>) -> String? {
            let set = PromptSet(name: "s", entries: [], hidden: hidden, added: ["none of these"])
            let error = #expect(throws: PromptSetError.self) {
                try set.check(among: Self.own + ["computer mouse"], source: "mine.toml")
            }
            return error?.description
        }
        #expect(failure(["dgo"]) == "mine.toml: hides \"dgo\", which is no class of the dataset; did you mean \"dog\"?")
        #expect(failure(["Computer mous"])?.hasSuffix("did you mean \"computer mouse\"?") == true)
        #expect(failure(["none of those"])?.hasSuffix("did you mean \"none of these\"?") == true)
        #expect(failure(["zebra"]) == "mine.toml: hides \"zebra\", which is no class of the dataset")
        #expect(
            failure(Set(Self.own + ["computer mouse", "none of these"]))
                == "mine.toml: hides every class, expected one at least to choose")
    }
}

/// What scikit-learn says of the images whose class is not hidden, among the classes that can be chosen.
@Suite struct ClassChoiceFiguresTests {
    let golden: StatisticsGoldens.Choice
    let choice: ClassChoice
    let outcomes: Outcomes

    init() throws {
        golden = try StatisticsGoldens.load("choice")
        let own = (0..<golden.classes).map { "class \($0)" }
        choice = ClassChoice(
            own,
            PromptSet(
                name: "s", entries: [], hidden: Set(golden.hidden.map { own[$0] }), added: ["none of these"]))
        // The embedding of an image is its cosines, the weight of a class a unit vector.
        let dimension = golden.classes + 1
        let rows = try EmbeddingRows.temporary(dimension: dimension)
        try rows.write(Array(golden.cosines.joined())[...], at: 0)
        var weights = Matrix(rows: choice.offered.count, columns: dimension)
        for (row, label) in choice.offered.enumerated() { weights.values[row * dimension + label] = 1 }
        outcomes = try ZeroShotClassifier(weights: ClassWeights(matrix: weights), logitScale: 40).outcomes(
            of: EmbeddingTable(all: golden.labels.count, of: rows), labels: golden.labels, among: choice)
    }

    @Test func imagesOfHiddenClassesHaveNoTruthAndAreClassified() {
        #expect(outcomes.known == golden.labels.count)
        #expect(choice.hiddenImages(golden.labels) == golden.labels.count - golden.kept.count)
        for image in outcomes.indices {
            let isHidden = golden.hidden.contains(golden.labels[image])
            #expect((outcomes.isRight(image) == nil) == isHidden)
            #expect(!golden.hidden.contains(outcomes[image]?.predicted ?? -1))
        }
    }

    @Test func eachImageIsClassifiedAsByTheReference() {
        for (place, image) in golden.kept.enumerated() {
            let outcome = outcomes[image]
            #expect(outcome?.predicted == golden.predicted[place])
            #expect(outcome?.truth?.label == golden.labels[image])
            #expect(outcome?.truth?.rank == golden.ranks[place])
            #expect(abs((outcome?.confidence ?? 0) - golden.confidences[place]) < 1e-5)
        }
    }

    @Test func figuresAreThoseOfScikitLearn() throws {
        let metrics = try #require(Metrics(outcomes, classes: choice.classes.count))
        #expect(metrics.images == golden.kept.count)
        let found = [metrics.top1, metrics.top5, metrics.meanPerClass, metrics.expectedCalibrationError]
        for (value, wanted) in zip(found, golden.measures) { #expect(abs(value - wanted) < 1e-5) }
        let hidden = metrics.perClass[golden.hidden[0]]
        #expect((hidden.images, hidden.recall, hidden.predicted) == (0, nil, 0))
    }

    @Test func anAddedClassIsPredictedAndHasNoImages() {
        let matrix = ConfusionMatrix(Predictions(outcomes), classes: choice.classes.count)
        for (place, label) in choice.offered.enumerated() {
            let row = matrix.perClass[label]
            #expect(isNear(row.precision, golden.precision[place]), "\(row)")
            #expect(isNear(row.recall, golden.recall[place]), "\(row)")
            #expect(isNear(row.f1, golden.f1[place]), "\(row)")
        }
        #expect(isNear(matrix.macroF1, golden.macro_f1))
        let added = matrix.perClass[golden.classes]
        #expect((added.images, added.predicted) == (0, golden.predicted.count { $0 == golden.classes }))
    }

    /// A label column that lacks the hidden classes tells the same.
    @Test func theNarrowedLabelColumnCountsTheSameImages() {
        let classes = Array(choice.classes.prefix(golden.classes))
        let labelColumn = Dataset.LabelColumn(name: "label", classes: classes, labels: golden.labels)
        let offered = labelColumn.offered(
            by: PromptSet(name: "s", entries: [], hidden: Set(choice.hidden), added: Array(choice.added)))
        #expect(offered.classes == choice.names)
        #expect(offered.labels.indices.filter { offered.labels[$0] != nil } == golden.kept)
        #expect(labelColumn.offered(by: PromptSet(name: "s", entries: [])) == labelColumn)
    }
}
