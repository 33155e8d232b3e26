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
        classes = classified.labelling.classes
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
