import Foundation

/// The pictures of an Arrow file, read where they lie.
struct ArrowPictures: ColumnPictures {
    let batches: [ArrowFile.Batch]
    let column: ArrowColumn

    var rows: [Int] { batches.map(\.rows) }

    private func offsets(part: Int) throws -> ArrowOffsets {
        try ArrowOffsets(
            column, wide: column.kind == .bytes(wide: true), rows: batches[part].rows,
            bytes: batches[part].buffers[column.buffer + 1].count)
    }

    /// Whether a batch has room for its rows.
    /// - Throws: `ArrowFile.Failure`
    func check(part: Int) throws { _ = try offsets(part: part) }

    func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data {
        let place = try place(part: part, row: row, read: read)
        return Data(try read(place.lowerBound, place.count))
    }

    func count(part: Int, row: Int, read: ReadBytes) throws -> Int {
        try place(part: part, row: row, read: read).count
    }

    /// In the file.
    /// - Throws: `MissingPicture`, `ArrowFile.Failure`, and what `read` throws.
    private func place(part: Int, row: Int, read: ReadBytes) throws -> Range<Int> {
        let buffers = batches[part].buffers
        for validity in column.validity.map({ buffers[$0] }) where !validity.isEmpty {
            guard row / 8 < validity.count else { throw ArrowFile.short(column) }
            guard try read(validity.lowerBound + row / 8, 1)[0] >> UInt8(row % 8) & 1 == 1 else {
                throw MissingPicture()
            }
        }
        let offsets = try offsets(part: part)
        let places = offsets.places(of: row)
        let data = buffers[column.buffer + 2]
        let range = try offsets.range(
            read(buffers[column.buffer + 1].lowerBound + places.lowerBound, places.count)[...], within: data.count)
        guard !range.isEmpty else { throw MissingPicture() }
        return data.lowerBound + range.lowerBound..<data.lowerBound + range.upperBound
    }
}

/// Where the values of a column of texts or bytes begin and end: one number more than there are rows.
struct ArrowOffsets {
    private let size: Int

    /// - Parameter bytes: that there are of them.
    /// - Throws: `ArrowFile.Failure` where they are too few.
    init(_ column: ArrowColumn, wide: Bool, rows: Int, bytes: Int) throws {
        size = wide ? 8 : 4
        guard rows == 0 || rows < bytes / size else { throw ArrowFile.short(column) }
    }

    /// The bytes of a row's two numbers.
    func places(of row: Int) -> Range<Int> { row * size..<(row + 2) * size }

    /// - Throws: `ArrowFile.Failure`
    func range(_ pair: ArraySlice<UInt8>, within count: Int) throws -> Range<Int> {
        func number(_ bytes: ArraySlice<UInt8>) -> Int {
            size == 8
                ? Int(LittleEndian.number(bytes, as: Int64.self)) : Int(LittleEndian.number(bytes, as: Int32.self))
        }
        let (start, end) = (number(pair.prefix(size)), number(pair.suffix(size)))
        guard start >= 0, start <= end, end <= count else {
            throw ArrowFile.Failure.malformed("a value lies outside of its batch")
        }
        return start..<end
    }
}
