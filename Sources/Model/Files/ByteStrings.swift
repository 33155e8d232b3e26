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

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    mutating func append(_ string: some Sequence<UInt8>) {
        extend(string)
        end()
    }

    /// Puts bytes behind those of the string that is being built.
    mutating func extend(_ part: some Sequence<UInt8>) { bytes.append(contentsOf: part) }

    /// Ends the string that is being built.
    mutating func end() { ends.append(bytes.count) }

    /// Keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }
}

extension ByteStrings {
    /// The string as UTF-8; what is none is repaired.
    func text(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    /// Those at `indices`, in that order.
    func selecting(_ indices: some Sequence<Int>) -> ByteStrings {
        var selected = ByteStrings()
        for index in indices { selected.append(self[index]) }
        return selected
    }

    /// The indices in ascending order of the strings' bytes, equal ones in the order they stand in.
    func order() -> [Int] {
        bytes.withUnsafeBytes { buffer in
            ends.withUnsafeBufferPointer { ends in
                func start(_ index: Int) -> Int { index == 0 ? 0 : ends[index - 1] }
                return indices.sorted { left, right in
                    let (a, b) = (start(left), start(right))
                    let (aCount, bCount) = (ends[left] - a, ends[right] - b)
                    let common = Swift.min(aCount, bCount)
                    // An empty buffer has no address.
                    let order = common == 0 ? 0 : memcmp(buffer.baseAddress! + a, buffer.baseAddress! + b, common)
                    return order != 0 ? order < 0 : aCount != bCount ? aCount < bCount : left < right
                }
            }
        }
    }
}
