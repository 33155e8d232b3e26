import ArgumentParser
import Foundation
import Model

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find the images of a dataset that are nearest to a text or a picture.",
        discussion: """
            Prints the cosine similarity of each image found. Texts are taken as they are, without a template.

            A word that begins with - begins a term to stay away from, one that begins with + another to come near to; \
            ^ and a number behind a term weigh it; quotes keep what is in them together and as it is. Images to look \
            like, or not to look like, go together with a text. A text and an image differ in how near they come at all, \
            so that beside an image a text wants weight.

              clipscope search "a red flower"
              clipscope search "a beach^2 -people -\\"traffic lights\\"^0.5"
              clipscope search --like sunset.jpg --dataset ~/photos --top 20
              clipscope search --like sunset.jpg "a city^3 -clouds"
            """)

    @Argument(help: ArgumentHelp("What to look for.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("Look for images like this one; may be given again.", valueName: "image"))
    var like: [String] = []

    @Option(help: ArgumentHelp("Look for images unlike this one; may be given again.", valueName: "image"))
    var unlike: [String] = []

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var split: SplitOption
    @OptionGroup var projecting: ProjectOption
    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("How many images to print.", valueName: "count"))
    var top = 10

    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        if text == nil, like.isEmpty, unlike.isEmpty { throw ValidationError("Give a text, or --like with an image.") }
        try check("--top", top, from: 1)
    }

    func run() throws {
        let home = try Home.current()
        let query = try text.map(SearchQuery.init)
        let dataset = try dataset.read(home, split: split.split)
        let clip = try model.load(home)
        let terms =
            (query?.terms ?? []).map { SearchReport.Term(text: $0.text, weight: $0.weight) }
            + like.map { SearchReport.Term(image: $0, weight: 1) }
            + unlike.map { SearchReport.Term(image: $0, weight: -1) }
        let projection = try projecting.read(clip)
        let direction = try SearchQuery.direction(
            of: embeddings(of: terms, clip, projection), weights: terms.map(\.weight))
        let (embedded, _) = try embedding.encoding.embeddings(of: dataset, clip)
        let report = try SearchReport(
            Search(projected(embedded.withImages(), projection).table, query: direction, top: top), in: dataset,
            query: text ?? (like + unlike).joined(separator: " "), terms: terms, projection: projection?.words)
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }

    private func projected(_ embedded: EmbeddedDataset, _ projection: CompactProjection?) throws -> EmbeddedDataset {
        try projection.map(embedded.projected) ?? embedded
    }

    /// - Returns: [terms, dimension], normalised.
    private func embeddings(
        of terms: [SearchReport.Term], _ clip: CLIP, _ projection: CompactProjection?
    ) throws -> Matrix {
        let rows = try terms.map { term in
            if let image = term.image {
                let own = try clip.embed(pictures: [Picture(contentsOf: URL(typed: image))])
                return projection?.images(own) ?? own
            }
            let own = try clip.embed(text: [term.text ?? ""])
            return projection?.directions(own) ?? own
        }
        return Matrix(
            rows: terms.count, columns: projection?.dimensions ?? clip.dimension, values: rows.flatMap(\.values))
    }
}
