/// A comparison by name, for people (`text`) and programs: encoded, its keys are those of docs/formats.md.
package struct ComparisonReport: Sendable, Encodable {
    package struct Side: Sendable, Encodable {
        /// As it was asked for: a file, the name of a set.
        package let name: String
        package let model: String
        /// Templates that are on; nil where they are not known.
        package let templates: Int?
        /// Classes of the dataset that could not be chosen, and such that no image has; nil without any.
        package let hiddenClasses: [String]?
        package let addedClasses: [String]?
        /// Where the names come from that its prompts say for classes; nil where that is not known.
        package let namesFrom: NamesOrigin?

        package init(
            name: String, model: String, templates: Int?, hiddenClasses: [String] = [], addedClasses: [String] = [],
            naming: NamesOrigin? = nil
        ) {
            namesFrom = naming
            (self.name, self.model, self.templates) = (name, model, templates)
            self.hiddenClasses = hiddenClasses.isEmpty ? nil : hiddenClasses
            self.addedClasses = addedClasses.isEmpty ? nil : addedClasses
        }
    }

    package struct Difference: Sendable, Encodable {
        package let a: Double
        package let b: Double
        /// b less a.
        package let difference: Double
        /// Of the difference: from and to; nil where the images say too little of it.
        package let interval: [Double]?
        package let significant: Bool

        fileprivate init(_ difference: Comparison.Difference) {
            (a, b, self.difference) = (difference.a, difference.b, difference.value)
            interval = difference.interval.map { [$0.lowerBound, $0.upperBound] }
            significant = difference.isSignificant
        }
    }

    package struct Bootstrap: Sendable, Encodable {
        package let seed: UInt64
        package let resamples: Int
        package let level: Double
    }

    package struct Test: Sendable, Encodable {
        package let onlyA: Int
        package let onlyB: Int
        /// Of the exact test, and of its mid-p form, which verdicts go by; nil where the images do not allow a test.
        package let p: Double?
        package let midP: Double?

        init(_ test: McNemar, isTested: Bool = true) {
            (onlyA, onlyB) = (test.onlyA, test.onlyB)
            (p, midP) = isTested ? (test.pValue, test.midP) : (nil, nil)
        }
    }

    /// Images that a side was chosen on.
    package struct Chosen: Sendable, Encodable {
        /// "a", "b"
        package let sides: [String]
        /// Where they were chosen.
        package let datasets: [String]
        /// How many of those that both evaluated.
        package let images: Int
    }

    package struct PerClass: Sendable, Encodable {
        package let label: String
        package let images: Int
        /// Recalls.
        package let a: Double
        package let b: Double
        package let difference: Double
        package let gained: Int
        package let lost: Int
    }

    package struct Confusion: Sendable, Encodable {
        package let label: String
        package let predicted: String
        /// Images.
        package let a: Int
        package let b: Int
        package let difference: Int
    }

    /// Names of images.
    package struct Lists: Sendable, Encodable {
        package let bothRight: [String]
        package let bothWrong: [String]
        package let onlyA: [String]
        package let onlyB: [String]
    }

    package let dataset: String
    package let labelColumn: String?
    package let split: String?
    /// Images that were compared.
    package let images: Int
    /// Images that there are, compared or not.
    package let classified: Int
    /// Nil where no side was chosen on images.
    package let chosenOn: Chosen?
    /// False where the images compared are those that a side was chosen on, there being no others.
    package let tested: Bool
    package let classes: Int
    package let a: Side
    package let b: Side
    package let top1: Difference
    package let top5: Difference
    package let meanPerClass: Difference
    package let ece: Difference
    package let bootstrap: Bootstrap
    package let mcnemar: Test
    package let lists: Lists
    package let perClass: [PerClass]
    package let confusion: [Confusion]
    /// Sentences that figures must not be read without; nil without any.
    package let notes: [String]?
    let verdict: Comparison.Verdict

    private enum CodingKeys: String, CodingKey {
        case dataset, labelColumn, split, images, classified, chosenOn, tested, classes, a, b, top1, top5, meanPerClass
        case ece, bootstrap, mcnemar, lists, perClass, confusion, notes
    }

    /// - Parameters:
    ///   - chosenOn: of the prompts of A and of B.
    ///   - bootstrap: that the comparison was made with.
    ///   - classes: names of the classes.
    ///   - classified: images that there are, compared or not; nil where all are.
    ///   - file: the name of an image.
    package init(
        _ comparison: Comparison, a: Side, b: Side, chosenOn: (a: ChosenOn?, b: ChosenOn?) = (nil, nil),
        bootstrap: PairedBootstrap, dataset: String, labelColumn: String?, split: String?, classes: [String],
        classified: Int? = nil, file: (Int) -> String
    ) {
        (self.a, self.b, self.dataset, self.labelColumn, self.split) = (a, b, dataset, labelColumn, split)
        images = comparison.images
        self.classified = classified ?? comparison.images
        notes = ReportText.topFiveNote(classes: classes.count).map { [$0] }
        self.classes = classes.count
        let differences = comparison.differences.map(Difference.init)
        (top1, top5, meanPerClass, ece) = (differences[0], differences[1], differences[2], differences[3])
        verdict = comparison.verdict
        tested = comparison.chosen?.isLeftOut ?? true
        self.chosenOn = ChosenOn.of(chosenOn.a, chosenOn.b).map { union in
            Chosen(
                sides: [chosenOn.a.map { _ in "a" }, chosenOn.b.map { _ in "b" }].compactMap { $0 },
                datasets: union.datasets, images: comparison.chosen?.images ?? 0)
        }
        self.bootstrap = Bootstrap(seed: bootstrap.seed, resamples: bootstrap.resamples, level: bootstrap.level)
        mcnemar = Test(comparison.mcNemar, isTested: tested)
        func names(_ images: [Int32]) -> [String] { images.map { file(Int($0)) } }
        let agreement = comparison.agreement
        lists = Lists(
            bothRight: names(agreement.bothRight), bothWrong: names(agreement.bothWrong),
            onlyA: names(agreement.onlyA), onlyB: names(agreement.onlyB))
        perClass = comparison.perClass.map { row in
            PerClass(
                label: classes[row.label], images: row.images, a: Double(row.rightA) / Double(row.images),
                b: Double(row.rightB) / Double(row.images), difference: row.difference, gained: row.gained,
                lost: row.lost)
        }
        confusion = comparison.confusion.cells.map {
            Confusion(
                label: classes[$0.label], predicted: classes[$0.predicted], a: $0.a, b: $0.b, difference: $0.difference)
        }
    }
}
