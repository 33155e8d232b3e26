import Foundation
import Testing

@testable import Model

@Suite struct TokenizerFilesTests {
    let folder: ScratchFolder
    private let vocabulary: URL
    private let merges: URL
    private let tokenizer: URL

    /// A copy of the small model directory.
    init() throws {
        folder = try ScratchFolder()
        for name in ["vocab.json", "merges.txt"] {
            try folder.write(name, Data(contentsOf: TokenizerGolden.folder.appending(path: "small/\(name)")))
        }
        vocabulary = folder.file("vocab.json")
        merges = folder.file("merges.txt")
        tokenizer = folder.file("tokenizer.json")
    }

    private func edit(_ file: URL, _ old: String, _ new: String) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(text.contains(old))
        try Data(text.replacing(old, with: new, maxReplacements: 1).utf8).write(to: file)
    }

    /// tokenizer.json instead of the two files.
    private func useTokenizerFile() throws {
        try FileManager.default.removeItem(at: vocabulary)
        let golden = TokenizerGolden.folder.appending(path: "small-json/tokenizer.json")
        try folder.write("tokenizer.json", Data(contentsOf: golden))
    }

    private func failure() -> TokenizerError? {
        #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: folder.url, contextLength: 77) }
    }

    @Test func escapesAndWindowsLineEndsAreRead() throws {
        let expected = try Tokenizer(contentsOf: folder.url, contextLength: 77).encode("Ünïcode \"quoted\" 😀")
        try edit(vocabulary, "\"a\":", "\"\\u0061\":")
        try edit(vocabulary, "\"\u{120}\":", "\n\t\"\\u0120\" :")
        let text = try String(contentsOf: merges, encoding: .utf8).replacing("\n", with: "\r\n")
        try Data(text.utf8).write(to: merges)
        #expect(try Tokenizer(contentsOf: folder.url, contextLength: 77).encode("Ünïcode \"quoted\" 😀") == expected)
    }

    @Test func missingFilesAreNamed() throws {
        try FileManager.default.removeItem(at: merges)
        #expect(failure() == .noVocabulary(folder.url, missing: ["merges.txt", "tokenizer.json"]))
    }

    @Test func tokensThatRepeatOrLackAreRefused() throws {
        try edit(vocabulary, "\"a\":", "\"b\":")
        #expect(failure() == .repeatedToken("b", vocabulary))
    }

    @Test func idsThatRepeatAreRefused() throws {
        try edit(vocabulary, "\"!\": 682,", "\"!\": 1,")
        #expect(failure() == .repeatedID(1, "Ó</w>", "!", vocabulary))
    }

    @Test func idsBeyondTheSizeAreRefused() throws {
        try edit(vocabulary, "\"!\": 682,", "\"!\": 999999999999,")
        #expect(failure() == .idOutOfRange(999_999_999_999, token: "!", count: 1024, vocabulary))
    }

    @Test func lettersAndSpecialTokensMustBeThere() throws {
        try edit(vocabulary, "\"Q</w>\":", "\"not a letter\":")
        #expect(failure() == .missingToken("Q</w>", vocabulary))
        try edit(vocabulary, "\"not a letter\":", "\"Q</w>\":")
        try edit(vocabulary, "<|endoftext|>", "<end>")
        #expect(failure() == .missingToken("<|endoftext|>", vocabulary))
    }

    @Test func mergesNameTokensOfTheVocabulary() throws {
        try edit(merges, "#version: 0.2\n", "#version: 0.2\nq zzz\n")
        #expect(failure() == .unknownTokenInMerge("zzz", merge: 1, merges, vocabulary: vocabulary))
        try edit(merges, "q zzz\n", "q x\n")
        #expect(failure() == .unknownTokenInMerge("qx", merge: 1, merges, vocabulary: vocabulary))
        try edit(merges, "q x\n", "q  x\n")
        #expect(failure() == .malformedMerge(1, found: "q  x", merges))
    }

    @Test(arguments: [
        ("", "an object"), ("[]", "an object"), ("{\"a\": 0", "\",\" or \"}\""), ("{\"a\": -1}", "a whole number"),
        ("{\"a\": 1.5}", "\",\" or \"}\""), ("{\"a\": 1} x", "the end of the file"), ("{a: 1}", "a string"),
        ("{\"a", "the end of a string"), ("{\"\\ud800\": 1}", "a trailing surrogate"), ("{\"\\x\": 1}", "an escape"),
        ("{\"\\u12\": 1}", "four hexadecimal digits"), ("{\"a\" 1}", "\":\""), ("{\"a\": \"b\"}", "a whole number"),
    ])
    func malformedJSONIsRefusedWithThePlace(_ text: String, _ expected: String) throws {
        try folder.write("vocab.json", text)
        guard case .malformed(let file, _, let found) = failure() else {
            Issue.record("not malformed: \(text)")
            return
        }
        #expect(file == vocabulary && found == expected)
    }

    @Test func aVocabularyCutShortIsAnError() throws {
        let whole = try Data(contentsOf: vocabulary)
        for length in stride(from: 0, to: whole.count, by: whole.count / 25) {
            try whole.prefix(length).write(to: vocabulary)
            #expect(failure() != nil)
        }
    }

    @Test func otherKindsOfTokenizersAreRefused() throws {
        try useTokenizerFile()
        #expect(try Tokenizer(contentsOf: folder.url, contextLength: 77).vocabularySize == 1024)
        try edit(tokenizer, "\"type\": \"BPE\"", "\"type\": \"WordPiece\"")
        #expect(failure() == .unsupported("model.type", found: "WordPiece", expected: "BPE", tokenizer))
        try edit(tokenizer, "\"end_of_word_suffix\": \"</w>\"", "\"end_of_word_suffix\": \"</word>\"")
        try edit(tokenizer, "\"type\": \"WordPiece\"", "\"type\": \"BPE\"")
        #expect(
            failure() == .unsupported("model.end_of_word_suffix", found: "</word>", expected: "none", tokenizer))
    }

    @Test func theOldFormOfMergesIsRead() throws {
        try useTokenizerFile()
        let expected = try Tokenizer(contentsOf: folder.url, contextLength: 77).encode("a photo of the cat")
        let pair = #/\[\s*("(?:[^"\\]|\\.)*"),\s*("(?:[^"\\]|\\.)*")\s*\]/#
        let text = try String(contentsOf: tokenizer, encoding: .utf8).replacing(pair) {
            "\"\($0.1.dropFirst().dropLast()) \($0.2.dropFirst().dropLast())\""
        }
        try Data(text.utf8).write(to: tokenizer)
        try #require(text.contains("\"i n\""))
        #expect(try Tokenizer(contentsOf: folder.url, contextLength: 77).encode("a photo of the cat") == expected)
    }

    @Test func deepNestingIsRefused() throws {
        try FileManager.default.removeItem(at: vocabulary)
        try folder.write("tokenizer.json", "{\"x\": " + String(repeating: "[", count: 100_000))
        #expect(failure() == .malformed(tokenizer, offset: 70, expected: "at most 64 levels"))
    }

    @Test func theConfigurationTellsTheReference() throws {
        #expect(try TextNormalization(modelDirectory: folder.url) == .transformers)
        let file = try folder.write(
            "open_clip_config.json", #"{"model_cfg": {"text_cfg": {"hf_tokenizer_name": "x"}}}"#)
        #expect(try TextNormalization(modelDirectory: folder.url) == .openCLIP)
        try folder.write(
            "open_clip_config.json", #"{"model_cfg": {"text_cfg": {"tokenizer_kwargs": {"clean": "lower"}}}}"#)
        #expect(try TextNormalization(modelDirectory: folder.url) == .openAI)
        try folder.write(
            "open_clip_config.json",
            #"{"model_cfg": {"text_cfg": {"hf_tokenizer_name": "x", "tokenizer_kwargs": {"clean": "canonicalize"}}}}"#)
        #expect(
            failure()
                == .unsupported("tokenizer_kwargs.clean", found: "canonicalize", expected: "whitespace", file))
        try folder.write("open_clip_config.json", "{")
        guard case .unreadable(file, _) = failure() else {
            Issue.record("read a broken configuration")
            return
        }
    }

    @Test func aDamagedPublishedVocabularyIsAnError() throws {
        let home = Home(folder: folder.url)
        let merges = try Data(contentsOf: Home(folder: TokenizerGolden.root).clipMerges)
        #expect(throws: TokenizerError.unreadable(home.clipMerges, reason: "No such file or directory")) {
            try Tokenizer.clip(home: home)
        }
        try folder.write("sample-data/vocabulary/clip-merges.txt.gz", merges.prefix(merges.count / 2))
        #expect(throws: TokenizerError.unreadable(home.clipMerges, reason: "it is not a whole gzip file")) {
            try Tokenizer.clip(home: home)
        }
        try folder.write("sample-data/vocabulary/clip-merges.txt.gz", "a b\n")
        #expect(throws: TokenizerError.wrongSize(515, expected: 49_408, home.clipMerges)) {
            try Tokenizer.clip(home: home)
        }
    }
}
