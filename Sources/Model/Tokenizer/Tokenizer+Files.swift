import Foundation

extension Tokenizer {
    /// A model directory's own tokenizer: vocab.json and merges.txt, or tokenizer.json.
    /// - Parameter normalization: that of the directory's reference implementation where it is nil.
    /// - Throws: `TokenizerError`
    package init(
        contentsOf modelDirectory: URL, contextLength: Int, normalization: TextNormalization? = nil
    ) throws {
        let normalization = try normalization ?? TextNormalization(modelDirectory: modelDirectory)
        self = try VocabularyFile(modelDirectory: modelDirectory)
            .tokenizer(contextLength: contextLength, normalization: normalization)
    }

    /// The files of a model directory that decide its tokenizer.
    package static func files(in modelDirectory: URL) -> [URL] {
        ["vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json"]
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
