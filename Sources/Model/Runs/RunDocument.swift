import Foundation

/// A whole evaluation as one JSON document, for `compare` and for other programs; its keys are told in docs/formats.md.
package struct RunDocument: Sendable, Codable {
    package struct Model: Sendable, Codable, Equatable {
        package let name: String
        /// Of weights, configuration and tokenizer, see `CLIP.fingerprint`.
        package let fingerprint: String
        package let logitScale: Float
    }

    package struct Prompts: Sendable, Codable, Equatable {
        package let name: String
        /// Those that are on.
        package let templates: [String]
        /// Names in prompts of the classes that do not stand for themselves.
        package let classNames: [String: [String]]
        /// Classes of the dataset that could not be chosen, and such that no image has; nil without any.
        package let hiddenClasses: [String]?
        package let addedClasses: [String]?
        /// Where `classNames` come from; nil in files of an older program.
        package let namesFrom: NamesOrigin?
        /// The images that the prompts were chosen on; nil without any.
        package let chosenOn: ChosenOn?
    }

    /// Shares of 1 over the images that have a label.
    package struct Metrics: Sendable, Codable, Equatable {
        package let top1: Double
        package let top5: Double
        package let meanPerClass: Double
        package let ece: Double
    }

    package struct Image: Sendable, Codable, Equatable {
        package struct Candidate: Sendable, Codable, Equatable {
            /// Index into `classes`.
            package let label: Int
            package let probability: Float
        }

        /// Path relative to the dataset.
        package let file: String
        /// Index into `classes`; nil for an image without a label, and so are the two below.
        package let label: Int?
        package let labelProbability: Float?
        /// 1 is best.
        package let labelRank: Int?
        package let predicted: Int
        package let confidence: Float
        /// Of the probabilities, in nats.
        package let entropy: Float
        /// The most likely classes, at most five.
        package let top: [Candidate]
    }

    /// "clipscope run"
    package let format: String
    package let formatVersion: Int
    /// The program that wrote it, "clipscope 0.1.0".
    package let program: String
    package let model: Model
    package let dataset: String
    package let split: String?
    package let labelColumn: String?
    /// What was chosen among.
    package let classes: [String]
    package let prompts: Prompts
    /// Nil where no image has a label.
    package let metrics: Metrics?
    /// In the order of the dataset.
    package let images: [Image]

    static let format = RunFormat.name
    static let formatVersion = RunFormat.version
}

extension RunDocument {
    /// - Parameters:
    ///   - fingerprint: the model's.
    ///   - program: name and version.
    package init(
        _ report: EvaluationReport, _ classified: ClassifiedDataset, fingerprint: String, program: String
    ) {
        format = Self.format
        formatVersion = Self.formatVersion
        self.program = program
        model = Model(name: report.model, fingerprint: fingerprint, logitScale: report.logitScale)
        dataset = report.dataset
        split = report.split
        labelColumn = report.labelColumn
        classes = classified.labelColumn.classes
        let own = Set(classes)
        prompts = Prompts(
            name: report.prompts.name, templates: report.prompts.active.map(\.text),
            classNames: report.prompts.classNames.filter { own.contains($0.key) },
            hiddenClasses: report.hiddenClasses, addedClasses: report.addedClasses,
            namesFrom: report.namesFrom, chosenOn: report.prompts.chosenOn)
        metrics = classified.metrics.map {
            Metrics(
                top1: $0.top1, top5: $0.top5, meanPerClass: $0.meanPerClass, ece: $0.expectedCalibrationError)
        }
        var images: [Image] = []
        images.reserveCapacity(classified.outcomes.count)
        classified.forEachPrediction { images.append(Image($0)) }
        self.images = images
    }

    /// Atomically.
    /// - Throws: `AtomicWrite.Failure`
    package func write(to file: URL) throws {
        try AtomicWrite.write(JSONText.of(self, isCompact: true), to: file)
    }
}

extension RunDocument.Image {
    init(_ prediction: Prediction) {
        let outcome = prediction.outcome
        file = prediction.file
        label = outcome.truth?.label
        labelProbability = outcome.truth?.probability
        labelRank = outcome.truth?.rank
        predicted = outcome.predicted
        confidence = outcome.confidence
        entropy = outcome.entropy
        top = prediction.best.map { Candidate(label: $0.label, probability: $0.probability) }
    }
}

