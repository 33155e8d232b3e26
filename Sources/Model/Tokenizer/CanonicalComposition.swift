import Foundation

/// Unicode's normalization form C. Swift 6.3's library takes only the low 16 bits of a scalar when it looks up a
/// composition, does not add a final consonant to a Hangul syllable, and makes syllables of old letters.
enum CanonicalComposition {
    static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.contains(where: { $0.value >= 0x300 }) else { return scalars }  // all below is composed
        var result: [Unicode.Scalar] = []
        var part = String.UnicodeScalarView()
        for scalar in scalars {
            if let last = part.last, let syllable = syllable(last, scalar) {
                part.removeLast()
                part.append(syllable)
                continue
            }
            if let last = part.last, composesWithNothing(behind: last, scalar) {
                result += String(part).precomposedStringWithCanonicalMapping.unicodeScalars
                part.removeAll()
            }
            part.append(scalar)
        }
        return result + String(part).precomposedStringWithCanonicalMapping.unicodeScalars
    }

    /// Of a syllable without a final consonant and a final consonant (Unicode, section 3.12).
    private static func syllable(_ open: Unicode.Scalar, _ final: Unicode.Scalar) -> Unicode.Scalar? {
        guard (0xAC00...0xD7A3).contains(open.value), (open.value - 0xAC00) % 28 == 0 else { return nil }
        guard (0x11A8...0x11C2).contains(final.value) else { return nil }
        return Unicode.Scalar(open.value + final.value - 0x11A7)
    }

    /// Where the library finds a composition, but none is: behind all of the higher planes but Indic scripts and
    /// musical notes, and beside old Hangul letters.
    private static func composesWithNothing(behind first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        switch (first.value, second.value) {
        case (0x10000..<0x11000, _), (0x11A00..<0x1D100, _), (0x1D200..., _):
            first.properties.canonicalCombiningClass == .notReordered
        case (0x1113...0x115F, _), (_, 0x1176...0x11A7), (_, 0x11C3...0x11FF): true
        default: false
        }
    }
}
