import Foundation
import Testing

@testable import Model

@Suite struct TokenizerTests {
    static let clip = Result { try Tokenizer.clip(home: Home(folder: TokenizerGolden.root)) }

    @Test(arguments: [TextNormalization.openAI, .openCLIP, .transformers])
    func idsAreTheReferencesWithThePublishedVocabulary(_ normalization: TextNormalization) throws {
        let tokenizer = try Tokenizer.clip(
            home: Home(folder: TokenizerGolden.root), normalization: normalization)
        let goldens = try TokenizerGolden.all(in: "clip.jsonl")
            .filter { normalization == .transformers || $0.mojibake != true }
        #expect(goldens.count > 2900)
        for golden in goldens {
            #expect(tokenizer.encode(golden.text).ids == golden.ids(normalization), "\(golden.text.debugDescription)")
        }
    }

    @Test(arguments: ["small", "small-json"])
    func idsAreOpenCLIPsWithADirectorysOwnVocabulary(_ name: String) throws {
        let tokenizer = try Tokenizer(contentsOf: TokenizerGolden.folder.appending(path: name), contextLength: 77)
        #expect(tokenizer.vocabularySize == 1024)
        let goldens = try TokenizerGolden.all(in: "small.jsonl")
        #expect(goldens.count > 500)
        for golden in goldens {
            #expect(tokenizer.encode(golden.text).ids == golden.ids, "\(golden.text.debugDescription)")
        }
    }

    @Test func tokensAreTheVocabularysSpellings() throws {
        let encoding = try Self.clip.get().encode("A photo of 2 caf\u{E9}s!")
        #expect(
            encoding.tokens == [
                "<|startoftext|>", "a</w>", "photo</w>", "of</w>", "2</w>", "caf", "\u{C3}\u{A9}s</w>", "!</w>",
                "<|endoftext|>",
            ])
        #expect(!encoding.isTruncated)
    }

    @Test func emptyTextIsStartAndEnd() throws {
        let tokenizer = try Self.clip.get()
        for text in ["", " \n\t ", "\u{0}", "&nbsp;", "\u{3000}"] {
            #expect(tokenizer.encode(text).ids == [49406, 49407])
        }
        #expect(tokenizer.vocabularySize == 49408)
    }

    @Test func textThatIsTooLongIsCutBeforeEndOfText() throws {
        let tokenizer = try Self.clip.get()
        let fits = tokenizer.encode(Array(repeating: "cat", count: 75).joined(separator: " "))
        #expect(fits.ids.count == 77 && !fits.isTruncated)
        for words in [76, 77, 1000] {
            let cut = tokenizer.encode(Array(repeating: "cat", count: words).joined(separator: " "))
            #expect(cut.ids == fits.ids && cut.isTruncated && cut.tokens.count == 77)
        }
        let long = tokenizer.encode(String(repeating: "lol", count: 2000))
        #expect(long.ids.count == 77 && long.ids.last == 49407 && long.isTruncated)
    }

    @Test func theContextLengthIsTheModels() throws {
        let folder = TokenizerGolden.folder.appending(path: "small")
        let tokenizer = try Tokenizer(contentsOf: folder, contextLength: 4)
        #expect(tokenizer.encode("a b").ids.count == 4 && !tokenizer.encode("a b").isTruncated)
        #expect(tokenizer.encode("a b c").ids == tokenizer.encode("a b").ids && tokenizer.encode("a b c").isTruncated)
        #expect(throws: TokenizerError.contextTooShort(1)) { try Tokenizer(contentsOf: folder, contextLength: 1) }
    }

    @Test func whatWasEncodedBeforeChangesNothing() throws {
        let fresh = try Tokenizer.clip(home: Home(folder: TokenizerGolden.root))
        let worn = try Self.clip.get()
        // More different words than the memory of words holds.
        for number in 0..<40_000 { _ = worn.encode("\(letters(number)) \(letters(number))s") }
        for text in ["a photo of a cat", "<|endoftext|> it's", "it's <|startoftext|>"] {
            #expect(worn.encode(text) == fresh.encode(text))
        }
    }

    @Test func manyThreadsEncodeAtOnce() async throws {
        let tokenizer = try Self.clip.get()
        let texts = try TokenizerGolden.all(in: "clip.jsonl").prefix(400).map(\.text)
        let expected = texts.map(tokenizer.encode)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 { group.addTask { texts.map(tokenizer.encode) == expected } }
            for await isEqual in group { #expect(isEqual) }
        }
    }

    /// The number in the digits a to j.
    private func letters(_ number: Int) -> String {
        String(String.UnicodeScalarView(String(number).unicodeScalars.map { Unicode.Scalar($0.value + 0x31)! }))
    }
}
