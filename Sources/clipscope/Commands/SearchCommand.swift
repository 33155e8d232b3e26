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

            --index searches a .npy file of embeddings instead of a dataset, of this model, or of the projection that \
            --project names: f32, f16 or int8, mapped and looked through whole. Names stand in a list beside it.

              clipscope search "a red flower" --index p64.npy --project pets64.safetensors
            """)

    @Argument(help: ArgumentHelp("What to look for.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("Look for images like this one; may be given again.", valueName: "image"))
    var like: [String] = []

    @Option(help: ArgumentHelp("Look for images unlike this one; may be given again.", valueName: "image"))
    var unlike: [String] = []

    @Option(help: ArgumentHelp("Embeddings to search instead of a dataset's, .npy.", valueName: "file"))
    var index: String?

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
        if index != nil, dataset.dataset != nil || split.split != nil || dataset.imported.file != nil {
            throw ValidationError("--index goes without --dataset, --split and --embeddings.")
        }
        try check("--top", top, from: 1)
    }

    func run() throws {
        let home = try Home.current()
        let query = try text.map(SearchQuery.init)
        let index = try index.map { try VectorIndex(contentsOf: URL(typed: $0)) }
        let dataset = try index == nil ? dataset.read(home, split: split.split) : nil
        let clip = try model.load(home)
        let terms =
            (query?.terms ?? []).map { SearchReport.Term(text: $0.text, weight: $0.weight) }
            + like.map { SearchReport.Term(image: $0, weight: 1) }
            + unlike.map { SearchReport.Term(image: $0, weight: -1) }
        let projection = try projecting.read(clip)
        let direction = try SearchQuery.direction(
            of: embeddings(of: terms, clip, projection), weights: terms.map(\.weight))
        let asked = text ?? (like + unlike).joined(separator: " ")
        let report: SearchReport
        if let dataset {
            report = try self.report(dataset, direction, clip, projection, query: asked, terms: terms)
        } else if let index, let name = self.index {
            try index.check(dimension: direction.count)
            let begin = ContinuousClock.now
            let hits = try index.nearest(direction, top: top)
            report = SearchReport(
                hits, in: index, file: name, query: asked, terms: terms, projection: projection?.words,
                seconds: (ContinuousClock.now - begin) / .seconds(1))
        } else {
            preconditionFailure("neither an index nor a dataset")
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }

    private func report(
        _ dataset: Dataset, _ direction: ArraySlice<Float>, _ clip: CLIP, _ projection: CompactProjection?,
        query: String, terms: [SearchReport.Term]
    ) throws -> SearchReport {
        let (embedded, _) = try embedding.encoding.embeddings(of: dataset, clip)
        return try SearchReport(
            Search(projected(embedded.withImages(), projection).table, query: direction, top: top), in: dataset,
            query: query, terms: terms, projection: projection?.words)
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
