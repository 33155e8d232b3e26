import Foundation

/// Tokens and merges as a model directory's files give them.
struct VocabularyFile {
    /// Of both tokens in the buffer, in the order of rank.
    typealias Pair = (left: Range<Int>, right: Range<Int>)

    var entries: [Vocabulary.Entry] = []
    var pairs: [Pair] = []
    /// UTF-8 of all tokens.
    var buffer: [UInt8] = []
    let tokensFile: URL
    let mergesFile: URL

    /// vocab.json and merges.txt.
    /// - Throws: `TokenizerError`
    init(tokens: URL, merges: URL) throws {
        (tokensFile, mergesFile) = (tokens, merges)
        try readTokens()
        try readMerges(Self.bytes(of: mergesFile))
    }

    /// tokenizer.json of CLIP's own kind.
    /// - Throws: `TokenizerError`
    init(_ tokenizer: TokenizerFile) throws {
        (tokensFile, mergesFile) = (tokenizer.file, tokenizer.file)
        try readTokenizer(tokenizer)
    }

    /// Whether words end in "</w>".
    var isCLIPs: Bool {
        entries.contains { buffer[$0.spelling].reversed().starts(with: ByteLetters.endOfWord.reversed()) }
    }

    /// CLIP's form, where the merges alone tell the vocabulary: letters, letters that end words, what each merge
    /// makes, special tokens.
    init(merges: [UInt8], of file: URL) throws {
        (tokensFile, mergesFile) = (file, file)
        try readMerges(merges)
        let letters = ByteLetters.vocabularyOrder.map { ByteLetters.all[$0] }
        for letter in letters { add(letter) }
        for letter in letters { add(letter + ByteLetters.endOfWord) }
        for pair in pairs { add(buffer[pair.left] + buffer[pair.right]) }
        for token in SpecialToken.allCases { add(token.utf8) }
    }

    /// - Throws: `TokenizerError`
    func tokenizer(contextLength: Int, normalization: TextNormalization) throws -> Tokenizer {
        let vocabulary = try Self.vocabulary(entries, in: buffer, of: tokensFile)
        let merges = MergeTable(try Self.merges(pairs, in: vocabulary, buffer, mergesFile, tokensFile))
        do {
            let words = try WordEncoder(vocabulary, merges)
            return try Tokenizer(vocabulary, words, contextLength: contextLength, normalization: normalization)
        } catch let fault as Vocabulary.Fault {
            throw TokenizerError(fault, tokensFile)
        }
    }

    static func vocabulary(_ entries: [Vocabulary.Entry], in buffer: [UInt8], of file: URL) throws -> Vocabulary {
        do {
            return try Vocabulary(entries, in: buffer)
        } catch let fault as Vocabulary.Fault {
            throw TokenizerError(fault, file)
        }
    }

    /// Merges that are looked up at once, on one thread.
    private static let mergesAtOnce = 1 << 15

    /// - Returns: left, right and merged of each rank, as ids.
    static func merges(
        _ pairs: [Pair], in vocabulary: Vocabulary, _ buffer: [UInt8], _ mergesFile: URL, _ tokensFile: URL
    ) throws -> [Int32] {
        let parts = stride(from: 0, to: pairs.count, by: mergesAtOnce).map { $0..<min($0 + mergesAtOnce, pairs.count) }
        let found = try concurrently(parts.count) { part in
            var ids: [Int32] = []
            ids.reserveCapacity(3 * parts[part].count)
            for rank in parts[part] {
                func id(_ token: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8> = []) throws -> Int32 {
                    if let id = vocabulary.id(of: token, rest) { return Int32(id) }
                    throw TokenizerError.unknownTokenInMerge(
                        String(decoding: token + rest, as: UTF8.self), merge: rank + 1, mergesFile,
                        vocabulary: tokensFile)
                }
                let (left, right) = (buffer[pairs[rank].left], buffer[pairs[rank].right])
                ids.append(try id(left))
                ids.append(try id(right))
                ids.append(try id(left, right))
            }
            return ids
        }
        return Array(found.joined())
    }

