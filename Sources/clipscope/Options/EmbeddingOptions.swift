import ArgumentParser
import Foundation
import Model

struct EmbeddingOptions: ParsableArguments {
    @Flag(help: "Do not read or write the cache.")
    var noCache = false

    @Option(help: ArgumentHelp("Threads that encode images. (default: one a core)", valueName: "count"))
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "Also write the images that cannot be read, all of them, as a CSV table: file, reason.", valueName: "file"))
    var failures: String?

    @OptionGroup var telling: QuietOption

    func validate() throws {
        try check("--threads", threads, in: threadCounts)
    }

    var encoding: ImageEncoding {
        get throws {
            ImageEncoding(
                usesCache: !noCache, threads: try threads ?? Preferences.current().threads,
                failures: failures.map { URL(typed: $0) })
        }
    }
}
