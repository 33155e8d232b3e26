/// Tokens and their ids, 0 to count - 1: the spellings in one buffer, and a hash table over them.
final class Vocabulary: Sendable {
    enum Fault: Error {
        case repeatedToken(String)
        case repeatedID(Int, String, String)
        case idOutOfRange(Int, token: String, count: Int)
        case missingToken(String)
    }

    struct Entry {
        /// Of the token's UTF-8 in the buffer.
        let spelling: Range<Int>
        let id: Int
    }

    private let buffer: [UInt8]
    private let spellings: [Range<Int>]  // by id
    private let table: TokenTable
    /// Bytes of the longest token.
    private let longest: Int

    var count: Int { spellings.count }

    /// - Parameter entries: in any order.
    /// - Throws: `Vocabulary.Fault` unless the ids are 0 to count - 1 and the tokens differ.
    init(_ entries: [Entry], in buffer: [UInt8]) throws {
        let text = { (range: Range<Int>) in String(decoding: buffer[range], as: UTF8.self) }
        var spellings = [Range<Int>?](repeating: nil, count: entries.count)
        for entry in entries {
            guard spellings.indices.contains(entry.id) else {
                throw Fault.idOutOfRange(entry.id, token: text(entry.spelling), count: entries.count)
            }
            if let other = spellings[entry.id] {
                throw Fault.repeatedID(entry.id, text(other), text(entry.spelling))
            }
            spellings[entry.id] = entry.spelling
        }
        let byID = spellings.compactMap { $0 }
        var table = TokenTable(capacity: entries.count)
        let repeated = buffer.withUnsafeBufferPointer { buffer in
            byID.indices.first { !table.insert($0, spellings: byID, in: buffer) }
        }
        if let repeated { throw Fault.repeatedToken(text(byID[repeated])) }
        self.buffer = buffer
        self.spellings = byID
        self.table = table
        longest = byID.map(\.count).max() ?? 0
    }

    subscript(id: Int) -> String { String(decoding: buffer[spellings[id]], as: UTF8.self) }

    /// The id of the token that the two parts make together.
    func id(of first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8> = []) -> Int? {
        buffer.withUnsafeBufferPointer { buffer in
            first.withUnsafeBufferPointer { first in
                second.withUnsafeBufferPointer { table.id(of: first, $0, spellings: spellings, in: buffer) }
            }
        }
    }

    /// Calls `body` with each token that the text goes on with at a place, the shortest first.
    func forEachToken(beginning text: [UInt8], at place: Int, _ body: (_ id: Int, _ length: Int) -> Void) {
        buffer.withUnsafeBufferPointer { buffer in
            text.withUnsafeBufferPointer { text in
                let rest = UnsafeBufferPointer(rebasing: text[place..<min(text.count, place + longest)])
                table.forEachToken(beginning: rest, spellings: spellings, in: buffer, body)
            }
        }
    }

    func requiredID(of token: [UInt8]) throws -> Int {
        guard let id = id(of: token[...]) else { throw Fault.missingToken(String(decoding: token, as: UTF8.self)) }
        return id
    }
}

/// Ids by the hash of their tokens: open addressing with linear probing, at most half full.
private struct TokenTable {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    private var slots: [Int32]  // id, -1 where free

    init(capacity: Int) {
        var count = 16
        while count < 2 * capacity { count *= 2 }
        slots = Array(repeating: -1, count: count)
    }

    func id(of first: Bytes, _ second: Bytes, spellings: [Range<Int>], in buffer: Bytes) -> Int? {
        let id = slots[place(of: first, second, spellings, buffer)]
        return id < 0 ? nil : Int(id)
    }

    func forEachToken(
        beginning text: Bytes, spellings: [Range<Int>], in buffer: Bytes, _ body: (_ id: Int, _ length: Int) -> Void
    ) {
        var hash = Self.emptyHash
        for end in 1..<max(1, text.count + 1) {
            hash = Self.hash(hash, text[end - 1])
            // Tokens are whole characters.
            if end < text.count, text[end] & 0xC0 == 0x80 { continue }
            let token = Bytes(rebasing: text[..<end])
            let id = slots[place(of: token, Bytes(rebasing: token[..<0]), hash, spellings, buffer)]
            if id >= 0 { body(Int(id), end) }
        }
    }

    /// - Returns: false where the token is there already.
    mutating func insert(_ id: Int, spellings: [Range<Int>], in buffer: Bytes) -> Bool {
        let token = Bytes(rebasing: buffer[spellings[id]])
        let place = place(of: token, Bytes(rebasing: token[..<0]), spellings, buffer)
        guard slots[place] < 0 else { return false }
        slots[place] = Int32(id)
        return true
    }

    /// Of the token, or of the free slot where it belongs.
    private func place(of first: Bytes, _ second: Bytes, _ spellings: [Range<Int>], _ buffer: Bytes) -> Int {
        var hash = Self.emptyHash
        for byte in first { hash = Self.hash(hash, byte) }
        for byte in second { hash = Self.hash(hash, byte) }
        return place(of: first, second, hash, spellings, buffer)
    }

    /// FNV-1a
    private static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

    private func place(
        of first: Bytes, _ second: Bytes, _ hash: UInt64, _ spellings: [Range<Int>], _ buffer: Bytes
    ) -> Int {
        var place = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
        while slots[place] >= 0 {
            let range = spellings[Int(slots[place])]
            let split = range.lowerBound + first.count
            if range.count == first.count + second.count, buffer[range.lowerBound..<split].elementsEqual(first),
                buffer[split..<range.upperBound].elementsEqual(second)
            {
                break
            }
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }
}
