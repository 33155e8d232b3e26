import Foundation
import Testing

@testable import Model

/// A large tokenizer.json is kept in a compact form, which says the same.
@Suite struct CompactTokenizerTests {
    private final class Known: FileHashes {
        let folder: URL?
        init(_ folder: URL?) { self.folder = folder }
        func hash(of path: String, _ fileVersion: FileVersion) -> ContentHash? { nil }
        func keep(_ hash: ContentHash, of path: String, _ fileVersion: FileVersion) {}
    }

    private let scratch: ScratchFolder
    private let known: Known
    private static let texts = [
        "a photo of a cat", "  Two  spaces\u{301} ", "Ünïcode ﬁ 日本語 привет", "x\u{13055}y", "<pad> don't 1234", "",
    ]

    init() throws {
        scratch = try ScratchFolder()
        known = Known(scratch.url)
    }

    private func source(_ name: String) -> URL {
        SubwordTests.folder.appending(path: "\(name)/tokenizer.json", directoryHint: .notDirectory)
    }

    private func ids(_ pipeline: TokenizerPipeline) -> [[Int]] { Self.texts.map { pipeline.ids(of: $0, limit: 64) } }

    @Test(arguments: ["t5", "xlm-roberta", "gemma", "siglip2", "bert", "roberta", "parts-words", "parts-marks"])
    func itSaysWhatTheFileSays(name: String) throws {
        let compact = try #require(CompactTokenizer(of: source(name), in: known, least: 0))
        #expect(compact.read(for: source(name)) == nil)
        let first = try TokenizerFile(contentsOf: source(name)).pipeline(keepingIn: compact)
        let second = try #require(compact.read(for: source(name))).pipeline()
        #expect(ids(first) == ids(second))
        #expect(first.vocabulary.count == second.vocabulary.count && first.marks == second.marks)
        #expect(first.template.before == second.template.before && first.template.after == second.template.after)
    }

    @Test func oneThatIsDamagedOrCutIsNotRead() throws {
        let compact = try #require(CompactTokenizer(of: source("gemma"), in: known, least: 0))
        _ = try TokenizerFile(contentsOf: source("gemma")).pipeline(keepingIn: compact)
        let whole = try Data(contentsOf: compact.file)
        for place in [0, 30, 41, 60, whole.count / 2, whole.count - 1] {
            var damaged = whole
            damaged[place] ^= 1
            try damaged.write(to: compact.file)
            #expect(compact.read(for: source("gemma")) == nil, "\(place)")
        }
        for length in [0, 10, 40, 47, 200, whole.count - 1] {
            try whole.prefix(length).write(to: compact.file)
            #expect(compact.read(for: source("gemma")) == nil, "\(length)")
        }
        try whole.write(to: compact.file)
        #expect(compact.read(for: source("gemma")) != nil)
    }

    /// Spaces make a file long without a change of what it says.
    @Test func aDirectoryOfALargeOneIsReadByIt() throws {
        let folder = try ScratchFolder()
        var json = try Data(contentsOf: source("gemma"))
        json.append(Data(repeating: UInt8(ascii: " "), count: CompactTokenizer.least))
        try json.write(to: folder.url.appending(path: "tokenizer.json"))
        func read() throws -> [[Int]] {
            let tokenizer = try Tokenizer(contentsOf: folder.url, contextLength: 64, known: known)
            return Self.texts.map { tokenizer.encode($0).ids }
        }
        let first = try read()
        let compact = try #require(CompactTokenizer(of: folder.url.appending(path: "tokenizer.json"), in: known))
        #expect(compact.read(for: folder.url) != nil)
        #expect(try read() == first)
        try Data("nonsense".utf8).write(to: compact.file)
        #expect(try read() == first)
        json.append(UInt8(ascii: "\n"))
        try json.write(to: folder.url.appending(path: "tokenizer.json"))
        let other = try #require(CompactTokenizer(of: folder.url.appending(path: "tokenizer.json"), in: known))
        #expect(other.file != compact.file)
    }

    @Test func smallOnesAndThoseWithoutACacheAreNotKept() {
        #expect(CompactTokenizer(of: source("gemma"), in: known) == nil)
        #expect(CompactTokenizer(of: source("gemma"), in: Known(nil), least: 0) == nil)
        #expect(CompactTokenizer(of: source("gemma"), in: nil, least: 0) == nil)
    }
}
