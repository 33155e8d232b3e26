import Foundation

extension Tokenizer {
    /// A model directory's own tokenizer. CLIP's own kind is vocab.json and merges.txt, or tokenizer.json; others are
    /// tokenizer.json, a sentencepiece model, or BERT's vocab.txt.
    /// - Parameters:
    ///   - normalization: that of the directory's reference implementation where it is nil.
    ///   - known: where a large tokenizer.json is kept in a compact form.
    /// - Throws: `TokenizerError`
    package init(
        contentsOf modelDirectory: URL, contextLength: Int, normalization: TextNormalization? = nil,
        known: (any FileHashes)? = nil
    ) throws {
        let file = { (name: String) in modelDirectory.appending(path: name, directoryHint: .notDirectory) }
        let has = { (name: String) in FileManager.default.fileExists(atPath: file(name).path) }
        let settings = try TokenizerSettings(modelDirectory: modelDirectory)
        func clip(_ vocabulary: VocabularyFile) throws -> Tokenizer {
            try vocabulary.tokenizer(
                contextLength: contextLength, normalization: normalization ?? settings.checkedNormalization())
        }
        if has("vocab.json"), has("merges.txt") {
            let vocabulary = try VocabularyFile(tokens: file("vocab.json"), merges: file("merges.txt"))
            if vocabulary.isCLIPs || !has("tokenizer.json") {
                self = try clip(vocabulary)
                return
            }
        }
        let sentencePiece = ["spiece.model", "tokenizer.model"].first(where: has).map(file)
        var pipeline: TokenizerPipeline
        if let sentencePiece, settings.className == "SiglipTokenizer" || !has("tokenizer.json") {
            pipeline = try SentencePieceFile(contentsOf: sentencePiece).pipeline()
        } else if has("tokenizer.json") {
            let source = file("tokenizer.json")
            let compact = CompactTokenizer(of: source, in: known)
            let tokenizer = try compact?.read(for: source) ?? TokenizerFile(contentsOf: source)
            if tokenizer.isCLIPs {
                self = try clip(VocabularyFile(tokenizer))
                return
            }
            pipeline = try tokenizer.pipeline(keepingIn: compact)
        } else if has("vocab.txt") {
            pipeline = try WordPieceFile(contentsOf: file("vocab.txt")).pipeline(isLower: settings.isLower)
        } else {
            let names = ["vocab.json", "merges.txt", "tokenizer.json"]
            throw TokenizerError.noVocabulary(modelDirectory, missing: names.filter { !has($0) })
        }
        try settings.apply(to: &pipeline)
        try self.init(pipeline, contextLength: contextLength)
    }

    /// The names of files that decide a tokenizer.
    package static let fileNames = [
        "vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json", "spiece.model", "tokenizer.model",
        "vocab.txt",
    ]

    /// The files of a model directory that decide its tokenizer.
    package static func files(in modelDirectory: URL) -> [URL] {
        fileNames
            .map { modelDirectory.appending(path: $0, directoryHint: .notDirectory) }
            .filter { FileManager.default.fileExists(atPath: $0.path) }
    }

    /// The published vocabulary of 49,408 tokens, which nearly every checkpoint was trained with.
    /// - Throws: `TokenizerError` where the program's own file of merges is damaged.
    package static func clip(
        home: Home, contextLength: Int = 77, normalization: TextNormalization = .openAI
    ) throws -> Tokenizer {
        let file = home.clipMerges
        let merges: [UInt8]
        do {
            merges = try GzipFile.contents(of: FilePath(file))
        } catch {
            throw TokenizerError.unreadable(file, reason: message(of: error))
        }
        let tokenizer = try VocabularyFile(merges: merges, of: file)
            .tokenizer(contextLength: contextLength, normalization: normalization)
        guard tokenizer.vocabularySize == 49_408 else {
            throw TokenizerError.wrongSize(tokenizer.vocabularySize, expected: 49_408, file)
        }
        return tokenizer
    }
}

extension Home {
    var clipMerges: URL { sampleData.appending(path: "vocabulary/clip-merges.txt.gz", directoryHint: .notDirectory) }
}
