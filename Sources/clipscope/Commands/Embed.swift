import ArgumentParser
import Foundation
import Model

struct Embed: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print or save the embeddings of texts, images or a dataset.",
        discussion: """
            Embeddings have unit length. With --out they are saved: a name in .safetensors gives the tensor \
            \"embeddings\", float32 [items, dimension], with the items' names as a JSON list in its metadata; a name in \
            .npy gives a numpy array, with a list of the names beside it. Without --out each line is one embedding, its \
            numbers separated by tabs.

            Images that cannot be read are left out, and the exit status is then 1, whatever else was written; --failures \
            writes a table of them.

            A large dataset can be embedded in parts, on several machines: --shard 2/8 takes the second of eight shares, \
            and --merge joins the files. Shares are of the files where the dataset is tar shards, Parquet or Arrow files, \
            at least one a share, and a part opens its own alone; else of the images. docs/scale.md has recipes for SLURM and Ray.

              clipscope embed --text "a photo of a cat." --json
              clipscope embed --image cat.jpg --image dog.jpg
              clipscope embed --dataset ~/photos --out photos.npy
              clipscope embed --dataset ~/photos --shard 2/8 --out 2.safetensors
              clipscope embed --dataset ~/photos --project pets64.safetensors --out p64.npy
              clipscope embed --dataset ~/photos --project pets64.safetensors --out p64.npy --numbers int8
              clipscope embed --merge photos.safetensors *.part.safetensors
            """)

    @Option(help: ArgumentHelp("A text; may be given again.", valueName: "text"))
    var text: [String] = []

    @Option(help: ArgumentHelp("An image; may be given again.", valueName: "file"))
    var image: [String] = []

    @Option(help: ArgumentHelp("Every image of a dataset, see `clipscope eval --help`.", valueName: "path"))
    var dataset: String?

    @OptionGroup var table: TableOptions
    @OptionGroup var split: SplitOption
    @OptionGroup var imported: ImportOption
    @OptionGroup var model: ModelOptions
    @OptionGroup var projecting: ProjectOption

    @Option(help: ArgumentHelp("The file to write, .safetensors or .npy.", valueName: "file"))
    var out: String?

    @Option(
        help: ArgumentHelp(
            "How a .npy file keeps numbers: f32, f16, or int8 (each row in a unit of its own), for search --index.",
            valueName: "type"))
    var numbers = VectorIndex.Numbers.f32

    @OptionGroup var parts: ShardOptions
    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        let subjects = [!text.isEmpty, !image.isEmpty, dataset != nil, parts.merge != nil].count { $0 }
        if subjects != 1 { throw ValidationError("Give one of --text, --image, --dataset and --merge.") }
        if split.split != nil, dataset == nil { throw ValidationError("--split goes with --dataset.") }
        if imported.file != nil, dataset == nil { throw ValidationError("--embeddings goes with --dataset.") }
        if parts.shard != nil, dataset == nil || out?.lowercased().hasSuffix(".safetensors") != true {
            throw ValidationError("--shard goes with --dataset and --out FILE.safetensors, which remembers the part.")
        }
        if numbers != .f32, out?.lowercased().hasSuffix(".npy") != true {
            throw ValidationError("--numbers \(numbers.rawValue) goes with --out FILE.npy.")
        }
        if parts.merge != nil, projecting.project != nil {
            throw ValidationError("--project goes with --text, --image and --dataset.")
        }
        if parts.merge != nil, out != nil || output.json {
            throw ValidationError("--merge names the file to write itself, and prints nothing.")
        }
    }

    func run() throws {
        if let merged = parts.merge {
            try EmbeddingMerge.merge(parts.files.map { URL(typed: $0) }, into: URL(typed: merged))
            return
        }
        let out = out.map { URL(typed: $0) }
        if let out { _ = try EmbeddingFile.Format(of: out) }
        let home = try Home.current()
        let images = try images(home)
        let clip = try model.load(home)
        let projection = try projecting.read(clip)
        var failures = 0
        let embeddings: NamedEmbeddings
        if let images {
            let shard = try parts.shard.map(Shard.init)
            let part =
                images.part.map { EmbeddingOrigin.Part($0) }
                ?? shard.map { EmbeddingOrigin.Part($0, of: images.images.map(\.path)) }
            let own = images.part == nil ? shard.map(images.narrowed) ?? images : images
            let (found, _) = try encoding.embeddings(of: own, clip)
            let embedded = try dataset == nil || shard != nil ? found : found.withImages()
            failures = embedded.failures.count
            let origin = try images.embeddings.map { try EmbeddingOrigin(imported: $0, part: part) }
            embeddings = NamedEmbeddings(
                origin: (origin ?? EmbeddingOrigin(clip, part: part)).projected(by: projection),
                try projection.map(embedded.projected) ?? embedded)
        } else {
            let texts = try clip.embed(text: text)
            embeddings = NamedEmbeddings(
                origin: EmbeddingOrigin(clip).projected(by: projection), names: text,
                matrix: projection?.directions(texts) ?? texts)
        }
        if let out { try embeddings.write(to: out, as: numbers) }
        if output.json {
            try Output.write(json: embeddings, isCompact: true)
        } else if out == nil {
            try Output.write(embeddings.text)
        }
        // Less was embedded than was asked for.
        if failures > 0 { throw ExitCode.failure }
    }

    /// Nil when texts are to be embedded.
    private func images(_ home: Home) throws -> Dataset? {
        guard let dataset else { return image.isEmpty ? nil : Dataset(files: image, in: .workingDirectory) }
        return try DatasetOptions.read(
            dataset, home, paths: table.paths, split: split.split, embeddings: imported.file,
            shard: parts.shard.map(Shard.init))
    }

    /// Single files leave no trace in the cache.
    private var encoding: ImageEncoding {
        get throws {
            var encoding = try embedding.encoding
            encoding.usesCache = encoding.usesCache && dataset != nil
            return encoding
        }
    }
}

extension VectorIndex.Numbers: ExpressibleByArgument {}
