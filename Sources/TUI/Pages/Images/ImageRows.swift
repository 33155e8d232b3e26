/// The images of a list in their order, four bytes each.
package struct ImageRows: RandomAccessCollection, Equatable, Sendable {
    private let images: [Int32]

    package init(_ images: [Int32] = []) {
        self.images = images
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { images.count }

    package subscript(row: Int) -> Int { Int(images[row]) }

    /// Where an image is listed.
    package func firstIndex(of image: Int) -> Int? { images.firstIndex(of: Int32(image)) }
}

extension ImageRows: ExpressibleByArrayLiteral {
    package init(arrayLiteral images: Int...) {
        self.init(images.map(Int32.init))
    }
}

extension ImageRows {
    /// - Parameters:
    ///   - images: ascending.
    ///   - key: what the least of comes first; of equal ones the earlier image does.
    init(_ images: [Int32], by key: (Int) -> Float) {
        let keyed = images.map { UInt64(key(Int($0)).ascendingBits) << 32 | UInt64($0) }
        self.init(keyed.sortedByUpperHalf().map { Int32(truncatingIfNeeded: $0) })
    }
}

extension Float {
    /// As an unsigned number that is greater for a greater float.
    fileprivate var ascendingBits: UInt32 {
        sign == .minus ? ~bitPattern : bitPattern | 1 << 31
    }
}

extension [UInt64] {
    /// By the upper 32 bits, those that are equal there as they stood: three passes of 11 bits, the lowest first.
    fileprivate func sortedByUpperHalf() -> [UInt64] {
        var from = self
        var to = self
        for shift in [32, 43, 54] {
            func digit(_ key: UInt64) -> Int { Int(key >> UInt64(shift)) & 2047 }
            var places = [Int](repeating: 0, count: 2049)
            for key in from { places[digit(key) + 1] += 1 }
            for digit in 1..<2049 { places[digit] += places[digit - 1] }
            to.withUnsafeMutableBufferPointer { to in
                for key in from {
                    to[places[digit(key)]] = key
                    places[digit(key)] += 1
                }
            }
            swap(&from, &to)
        }
        return from
    }
}
