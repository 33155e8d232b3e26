/// A token that stands for itself and is never taken apart.
enum SpecialToken: CaseIterable {
    case startOfText
    case endOfText

    var spelling: StaticString {
        switch self {
        case .startOfText: "<|startoftext|>"
        case .endOfText: "<|endoftext|>"
        }
    }

    var utf8: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: spelling.utf8Start, count: spelling.utf8CodeUnitCount)
    }

    /// The token that is spelled at `index`.
    init?(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) {
        guard utf8[index] == UInt8(ascii: "<") else { return nil }
        guard let found = Self.allCases.first(where: { utf8[index...].starts(with: $0.utf8) }) else { return nil }
        self = found
    }
}
