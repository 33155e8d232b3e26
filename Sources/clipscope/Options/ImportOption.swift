import ArgumentParser
import Foundation

struct ImportOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Embeddings made elsewhere, .npy or .safetensors, or a folder that clip-retrieval wrote, instead of encoding the \
            images, whose files may be missing.
            """,
            valueName: "file"))
    var embeddings: String?

    var file: URL? { embeddings.map { URL(typed: $0) } }
}
