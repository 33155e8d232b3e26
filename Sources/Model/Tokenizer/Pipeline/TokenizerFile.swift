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

extension TokenizerFile {
    /// - Parameter compact: gets what was read, where it comes from JSON.
    /// - Throws: `TokenizerError` naming the part that is not read.
    func pipeline(keepingIn compact: CompactTokenizer? = nil) throws -> TokenizerPipeline {
        var isAdded = Dictionary(added.map { ($0.id, true) }) { first, _ in first }
        for entry in entries { if isAdded[entry.id] != nil { isAdded[entry.id] = false } }
        let all =
            entries
            + added.filter { isAdded[$0.id] == true }.map { .init(spelling: $0.content, id: $0.id) }
        let (vocabulary, known) = try both(
            { try VocabularyFile.vocabulary(all, in: strings, of: file) }, { merges.map(MergeTable.init) })
        let reader = PartReader(file: file)
        let normalizer = try reader.normalizer(part("normalizer"), "normalizer")
        let tokens = added.map { token in
            AddedTokens.Token(
                content: Array(String(decoding: strings[token.content], as: UTF8.self).unicodeScalars), id: token.id,
                takesLeft: token.takesLeft, takesRight: token.takesRight, isWord: token.isWord,
                isNormalized: token.isNormalized)
        }
        let splitter = try reader.splitter(part("pre_tokenizer"), "pre_tokenizer")
        let (model, marks, made) = try model(vocabulary, known)
        // Without it the file is read as it is the next time.
        if merges == nil { try? compact?.write(self, merges: made) }
        return TokenizerPipeline(
            added: AddedTokens(tokens, normalizer: normalizer), normalizer: normalizer, splitter: splitter,
            model: model, template: try reader.template(part("post_processor"), "post_processor"),
            vocabulary: vocabulary, marks: marks ?? (splitter.isOfBytes ? .start("\u{120}") : .start("\u{2581}")))
    }

    private func part(_ name: String) throws -> [String: Any]? {
        guard let text = parts[name] else { return nil }
        return try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed) as? [String: Any]
    }

    /// - Parameter known: the merges, where they are known by their ids.
    /// - Returns: the model, how its tokens tell where words begin, and its merges by their ids.
    private func model(
        _ vocabulary: Vocabulary, _ known: MergeTable?
    ) throws -> (any SubwordModel, WordMarks?, merges: [Int32]) {
        let type = settings["type"] ?? (scores.isEmpty ? "BPE" : "Unigram")
        let bytes = settings["byte_fallback"] == "true" ? Self.bytes(vocabulary) : nil
        switch type {
        case "Unigram":
            let unknown = settings["unk_id"].flatMap { Int($0) }
            guard unknown.map({ entries.indices.contains($0) }) ?? true else {
                throw TokenizerError.unsupported(
                    "model.unk_id", found: settings["unk_id"]!, expected: "0 to \(entries.count - 1)", file)
            }
            return (UnigramModel(vocabulary, scores: scores, unknown: unknown, bytes: bytes), nil, [])
        case "BPE":
            for key in ["continuing_subword_prefix", "end_of_word_suffix", "dropout"] {
                guard let value = settings[key], !value.isEmpty else { continue }
                throw TokenizerError.unsupported("model.\(key)", found: value, expected: "none", file)
            }
            let ids = try merges ?? VocabularyFile.merges(pairs, in: vocabulary, strings, file, file)
            return (
                PairModel(
                    vocabulary: vocabulary, merges: known ?? MergeTable(ids),
                    merged: stride(from: 2, to: ids.count, by: 3).map { ids[$0] }, unknown: try unknown(vocabulary),
                    fusesUnknown: settings["fuse_unk"] == "true", bytes: bytes,
                    ignoresMerges: settings["ignore_merges"] == "true"), nil, ids
            )
        case "WordPiece":
            guard let unknown = try unknown(vocabulary) else {
                throw TokenizerError.unsupported("model.unk_token", found: "missing", expected: "a token", file)
            }
            let prefix = settings["continuing_subword_prefix"] ?? "##"
            return (
                WordPieceModel(
                    vocabulary: vocabulary, unknown: unknown, prefix: Array(prefix.utf8),
                    longestWord: settings["max_input_chars_per_word"].flatMap { Int($0) } ?? 100),
                .continuation(prefix), []
            )
        default:
            throw TokenizerError.unsupported(
                "model.type", found: type, expected: "BPE, Unigram or WordPiece", file)
        }
    }

    private func unknown(_ vocabulary: Vocabulary) throws -> Int? {
        guard let token = settings["unk_token"] else { return nil }
        guard let id = vocabulary.id(of: Array(token.utf8)[...]) else {
            throw TokenizerError.unsupported("model.unk_token", found: token, expected: "a token of model.vocab", file)
        }
        return id
    }

    /// Nil unless each byte has a token: "<0x00>" to "<0xFF>".
    static func bytes(_ vocabulary: Vocabulary) -> [Int]? {
        let ids = (0...255).compactMap { (byte: Int) in
            let digits = String(byte, radix: 16, uppercase: true)
            return vocabulary.id(of: Array("<0x\(byte < 16 ? "0" : "")\(digits)>".utf8)[...])
        }
        return ids.count == 256 ? ids : nil
    }
}

extension Splitter {
    /// Whether pieces are bytes as letters.
    var isOfBytes: Bool {
        switch self {
        case .bytes: true
        case .sequence(let steps): steps.contains(where: \.isOfBytes)
        default: false
        }
    }
}
