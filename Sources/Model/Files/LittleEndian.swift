/// Numbers as most files have them: the lowest byte first.
enum LittleEndian {
    /// - Parameter bytes: as many as the number has.
    static func number<Number: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>, as type: Number.Type) -> Number {
        precondition(bytes.count == MemoryLayout<Number>.size)
        return Number(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: Number.self) })
    }
}
