import Foundation

/// Many byte strings in one buffer: names of a million files in some tens of megabytes.
struct ByteStrings: RandomAccessCollection, Sendable {
    private var bytes: [UInt8] = []
    /// Where each string ends in `bytes`.
    private var ends: [Int] = []

    init() {}

    init(_ strings: some Sequence<[UInt8]>) {
        for string in strings { append(string) }
    }

    var startIndex: Int { 0 }
    var endIndex: Int { ends.count }

    subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

    /// The string as UTF-8; what is none is repaired.
    func text(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    mutating func append(_ string: some Sequence<UInt8>) {
        bytes.append(contentsOf: string)
        ends.append(bytes.count)
    }

    mutating func append(contentsOf strings: ByteStrings) {
        let start = bytes.count
        bytes.append(contentsOf: strings.bytes)
        ends.append(contentsOf: strings.ends.lazy.map { start + $0 })
    }

    /// Those at `indices`, in that order.
    func selecting(_ indices: some Sequence<Int>) -> ByteStrings {
        var selected = ByteStrings()
        for index in indices { selected.append(self[index]) }
        return selected
    }

    /// The indices in ascending order of the strings' bytes, equal ones in the order they stand in.
    func order() -> [Int] {
        bytes.withUnsafeBytes { buffer in
            func isBefore(_ left: Int, _ right: Int) -> Bool {
                let (a, b) = (range(left), range(right))
                let common = Swift.min(a.count, b.count)
                let order =
                    common == 0
                    ? 0 : memcmp(buffer.baseAddress! + a.lowerBound, buffer.baseAddress! + b.lowerBound, common)
                return order != 0 ? order < 0 : a.count != b.count ? a.count < b.count : left < right
            }
            return indices.sorted(by: isBefore)
        }
    }

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}
