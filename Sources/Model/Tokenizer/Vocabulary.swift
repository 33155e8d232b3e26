/// Tokens and their ids, 0 to count - 1: the spellings in one buffer, and a hash table over them.
struct Vocabulary: Sendable {
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
    private var spellings: [Range<Int>]  // by id
    private var slots: [Int32]  // id, -1 where free

    var count: Int { spellings.count }

    /// - Parameter entries: in any order.
    /// - Throws: `Vocabulary.Fault` unless the ids are 0 to count - 1 and the tokens differ.
    init(_ entries: [Entry], in buffer: [UInt8]) throws {
        var bits = 4
        while 1 << bits < 2 * entries.count { bits += 1 }
        self.buffer = buffer
        spellings = Array(repeating: 0..<0, count: entries.count)
        slots = Array(repeating: -1, count: 1 << bits)
        var isTaken = Array(repeating: false, count: entries.count)
        for entry in entries {
            guard spellings.indices.contains(entry.id) else {
                throw Fault.idOutOfRange(entry.id, token: text(entry.spelling), count: count)
            }
            guard !isTaken[entry.id] else {
                throw Fault.repeatedID(entry.id, self[entry.id], text(entry.spelling))
            }
            let place = place(of: buffer[entry.spelling])
            guard slots[place] < 0 else { throw Fault.repeatedToken(text(entry.spelling)) }
            isTaken[entry.id] = true
            spellings[entry.id] = entry.spelling
            slots[place] = Int32(entry.id)
        }
    }

    subscript(id: Int) -> String { text(spellings[id]) }

    func id(of token: ArraySlice<UInt8>) -> Int? {
        let id = slots[place(of: token)]
        return id < 0 ? nil : Int(id)
    }

    func requiredID(of token: [UInt8]) throws -> Int {
        guard let id = id(of: token[...]) else { throw Fault.missingToken(String(decoding: token, as: UTF8.self)) }
        return id
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: buffer[range], as: UTF8.self)
    }

    /// Of the token, or of the free slot where it belongs.
    private func place(of token: ArraySlice<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
        for byte in token { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var place = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count - 1)
        while slots[place] >= 0, !buffer[spellings[Int(slots[place])]].elementsEqual(token) {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }
}
