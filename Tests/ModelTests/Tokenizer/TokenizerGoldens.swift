import Foundation

@testable import Model

/// What the reference implementations made of a text; see scripts/goldens.
struct TokenizerGolden: Decodable {
    let text: String
    /// OpenAI's where there are others, from start-of-text to end-of-text.
    let ids: [Int]
    /// Where they differ from `ids`.
    let open_clip: [Int]?
    let transformers: [Int]?
    /// ftfy took the text for mojibake and decoded it anew.
    let mojibake: Bool?

    func ids(_ normalization: TextNormalization) -> [Int] {
        switch normalization {
        case .openAI: ids
        case .openCLIP: open_clip ?? ids
        case .transformers: transformers ?? ids
        }
    }

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let folder = root.appending(path: "Tests/ModelTests/Goldens/tokenizer")

    static func all(in name: String) throws -> [TokenizerGolden] {
        try Data(contentsOf: folder.appending(path: name)).split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(TokenizerGolden.self, from: $0) }
    }
}
