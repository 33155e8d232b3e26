import Foundation

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

    /// tokenizer.json of Hugging Face's tokenizers: a BPE model with CLIP's end of words.
    mutating func readTokenizer() throws {
        var added: [Vocabulary.Entry] = []
        var isFound = false
        try read(tokensFile) { file, reader in
            try reader.object { reader, key in
                switch reader.text(key) {
                case "model":
                    isFound = true
                    try file.readModel(&reader)
                case "added_tokens": added = try Self.addedTokens(&reader)
                default: try reader.skipValue()
                }
            }
        }
        guard isFound else { throw TokenizerError.unsupported("model", found: "missing", expected: "BPE", tokensFile) }
        let known = Set(entries.map(\.id))
        entries += added.filter { !known.contains($0.id) }
    }

    private mutating func readModel(_ reader: inout JSONReader) throws {
        var endOfWord = "null"
        try reader.object { reader, key in
            switch reader.text(key) {
            case "type":
                let type = try reader.text()
                guard type == "BPE" else {
                    throw TokenizerError.unsupported("model.type", found: type, expected: "BPE", tokensFile)
                }
            case "end_of_word_suffix" where reader.isNext("\""): endOfWord = try reader.text()
            case "vocab" where reader.isNext("{"):
                try reader.object { reader, key in entries.append(.init(spelling: key, id: try reader.integer())) }
            case "merges": try reader.array { pairs.append(try Self.pair(&$0, pairs.count + 1, mergesFile)) }
            default: try reader.skipValue()
            }
        }
        guard endOfWord == "</w>" else {
            throw TokenizerError.unsupported("model.end_of_word_suffix", found: endOfWord, expected: "</w>", tokensFile)
        }
    }

    /// "left right" or ["left", "right"].
    private static func pair(_ reader: inout JSONReader, _ number: Int, _ file: URL) throws -> Pair {
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

    private static func addedTokens(_ reader: inout JSONReader) throws -> [Vocabulary.Entry] {
        var tokens: [Vocabulary.Entry] = []
        try reader.array { reader in
            var spelling: Range<Int>?
            var id: Int?
            try reader.object { reader, key in
                switch reader.text(key) {
                case "content": spelling = try reader.string()
                case "id": id = try reader.integer()
                default: try reader.skipValue()
                }
            }
            guard let spelling, let id else { throw reader.fault("content and id of an added token before this") }
            tokens.append(.init(spelling: spelling, id: id))
        }
        return tokens
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