    private mutating func add(_ token: some Collection<UInt8>) {
        let start = buffer.count
        buffer += token
        entries.append(.init(spelling: start..<buffer.count, id: entries.count))
    }

    static func bytes(of file: URL) throws -> [UInt8] {
        do {
            return try Array(BoundedFile.contents(of: file, atMost: BoundedFile.lists))
        } catch {
            throw TokenizerError.unreadable(file, reason: message(of: error))
        }
    }
}

extension TokenizerError {
    fileprivate init(_ fault: Vocabulary.Fault, _ file: URL) {
        self =
            switch fault {
            case .repeatedToken(let token): .repeatedToken(token, file)
            case .repeatedID(let id, let first, let second): .repeatedID(id, first, second, file)
            case .idOutOfRange(let id, let token, let count): .idOutOfRange(id, token: token, count: count, file)
            case .missingToken(let token): .missingToken(token, file)
            }
    }
}

extension VocabularyFile {
    /// vocab.json: {"token": id, ...}
    mutating func readTokens() throws {
        try read(tokensFile) { file, reader in
            try reader.object { reader, key in file.entries.append(.init(spelling: key, id: try reader.integer())) }
        }
    }

    /// merges.txt: "left right" a line, under a version line.
    mutating func readMerges(_ text: [UInt8]) throws {
        let offset = buffer.count
        buffer += text
        let lines = text.split(separator: UInt8(ascii: "\n"))
        let isVersioned = lines.first?.starts(with: "#version".utf8) ?? false
        for (index, line) in lines.dropFirst(isVersioned ? 1 : 0).enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let space = line.firstIndex(of: UInt8(ascii: " ")), space > line.startIndex,
                space + 1 < line.endIndex, !line[(space + 1)...].contains(UInt8(ascii: " "))
            else {
                throw TokenizerError.malformedMerge(index + 1, found: String(decoding: line, as: UTF8.self), mergesFile)
            }
            pairs.append((offset + line.startIndex..<offset + space, offset + space + 1..<offset + line.endIndex))
        }
    }

    /// tokenizer.json of CLIP's own kind.
    mutating func readTokenizer(_ file: TokenizerFile) throws {
        guard (file.settings["type"] ?? "BPE") == "BPE" else {
            throw TokenizerError.unsupported(
                "model.type", found: file.settings["type"]!, expected: "BPE", tokensFile)
        }
        let known = Set(file.entries.map(\.id))
        entries =
            file.entries
            + file.added.filter { !known.contains($0.id) }.map { .init(spelling: $0.content, id: $0.id) }
        (pairs, buffer) = (file.pairs, file.strings)
    }

    /// "left right" or ["left", "right"].
    static func pair(_ reader: inout JSONReader, _ number: Int, _ file: URL) throws -> Pair {
        if reader.isNext("[") {
            var tokens: [Range<Int>] = []
            try reader.array { tokens.append(try $0.string()) }
            guard tokens.count == 2 else {
                let found = tokens.map { reader.text($0) }.joined(separator: " ")
                throw TokenizerError.malformedMerge(number, found: found, file)
            }
            return (tokens[0], tokens[1])
        }
        let line = try reader.string()
        let parts = reader.strings[line].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
            throw TokenizerError.malformedMerge(number, found: reader.text(line), file)
        }
        return (parts[0].startIndex..<parts[0].endIndex, parts[1].startIndex..<parts[1].endIndex)
    }

    private mutating func read(
        _ file: URL, _ body: (inout VocabularyFile, inout JSONReader) throws -> Void
    ) throws {
        var reader = JSONReader(try Self.bytes(of: file))
        do {
            try body(&self, &reader)
            try reader.end()
        } catch let fault as JSONReader.Fault {
            throw TokenizerError.malformed(file, offset: fault.offset, expected: fault.expected)
        }
        buffer = reader.strings
    }
}
