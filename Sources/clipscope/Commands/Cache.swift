import ArgumentParser
import Foundation
import Model

struct Cache: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what the embedding cache holds, or prune it.",
        discussion: """
            Embeddings are kept by the content of the images, the weights of the model and the preprocessing; files that \
            were copied or renamed keep theirs. Texts are kept by their tokens and the weights. Everything in the cache can be computed again.

              clipscope cache
              clipscope cache --json
              clipscope cache prune --older-than 30d
            """,
        subcommands: [CacheShow.self, CachePrune.self], defaultSubcommand: CacheShow.self)

    /// Nil while there is no cache; looking does not make one.
    static func open() throws -> EmbeddingStore? {
        guard let store = try EmbeddingStore.existing(in: Directories.current.cache) else { return nil }
        if let told = store.takeRepairMessage() { Message.warning(told) }
        return store
    }

    static func openTexts() throws -> TextStore? {
        guard let store = try TextStore.existing(in: Directories.current.cache) else { return nil }
        if let told = store.takeRepairMessage() { Message.warning(told) }
        return store
    }
}

struct CacheShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show size, embeddings and files, by model and by dataset.")

    @OptionGroup var output: JSONOption

    func run() throws {
        let listing = try CacheListing(
            Cache.open()?.summary(), Cache.openTexts(), in: Directories.current.cache)
        try output.json ? Output.write(json: listing) : Output.write(listing.text(Screen.style))
    }
}

struct CachePrune: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove embeddings from the cache.",
        discussion: """
            Removes the embeddings that meet every condition given, and frees their disk space. Embeddings of texts belong \
            to no dataset: --older-than and --model select them. Programs that use the cache are not disturbed.

              clipscope cache prune --older-than 30d --dry-run
              clipscope cache prune --model embedded --older-than 2w
              clipscope cache prune --dataset ~/pets
              clipscope cache prune --missing
            """)

    @Option(
        help: ArgumentHelp("Remove what was not used for this long: days or weeks, like 30d or 8w.", valueName: "age"))
    var olderThan: Age?

    @Option(
        help: ArgumentHelp(
            "Remove embeddings of this model: a name from `clipscope cache`, or the start of its fingerprint.",
            valueName: "name"))
    var model: String?

    @Option(
        help: ArgumentHelp("Remove embeddings of images that only datasets in this folder have.", valueName: "folder"))
    var dataset: String?

    @Flag(help: "Remove embeddings of images whose files are gone.")
    var missing = false

    @Flag(help: "Print what would be removed, and remove nothing.")
    var dryRun = false

    @OptionGroup var output: JSONOption

    func validate() throws {
        if olderThan == nil, model == nil, dataset == nil, !missing {
            throw ValidationError("Give at least one of --older-than, --model, --dataset and --missing.")
        }
    }

    func run() throws {
        let pruning = Pruning(
            unusedSince: olderThan.map { Day.today - $0.days }, model: model,
            dataset: try dataset.map { try Home.current().location(ofDataset: $0) },
            onlyMissing: missing)
        let outcome = try Cache.open()?.prune(pruning, isDryRun: dryRun) ?? .nothing
        let texts = try Cache.openTexts()?.prune(pruning, isDryRun: dryRun) ?? .nothing
        let report = PruningReport(outcome, texts: texts, isDryRun: dryRun)
        try output.json ? Output.write(json: report) : Output.write(report.text)
    }
}

/// "30d", "8w".
struct Age: ExpressibleByArgument {
    let days: Int

    init?(argument: String) {
        guard let unit = ["d": 1, "w": 7][argument.suffix(1)], let count = Int(argument.dropLast()), count >= 0,
            count < 100_000
        else { return nil }
        days = count * unit
    }
}
