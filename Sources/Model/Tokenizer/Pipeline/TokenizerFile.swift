import Foundation

/// tokenizer.json of Hugging Face's tokenizers library: the large parts as they are read, the small ones as JSON.
struct TokenizerFile {
    struct Added: Codable {
        var content: Range<Int>
        let id: Int
        var takesLeft = false
        var takesRight = false
        var isWord = false
        var isNormalized = true
    }

    let file: URL
    /// Tokens with their ids, and for Unigram the logarithms of their probabilities.
    var entries: [Vocabulary.Entry] = []
    var scores: [Double] = []
    var pairs: [VocabularyFile.Pair] = []
    /// In place of the pairs: left, right and merged of each rank.
    var merges: [Int32]?
    var added: [Added] = []
    /// The keys of "model" that are words, numbers, true or false.
    var settings: [String: String] = [:]
    /// "normalizer", "pre_tokenizer" and "post_processor".
    var parts: [String: [UInt8]] = [:]
    /// UTF-8 of all strings.
    var strings: [UInt8] = []

    /// With nothing in it.
    init(file: URL) { self.file = file }

    /// - Throws: `TokenizerError`
    init(contentsOf file: URL) throws {
        self.file = file
        var reader = JSONReader(try VocabularyFile.bytes(of: file))
        do {
            try read(&reader)
            try reader.end()
        } catch let fault as JSONReader.Fault {
            throw TokenizerError.malformed(file, offset: fault.offset, expected: fault.expected)
        }
        strings = reader.strings
    }

    private mutating func read(_ reader: inout JSONReader) throws {
        var isFound = false
        try reader.object { reader, key in
            switch reader.text(key) {
            case "model":
                isFound = true
                try readModel(&reader)
            case "added_tokens": try reader.array { added.append(try Self.added(&$0)) }
            case let name where ["normalizer", "pre_tokenizer", "post_processor"].contains(name):
                parts[name] = try reader.valueText()
            default: try reader.skipValue()
            }
        }
        guard isFound else { throw TokenizerError.unsupported("model", found: "missing", expected: "BPE", file) }
    }

    private mutating func readModel(_ reader: inout JSONReader) throws {
        try reader.object { reader, key in
            switch reader.text(key) {
            case "vocab" where reader.isNext("{"):
                try reader.object { reader, key in entries.append(.init(spelling: key, id: try reader.integer())) }
            case "vocab" where reader.isNext("["): try reader.array { try readPiece(&$0) }
            case "merges" where reader.isNext("["):
                try reader.array { pairs.append(try VocabularyFile.pair(&$0, pairs.count + 1, file)) }
            case let name: settings[name] = try reader.word()
            }
        }
    }

    /// ["▁the", -3.2]
    private mutating func readPiece(_ reader: inout JSONReader) throws {
        var spelling: Range<Int>?
        var score: Double?
        try reader.array { reader in
            if spelling == nil { spelling = try reader.string() } else { score = try reader.number() }
        }
        guard let spelling, let score else { throw reader.fault("a piece and its score before this") }
        entries.append(.init(spelling: spelling, id: entries.count))
        scores.append(score)
    }

    private static func added(_ reader: inout JSONReader) throws -> Added {
        var content: Range<Int>?
        var id: Int?
        var flags: [String: Bool] = [:]
        try reader.object { reader, key in
            switch reader.text(key) {
            case "content": content = try reader.string()
            case "id": id = try reader.integer()
            case let name: flags[name] = try reader.word() == "true"
            }
        }
        guard let content, let id else { throw reader.fault("content and id of an added token before this") }
        return Added(
            content: content, id: id, takesLeft: flags["lstrip"] ?? false, takesRight: flags["rstrip"] ?? false,
            isWord: flags["single_word"] ?? false, isNormalized: flags["normalized"] ?? true)
    }

    /// Whether it is CLIP's own kind: byte-level BPE whose words end in "</w>".
    var isCLIPs: Bool { settings["end_of_word_suffix"] == "</w>" }
}
