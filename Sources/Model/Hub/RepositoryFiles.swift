import Foundation

/// What a hub says a repository holds at a commit (GET /api/models/NAME/revision/main, /api/datasets/...), and which of it
/// a model needs.
struct RepositoryFiles: Sendable, Equatable {
    /// 40 hexadecimal digits.
    let commit: String
    /// By their paths.
    let all: [String]
    /// Of the model, without the folder.
    private let names: [String]
    /// What stands before them: of sentence-transformers "0_CLIPModel/".
    private let folder: String

    /// - Parameter json: the hub's answer.
    /// - Throws: `HubError.malformedAnswer`
    init(json: Data, url: String) throws {
        struct Answer: Decodable {
            struct Sibling: Decodable { let rfilename: String }
            let sha: String
            let siblings: [Sibling]
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: json) else {
            throw HubError.malformedAnswer(url: url, reason: "is no list of files (sha, siblings)")
        }
        guard HubCache.isCommit(answer.sha) else {
            throw HubError.malformedAnswer(url: url, reason: "\"\(answer.sha)\" is no commit")
        }
        commit = answer.sha
        all = answer.siblings.map(\.rfilename)
        let isOfModules = all.contains(ModelDirectory.modules) && all.contains(Self.clipFolder + "config.json")
        let folder = isOfModules ? Self.clipFolder : ""
        self.folder = folder
        names = all.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }
    }

    /// In which sentence-transformers keeps a CLIP.
    private static let clipFolder = "0_CLIPModel/"

    private static let small = [
        "config.json", "open_clip_config.json", "processor_config.json", "preprocessor_config.json",
        "tokenizer_config.json",
        "special_tokens_map.json", "tokenizer.json", "vocab.json", "merges.txt",
        "spiece.model", "tokenizer.model", "vocab.txt",
    ]

    /// Bytes that a list of files, or a configuration or tokenizer, may have. (A tokenizer.json of 250,000 pieces has 17 MB.)
    static let mostOfList = 16 << 20
    static let mostOfConfiguration = 128 << 20

    /// Configuration and tokenizer, as far as they are there. Only names of this table are ever taken from a server.
    var configuration: [String] {
        (folder.isEmpty ? [] : [ModelDirectory.modules]) + Self.small.filter(names.contains).map { folder + $0 }
    }

    /// The weights that are read, in one layout alone: of open_clip where its configuration and such weights are there,
    /// else of Hugging Face; pickles only where there is no safetensors. Empty where there are none.
    var weights: [String] { ownWeights.map { folder + $0 } }

    private var ownWeights: [String] {
        let isOpenCLIP = names.contains("open_clip_config.json")
        let isHuggingFace = names.contains("config.json")
        let candidates =
            (isOpenCLIP ? ModelDirectory.openCLIPWeights : [])
            + (isHuggingFace ? ModelDirectory.huggingFaceWeights : [])
        guard let first = candidates.first(where: names.contains), hasConfiguration else { return [] }
        guard first.hasSuffix(".index.json") else { return [first] }
        let stem = first.hasPrefix("model.") ? "model" : "pytorch_model"
        let ending = first.hasPrefix("model.") ? ".safetensors" : ".bin"
        return [first] + names.filter { Self.isShard($0, of: stem, ending: ending) }.sorted()
    }

    private var hasConfiguration: Bool { names.contains("open_clip_config.json") || names.contains("config.json") }

    /// model-00001-of-00002.safetensors
    private static func isShard(_ name: String, of stem: String, ending: String) -> Bool {
        guard name.hasPrefix(stem + "-"), name.hasSuffix(ending) else { return false }
        let parts = name.dropFirst(stem.count + 1).dropLast(ending.count).split(separator: "-")
        func isNumber(_ text: Substring) -> Bool {
            text.utf8.count == 5 && text.allSatisfy { $0.isASCII && $0.isNumber }
        }
        return parts.count == 3 && isNumber(parts[0]) && parts[1] == "of" && isNumber(parts[2])
    }
}
