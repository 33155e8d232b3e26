import ArgumentParser
import Foundation
import Model

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find the images of a dataset that are nearest to a text or a picture.",
        discussion: """
            Prints the cosine similarity of each image found. The text is taken as it is, without a template.

              clipscope search "a red flower"
              clipscope search --like sunset.jpg --dataset ~/photos --top 20
            """)

    @Argument(help: ArgumentHelp("What to look for.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("Look for images like this one.", valueName: "image"))
    var like: String?

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var split: SplitOption
    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("How many images to print.", valueName: "count"))
    var top = 10

    @OptionGroup var imported: ImportOption
    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        if (text == nil) == (like == nil) { throw ValidationError("Give either a text or --like with an image.") }
        if top < 1 { throw ValidationError("--top is \(top), expected at least 1.") }
    }

    func run() throws {
        let home = try Home.current()
        let dataset = try dataset.read(home, split: split.split, embeddings: imported.file)
        let clip = try model.load(home)
        let query =
            try like.map { clip.embed(pictures: [try Picture(contentsOf: URL(typed: $0))]) }
            ?? clip.embed(text: [text ?? ""])
        let (embedded, _) = try embedding.encoding.embeddings(of: dataset, clip)
        let report = try SearchReport(
            Search(embedded.withImages(), query: query[0], top: top), in: dataset, query: text ?? like ?? "")
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}
