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
