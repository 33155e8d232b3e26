import Foundation

/// A large tokenizer.json in a form that is read again in milliseconds: tokens one after the other, merges as ids. It lies
/// in the cache under the hash of the file that it was made of, with a hash of its own; where it is not as it was written,
/// the file is read again.
///
///     24 bytes   "clipscope tokenizer 1", zeros
///     16 bytes   XXH3-128 of all that follows
///      8 bytes   length of the head, then the head, JSON
///                lengths and ids of the tokens, merges (left, right, merged), scores, UTF-8 of the tokens
struct CompactTokenizer {
    let file: URL

    /// Files below this are read as fast from JSON.
    static let least = 2 << 20

    private static let magic = Data("clipscope tokenizer 1\0\0\0".utf8)

    private struct Head: Codable {
        let tokens: Int
        let merges: Int
        let scores: Int
        let strings: Int
        let added: [TokenizerFile.Added]
        let settings: [String: String]
        let parts: [String: [UInt8]]
    }

    /// - Returns: nil where nothing is kept of such files.
    init?(of source: URL, in known: (any FileHashes)?, least: Int = Self.least) {
        guard let known, let folder = known.folder, let fileVersion = FileVersion(path: source.path),
            fileVersion.size >= least,
            let hash = try? ContentHash(contentsOf: [source], known: known)
        else { return nil }
        file = folder.appending(path: "tokenizer-\(hash.hexadecimal).bin", directoryHint: .notDirectory)
    }

    // MARK: - Reading

    /// - Returns: nil where it is not there, or damaged.
    func read(for source: URL) -> TokenizerFile? {
        guard let mapped = try? MappedFile(file) else { return nil }
        return withExtendedLifetime(mapped) { Self.read(mapped.bytes, for: source) }
    }

    private static func read(_ bytes: UnsafeRawBufferPointer, for source: URL) -> TokenizerFile? {
        let start = magic.count + 16
        guard bytes.count > start + 8, bytes.prefix(magic.count).elementsEqual(magic),
            ContentHash(of: UnsafeRawBufferPointer(rebasing: bytes[start...]))
                .bytes.elementsEqual(bytes[magic.count..<start])
        else { return nil }
        let length = Int(bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        guard length <= bytes.count - start - 8,
            let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[start + 8..<start + 8 + length]))
        else { return nil }
        var rest = UnsafeRawBufferPointer(rebasing: bytes[(start + 8 + length)...])
        guard let lengths: [Int32] = rest.take(head.tokens), let ids: [Int32] = rest.take(head.tokens),
            let merges: [Int32] = rest.take(3 * head.merges), let scores: [Double] = rest.take(head.scores),
            let strings: [UInt8] = rest.take(head.strings), rest.isEmpty
        else { return nil }
        var tokenizer = TokenizerFile(file: source)
        var place = 0
        tokenizer.entries = zip(lengths, ids).map { length, id in
            defer { place += Int(length) }
            return Vocabulary.Entry(spelling: place..<place + Int(length), id: Int(id))
        }
        (tokenizer.merges, tokenizer.scores, tokenizer.strings) = (merges, scores, strings)
        (tokenizer.added, tokenizer.settings, tokenizer.parts) = (head.added, head.settings, head.parts)
        return tokenizer
    }

    // MARK: - Writing

    /// - Parameter merges: left, right and merged of each rank.
    /// - Throws: `AtomicWrite.Failure`
    func write(_ tokenizer: TokenizerFile, merges: [Int32]) throws {
        var strings: [UInt8] = []
        for entry in tokenizer.entries { strings += tokenizer.strings[entry.spelling] }
        let added = tokenizer.added.map { token in
            var token = token
            let start = strings.count
            strings += tokenizer.strings[token.content]
            token.content = start..<strings.count
            return token
        }
        let head = try JSONEncoder().encode(
            Head(
                tokens: tokenizer.entries.count, merges: merges.count / 3, scores: tokenizer.scores.count,
                strings: strings.count, added: added, settings: tokenizer.settings, parts: tokenizer.parts))
        var content = withUnsafeBytes(of: UInt64(head.count)) { Data($0) } + head
        tokenizer.entries.map { Int32($0.spelling.count) }.withUnsafeBytes { content.append(contentsOf: $0) }
        tokenizer.entries.map { Int32($0.id) }.withUnsafeBytes { content.append(contentsOf: $0) }
        merges.withUnsafeBytes { content.append(contentsOf: $0) }
        tokenizer.scores.withUnsafeBytes { content.append(contentsOf: $0) }
        content.append(contentsOf: strings)
        try AtomicWrite.write(Self.magic + ContentHash(of: content).bytes + content, to: file)
    }
}

extension UnsafeRawBufferPointer {
    /// The values at its beginning, which it is without from then on; nil where there are fewer.
    fileprivate mutating func take<Value>(_ count: Int) -> [Value]? {
        let (bytes, isTooMuch) = count.multipliedReportingOverflow(by: MemoryLayout<Value>.stride)
        guard count >= 0, !isTooMuch, bytes <= self.count else { return nil }
        let values = [Value](unsafeUninitializedCapacity: count) { buffer, initialised in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: .init(rebasing: self[..<bytes]))
            initialised = count
        }
        self = .init(rebasing: self[bytes...])
        return values
    }
}
