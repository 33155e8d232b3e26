import Foundation
import Model

extension BenchSubjects {
    /// Each precision embeds the images from their files and the classes' prompts, nothing known before.
    func precision() throws -> PrecisionBenchmark {
        let prompts = Set(prompts.prompts(for: labelColumn.classes).joined()).count
        let (f32, int8) = (try evaluate(.f32), try evaluate(.int8))
        let common = f32.images.filter(Set(int8.images).contains)
        func rows(_ evaluated: Evaluated) -> Matrix {
            Matrix(
                rows: common.count, columns: evaluated.clip.dimension,
                values: common.flatMap { evaluated.classified.embedded.table[$0] ?? [] })
        }
        return PrecisionBenchmark(
            model: f32.clip.name, dataset: dataset.name, images: common.count, prompts: prompts,
            f32: f32.side(prompts: prompts), int8: int8.side(prompts: prompts),
            imageCosines: .init(rows(f32), rows(int8)), classCosines: .init(f32.weights, int8.weights),
            notes: int8.clip.warnings
                + [ReportText.topFiveNote(classes: labelColumn.classes.count)].compactMap { $0 })
    }

    private struct Evaluated {
        let clip: CLIP
        let classified: ClassifiedDataset
        let weights: Matrix
        var seconds: (images: Double, text: Double)

        var images: [Int] { classified.embedded.images }

        func side(prompts: Int) -> PrecisionBenchmark.Side {
            PrecisionBenchmark.Side(
                imagesPerSecond: Double(images.count) / seconds.images,
                promptsPerSecond: Double(prompts) / seconds.text,
                metrics: classified.metrics)
        }
    }

    private func evaluate(_ precision: Precision) throws -> Evaluated {
        let clip = try options.model.read(home, precision: precision)
        try clip.readTowers()
        let encoding = ImageEncoding(usesCache: false, threads: options.threads)
        var embedded: EmbeddedDataset?
        let images = try Benchmark.times(repeats) { _ in embedded = try encoding.encode(dataset, clip).0 }
        var weights: ClassWeights?
        let text = try Benchmark.times(repeats) { _ in
            let known = TemplateEmbeddings(model: clip)
            weights = try known.classWeights(prompts, labels: labelColumn.classes)
        }
        guard let embedded = try embedded?.withImages(), let weights, weights.matrix.rows > 0 else {
            throw BenchFailure.nothingToClassify(dataset.name)
        }
        let classifier = ZeroShotClassifier(weights: weights, logitScale: clip.logitScale)
        return Evaluated(
            clip: clip,
            classified: try ClassifiedDataset(embedded, labelColumn: labelColumn, classifier: classifier),
            weights: weights.matrix, seconds: (Benchmark.median(images), Benchmark.median(text)))
    }
}

enum BenchFailure: Error, CustomStringConvertible {
    case nothingToClassify(String)

    var description: String {
        switch self {
        case .nothingToClassify(let dataset): "\(dataset): no classes or no prompts to measure with; see --labels"
        }
    }
}
