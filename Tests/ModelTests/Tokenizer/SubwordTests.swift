import Foundation
import Testing

@testable import Model

/// Tokenizers of other kinds than CLIP's own, as their libraries write them (scripts/goldens subwords).
@Suite struct SubwordTests {
    static let folder = TokenizerGolden.root.appending(path: "Tests/ModelTests/Goldens/subwords")
    static let names = [
        "t5", "siglip", "xlm-roberta", "gemma", "siglip2", "bert", "bert-vocab", "roberta", "parts-words",
        "parts-marks", "parts-split", "open-clip-siglip", "open-clip-clipa",
    ]

    private struct Golden: Decodable {
        /// None where a text is left out.
        let ids: [[Int]]
        /// The texts that were cut.
        let cut: [Int]
    }

    private func json<Value: Decodable>(_ name: String) throws -> Value {
        let data = try GzipFile.contents(of: FilePath(Self.folder.appending(path: name)))
        return try JSONDecoder().decode(Value.self, from: Data(data))
    }

    @Test(arguments: names)
    func idsAreTheLibrarysInEveryScript(_ name: String) throws {
        let tokenizer = try Tokenizer(contentsOf: Self.folder.appending(path: name), contextLength: 64)
        let texts: [String] = try json("texts.json.gz")
        let golden: Golden = try json("\(name)/ids.json.gz")
        #expect(texts.count > 1500 && golden.ids.count == texts.count)
        var different: [String] = []
        for (text, ids) in zip(texts, golden.ids) where !ids.isEmpty || name.hasPrefix("parts") {
            let found = tokenizer.encode(text).ids
            if found != ids { different.append("\(text.debugDescription): \(found), expected \(ids)") }
        }
        #expect(different.isEmpty, "\(different.count) texts: \(different.prefix(4).joined(separator: "\n"))")
        for index in golden.cut { #expect(tokenizer.encode(texts[index]).isTruncated) }
    }

    @Test(arguments: [
        ("t5", 0, false), ("siglip", 1, false), ("xlm-roberta", 1, false), ("bert", 0, false), ("bert-vocab", 0, false),
    ])
    func whatFillsAContextIsToldByTheSettings(_ name: String, _ id: Int, _ isLeft: Bool) throws {
        let tokenizer = try Tokenizer(contentsOf: Self.folder.appending(path: name), contextLength: 64)
        #expect(tokenizer.padding == Padding(id: id, isLeft: isLeft))
    }

    @Test func piecesShowWhereWordsGoOn() throws {
        for (name, mark) in [("t5", "\u{2581}"), ("bert", "##"), ("roberta", "\u{120}")] {
            let tokenizer = try Tokenizer(contentsOf: Self.folder.appending(path: name), contextLength: 64)
            let pieces = tokenizer.encode("a photo of a cat").pieces
            #expect(!pieces.contains { $0.text.hasPrefix(mark) && $0.text.count > mark.count })
            #expect(pieces.map { $0.text + ($0.isContinued ? "" : " ") }.joined() == "a photo of a cat ", "\(name)")
        }
    }

    @Test func charactersWithoutATokenAreNamed() throws {
        let bert = try Tokenizer(contentsOf: Self.folder.appending(path: "bert"), contextLength: 64)
        #expect(bert.charactersCutIntoBytes(in: "a \u{13055} b") == ["\u{13055}"])
        let gemma = try Tokenizer(contentsOf: Self.folder.appending(path: "gemma"), contextLength: 64)
        #expect(gemma.charactersCutIntoBytes(in: "a \u{13055} b") == ["\u{13055}"])
        #expect(bert.charactersCutIntoBytes(in: "a photo").isEmpty)
    }

    private func failure(_ files: [String: String]) throws -> String {
        let folder = try ScratchFolder()
        for (name, text) in files { try folder.write(name, text) }
        do {
            _ = try Tokenizer(contentsOf: folder.url, contextLength: 64)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func partsThatAreNotReadAreNamedWithTheirPlace() throws {
        let cases = [
            (#""normalizer": {"type": "Swirl"}"#, "normalizer is Swirl, expected a normalizer that is read"),
            (
                #""normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Swirl"}]}"#,
                "normalizer.normalizers[1] is Swirl, expected a normalizer that is read"
            ),
            (
                #""normalizer": {"type": "Precompiled", "precompiled_charsmap": "AAAA"}"#,
                "normalizer.precompiled_charsmap is 4 characters"
            ),
            (
                #""pre_tokenizer": {"type": "Metaspace", "prepend_scheme": "twice"}"#,
                "pre_tokenizer.prepend_scheme is twice, expected always, first or never"
            ),
            (
                #""pre_tokenizer": {"type": "Split", "pattern": {"Regex": "("}, "behavior": "Isolated"}"#,
                "pre_tokenizer.pattern is (, expected a regular expression"
            ),
            (#""post_processor": {"type": "Swirl"}"#, "post_processor is Swirl"),
            (
                #""post_processor": {"type": "TemplateProcessing", "single": [], "special_tokens": {}}"#,
                "post_processor.single is without a sequence, expected one"
            ),
        ]
        let model = #""model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": [["a", "b"]]}"#
        #expect(try failure(["tokenizer.json": "{\(model)}"]) == "")
        for (part, expected) in cases {
            let line = try failure(["tokenizer.json": "{\(part), \(model)}"])
            #expect(line.contains(expected) && !line.contains("\n"), "\(line)")
        }
        let kind = try failure(["tokenizer.json": #"{"model": {"type": "Swirl", "vocab": {"a": 0}}}"#])
        #expect(kind.contains("model.type is Swirl, expected BPE, Unigram or WordPiece"), "\(kind)")
        for (settings, expected) in [
            (#"{"pad_token": "<none>"}"#, "pad_token is <none>, expected a token of the vocabulary"),
            (#"{"truncation_side": "left"}"#, "truncation_side is left, expected right"),
        ] {
            let line = try failure(["tokenizer.json": "{\(model)}", "tokenizer_config.json": settings])
            #expect(line.contains(expected), "\(line)")
        }
    }

    @Test(arguments: [("siglip", "spiece.model"), ("t5", "tokenizer.json"), ("bert-vocab", "vocab.txt")])
    func aFileCutShortIsOneLineOrAnotherVocabulary(_ name: String, _ file: String) throws {
        let whole = try Data(contentsOf: Self.folder.appending(path: "\(name)/\(file)"))
        let folder = try ScratchFolder()
        try folder.write(
            "tokenizer_config.json", Data(contentsOf: Self.folder.appending(path: "\(name)/tokenizer_config.json")))
        for length in stride(from: 0, to: whole.count, by: whole.count / 40) {
            try folder.write(file, whole.prefix(length))
            do {
                _ = try Tokenizer(contentsOf: folder.url, contextLength: 64)
                #expect(name == "bert-vocab", "read \(length) of \(whole.count) bytes")
            } catch let error as TokenizerError {
                #expect(!"\(error)".contains("\n") && "\(error)".contains(file))
            }
        }
    }
}
