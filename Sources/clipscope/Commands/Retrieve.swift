import ArgumentParser
import Foundation
import Model
import Synchronization

struct Retrieve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how well images of the same class are found by their embeddings.",
        discussion: """
            Each image of the queries is looked for in the index; where there is no index, among the other queries. Prints \
            the mean precision at 5 as the Google Universal Image Embedding challenge defines it, recall at 1, 5 and 10, and \
            the mean average precision, with intervals of classes drawn again.

              clipscope retrieve
              clipscope retrieve --queries ~/shop/photos --index ~/shop/catalogue
              clipscope retrieve --queries ~/pets --project pets.safetensors --class-half 2
            """)

    @Option(
        help: ArgumentHelp(
            "The dataset of the queries, see `clipscope eval --help`. (default: sample)", valueName: "path"))
    var queries = "sample"

    @Option(
        help: ArgumentHelp("The dataset to look in. (default: the queries, each but itself)", valueName: "path"))
    var index: String?

    @Option(help: ArgumentHelp("Which of the datasets' labels are the classes.", valueName: "name"))
    var labelColumn: String?

    @OptionGroup var split: SplitOption
    @OptionGroup var imported: ImportOption
    @OptionGroup var half: ClassHalfOptions
    @OptionGroup var projecting: ProjectOption
    @OptionGroup var model: ModelOptions
    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        if imported.file != nil, index != nil { throw ValidationError("--embeddings goes without --index.") }
    }

    func run() throws {
        let home = try Home.current()
        let clip = try model.load(home)
        let projection = try projecting.read(clip)
        let images = try ([queries] + (index.map { [$0] } ?? [])).map { name in
            let read = try DatasetOptions.read(
                name, home, labelColumn: labelColumn, split: split.split, embeddings: imported.file)
            return try half.images(read, clip, try embedding.encoding)
        }
        let rows = try ClassHalfOptions.Images.rows(images, projection)
        let index = rows.count > 1 ? rows[1] : nil
        let retrieval = try StepLine.during("looking for images") { line in
            let done = Atomic(0)
            return try Retrieval(
                rows[0], index: index, seed: half.seed,
                report: { line.show(done.add($0, ordering: .relaxed).newValue, of: rows[0].count) },
                isCancelled: { line.isCancelled })
        }
        let paths = images.flatMap(\.paths)
        let report = RetrievalReport(
            retrieval, queries: rows[0], index: index,
            names: (images[0].dataset.name, images.count > 1 ? images[1].dataset.name : nil), model: clip.name,
            projection: projection, classHalf: half.classHalf, seed: half.seed,
            notes: [projection?.note(on: paths, of: paths.count)].compactMap { $0 })
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}
