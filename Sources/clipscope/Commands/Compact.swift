import ArgumentParser
import Foundation
import Model

struct Compact: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit a projection of embeddings to fewer dimensions.",
        discussion: """
            Writes a small file that `embed`, `search`, `eval` and `retrieve` take with --project. pca keeps the directions \
            in which images vary most, whiten gives each the same variance, lda those that tell classes apart, and arcface \
            trains a linear map so that classes lie apart by an angle. Several datasets are fitted to together; a class is \
            what goes by one name.

              clipscope compact --dataset ~/pets --method whiten --out pets.safetensors
              clipscope compact --dataset ~/pets --dataset ~/cars --out both.safetensors
              clipscope compact --method lda --class-half 1 --out half.safetensors
              clipscope retrieve --project half.safetensors --class-half 2
            """)

    @Option(
        help: ArgumentHelp(
            "A dataset to fit to, see `clipscope eval --help`. Give it again for more. (default: sample)",
            valueName: "path"))
    var dataset: [String] = []

    @Option(help: ArgumentHelp("Which of the datasets' labels are the classes.", valueName: "name"))
    var labelColumn: String?

    @OptionGroup var split: SplitOption
    @OptionGroup var imported: ImportOption
    @OptionGroup var half: ClassHalfOptions
    @OptionGroup var model: ModelOptions

    @Option(name: .customLong("dim"), help: ArgumentHelp("Dimensions to keep.", valueName: "count"))
    var dimensions = 64

    @Option(help: ArgumentHelp("pca, whiten, lda or arcface.", valueName: "method"))
    var method = CompactProjection.Method.pca

    @Option(help: ArgumentHelp("The file to write, .safetensors.", valueName: "file"))
    var out: String

    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--dim", dimensions, from: 1)
        if !out.lowercased().hasSuffix(".safetensors") {
            throw ValidationError("--out is \(out), expected a name in .safetensors.")
        }
        if imported.file != nil, dataset.count > 1 { throw ValidationError("--embeddings goes with one --dataset.") }
    }

    func run() throws {
        let home = try Home.current()
        let clip = try model.load(home)
        guard dimensions <= clip.dimension else {
            throw TooMany(asked: dimensions, has: clip.dimension, model: clip.name)
        }
        let images = try (dataset.isEmpty ? ["sample"] : dataset).map { name in
            let read = try DatasetOptions.read(
                name, home, labelColumn: labelColumn, split: split.split, embeddings: imported.file)
            return try half.images(read, clip, try embedding.encoding)
        }
        let rows = try ClassHalfOptions.Images.joined(images)
        let map = try StepLine.during("fitting") { line in
            try ProjectionFitting.fit(
                method, rows, dimensions: dimensions, seed: half.seed, report: { line.show($0, of: $1) },
                isCancelled: { line.isCancelled })
        }
        let fittedOn = images.map { ChosenOn(dataset: $0.dataset.name, images: $0.paths) }
        let projection = CompactProjection(
            matrix: map.matrix, mean: map.mean, method: method, model: clip.name, fingerprint: clip.imageFingerprint,
            sources: images.map {
                CompactProjection.Source(
                    dataset: $0.dataset.name, images: $0.places.count, classes: Set($0.names).count)
            }, fittedOn: fittedOn.dropFirst().reduce(fittedOn[0]) { $0.union($1) })
        try projection.write(to: URL(typed: out))
        let report = CompactReport(
            projection, file: out, asked: dimensions, classHalf: half.classHalf, seed: half.seed)
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }

    private struct TooMany: Error, CustomStringConvertible {
        let asked: Int
        let has: Int
        let model: String

        var description: String { "--dim is \(asked), embeddings of \(model) have \(has) dimensions" }
    }
}

extension CompactProjection.Method: ExpressibleByArgument {}

extension ClassHalfOptions.Images {
    /// All rows in one.
    static func joined(_ images: [Self]) throws -> LabelledRows {
        let parts = try rows(images, nil)
        return try LabelledRows(
            Matrix(
                rows: parts.reduce(0) { $0 + $1.count }, columns: parts[0].matrix.columns,
                values: parts.flatMap(\.matrix.values)),
            labels: parts.flatMap(\.labels), classes: parts[0].classes)
    }
}