extension RunDocument {
    /// A run cannot stand beside others where it chose among other classes.
    package struct OtherClasses: Error, Equatable {
        /// "before.json"
        package let run: String
        /// Classes that the run alone has, and that it lacks.
        package let own: [String]
        package let missing: [String]
    }

    /// What a run says of the images of a dataset, and which of the two go together.
    package struct Matched: Sendable {
        /// One an image of the dataset, in its order of classes; nil where the run does not have it.
        package let outcomes: [Outcome?]
        /// Images of the dataset that the run lacks, and images of the run that the dataset lacks.
        package let missing: Int
        package let foreign: Int
        /// For each image of the dataset its place in the run, -1 where it has none.
        private let rows: [Int32]
        /// The dataset's index of each class of the run.
        private let places: [Int]

        fileprivate init(_ run: RunDocument, files: some Sequence<String>, places: [Int]) {
            let row = Dictionary(
                zip(run.images.map(\.file), run.images.indices), uniquingKeysWith: { first, _ in first })
            let rows = files.map { Int32(row[$0] ?? -1) }
            (self.rows, self.places) = (rows, places)
            outcomes = rows.map { $0 < 0 ? nil : Outcome(run.images[Int($0)], places: places) }
            missing = rows.count { $0 < 0 }
            foreign = run.images.count - Set(rows).subtracting([-1]).count
        }

        /// What does not match, in words; nil where everything does.
        package var difference: String? {
            let parts = [
                missing == 0 ? nil : "lacks \(ReportText.count(missing, "image")) of \(outcomes.count)",
                foreign == 0 ? nil : "has \(foreign) that the dataset lacks",
            ].compactMap { $0 }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }

        /// The probabilities that the run kept of an image of the dataset: for each class of `classes`, nil where it was
        /// not among the likeliest. Nil for an image that the run lacks.
        package func probabilities(of image: Int, in run: RunDocument, classes: Int) -> [Float?]? {
            guard rows.indices.contains(image), rows[image] >= 0 else { return nil }
            let kept = run.images[Int(rows[image])]
            var probabilities = [Float?](repeating: nil, count: classes)
            for candidate in kept.top { probabilities[places[candidate.label]] = candidate.probability }
            if let label = kept.label { probabilities[places[label]] = kept.labelProbability }
            return probabilities
        }
    }

    /// The dataset's classes: those that could be chosen, without the added ones, and the hidden ones.
    package var datasetClasses: [String] {
        let added = Set(addedClasses)
        return classes.filter { !added.contains($0) } + (prompts.hiddenClasses ?? [])
    }

    package var addedClasses: [String] { prompts.addedClasses ?? [] }

    /// Matches its images with others by file, and its classes by name.
    /// - Parameters:
    ///   - name: of the run, in what is thrown.
    ///   - files: names of the images.
    ///   - classes: the dataset's.
    ///   - added: classes that no image has; their numbers follow.
    /// - Throws: `RunDocument.OtherClasses` where the classes differ in more than their order and what was hidden.
    package func matched(
        _ name: String, files: some Sequence<String>, classes: [String], added: [String] = []
    ) throws -> Matched {
        let all = classes + added
        let places = Dictionary(zip(all, all.indices), uniquingKeysWith: { first, _ in first })
        let known = Set(datasetClasses)
        let own = self.classes.filter { places[$0] == nil }
        let missing = classes.filter { !known.contains($0) }
        guard own.isEmpty, missing.isEmpty else { throw OtherClasses(run: name, own: own, missing: missing) }
        return Matched(self, files: files, places: self.classes.map { places[$0]! })
    }
}

extension RunDocument.OtherClasses: CustomStringConvertible {
    package var description: String {
        let difference = [
            own.isEmpty ? nil : "it alone has \(listing(Array(own.prefix(3))))\(own.count > 3 ? ", ..." : "")",
            missing.isEmpty ? nil : "it lacks \(listing(Array(missing.prefix(3))))\(missing.count > 3 ? ", ..." : "")",
        ].compactMap { $0 }
        return "\(run): chose among other classes: " + difference.joined(separator: ", ")
    }
}
