import Foundation

/// The replacements that sentencepiece compiles into a model (src/normalizer.cc): a double array (Darts) of what is
/// replaced, and the replacements one after the other, each with a zero behind it.
struct CharacterMap: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    /// - Parameter compiled: the size of the double array in bytes (little endian), the array, the replacements.
    /// - Returns: nil where the sizes do not fit.
    init?(compiled: Data) {
        guard compiled.count >= 4 else { return nil }
        let bytes = [UInt8](compiled)
        func word(_ place: Int) -> UInt32 {
            UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
                | UInt32(bytes[place + 3]) << 24
        }
        let size = Int(word(0))
        guard size >= 1024, size % 4 == 0, size <= bytes.count - 4 else { return nil }
        units = (0..<size / 4).map { word(4 + 4 * $0) }
        replacements = Array(bytes[(4 + size)...])
    }

    /// As Hugging Face's library does it (spm_precompiled): a grapheme of less than six bytes is replaced whole by what
    /// its shortest beginning stands for, else scalar by scalar.
    func replacedByGraphemes(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for grapheme in String(text) {
            if grapheme.utf8.count < 6, let (replacement, _) = first(of: Array(grapheme.utf8)) {
                result += replacement
                continue
            }
            for scalar in grapheme.unicodeScalars {
                if let (replacement, _) = first(of: Array(String(scalar).utf8)) {
                    result += replacement
                } else {
                    result.append(scalar)
                }
            }
        }
        return result
    }

    /// As sentencepiece does it: at each place the longest that is known.
    func replacedByLongest(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let utf8 = Array(String(text).utf8)
        var result: [UInt8] = []
        var place = 0
        while place < utf8.count {
            if let match = matches(utf8[place...]).last {
                result += String(replacement(at: match.value)).utf8
                place += match.length
            } else {
                let length = UTF8.width(ofLead: utf8[place])
                result += utf8[place..<min(place + length, utf8.count)]
                place += length
            }
        }
        return Array(String(decoding: result, as: UTF8.self).unicodeScalars)
    }

    private func first(of utf8: [UInt8]) -> (replacement: [Unicode.Scalar], length: Int)? {
        matches(utf8[...]).first.map { (replacement(at: $0.value), $0.length) }
    }

    private func replacement(at place: Int) -> [Unicode.Scalar] {
        guard place < replacements.count else { return [] }
        let bytes = replacements[place...].prefix { $0 != 0 }
        return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    }

    /// The beginnings that are known, the shortest first. The layout of a unit is darts-clone's (darts.h).
    private func matches(_ key: ArraySlice<UInt8>) -> [(value: Int, length: Int)] {
        var found: [(value: Int, length: Int)] = []
        var node = Self.offset(units[0])
        for (index, byte) in key.enumerated() {
            if byte == 0 { break }
            node ^= Int(byte)
            guard node < units.count, units[node] & 0x8000_00FF == UInt32(byte) else { break }
            let unit = units[node]
            node ^= Self.offset(unit)
            guard node < units.count else { break }
            if unit >> 8 & 1 == 1 { found.append((Int(units[node] & 0x7FFF_FFFF), index + 1)) }
        }
        return found
    }

    private static func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 1 << 9) >> 6) }
}

extension UTF8 {
    static func width(ofLead byte: UInt8) -> Int { byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }
}
