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
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
        for byte in first { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for byte in second { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
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
