import ArgumentParser
import Model

struct EmbeddingOptions: ParsableArguments {
    @Flag(help: "Encode every image anew, and keep nothing.")
    var noCache = false

    @Option(help: ArgumentHelp("Threads that encode images. (default: one a core)", valueName: "count"))
    var threads: Int?

    func validate() throws {
        try check("--threads", threads, in: threadCounts)
    }

    var encoding: ImageEncoding { ImageEncoding(usesCache: !noCache, threads: threads) }
}
