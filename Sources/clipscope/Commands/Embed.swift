import ArgumentParser
import Foundation
import Model

struct Embed: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print or save the embeddings of texts, images or a dataset.",
        discussion: """
            Embeddings have unit length. With --out they are saved as a safetensors file: the tensor \"embeddings\", \
            float32 [items, dimension], and the items' names as a JSON list in its metadata. Without it each line is \
            one embedding, its numbers separated by tabs.

              clipscope embed --text "a photo of a cat." --json
              clipscope embed --image cat.jpg --image dog.jpg
              clipscope embed --dataset ~/photos --out photos.safetensors
            """)

    @Option(help: ArgumentHelp("A text; may be given again.", valueName: "text"))
    var text: [String] = []

    @Option(help: ArgumentHelp("An image; may be given again.", valueName: "file"))
    var image: [String] = []

    @Option(help: ArgumentHelp("Every image of a dataset: a folder, or a name in sample-data.", valueName: "folder"))
    var dataset: String?

    @OptionGroup var split: SplitOption
    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("A safetensors file to write.", valueName: "file"))
    var out: String?

    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        if [!text.isEmpty, !image.isEmpty, dataset != nil].count(where: { $0 }) != 1 {
            throw ValidationError("Give one of --text, --image and --dataset.")
        }
        if split.split != nil, dataset == nil { throw ValidationError("--split goes with --dataset.") }
    }

    func run() throws {
        let home = try Home.current()
        let images = try images(home)
        let clip = try model.load(home)
        var failures = 0
        let embeddings: NamedEmbeddings
        if let images {
            let (found, _) = try encoding.embed(images, clip)
            let embedded = try dataset == nil ? found : found.withImages()
            failures = embedded.failures.count
            embeddings = NamedEmbeddings(
                model: clip.name, names: embedded.images.map { images.images[$0].path }, matrix: embedded.embeddings)
        } else {
            embeddings = NamedEmbeddings(model: clip.name, names: text, matrix: try clip.embed(text: text))
        }
        if let out { try embeddings.write(to: URL(typed: out)) }
        if output.json {
            try Output.write(json: embeddings, isCompact: true)
        } else if out == nil {
            try Output.write(embeddings.text)
        }
        if !image.isEmpty, failures > 0 { throw ExitCode.failure }
    }

    /// Nil when texts are to be embedded.
    private func images(_ home: Home) throws -> Dataset? {
        guard let dataset else { return image.isEmpty ? nil : Dataset(files: image, in: .workingDirectory) }
        return try DatasetOptions.read(dataset, home, split: split.split)
    }

    /// Single files leave no trace in the cache.
    private var encoding: ImageEncoding {
        var encoding = embedding.encoding
        encoding.usesCache = encoding.usesCache && dataset != nil
        return encoding
    }
}
