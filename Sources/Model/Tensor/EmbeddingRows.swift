import CKernels
import COpenBLAS
import Foundation

/// Rows of equal length in a file that is mapped and not read: a vector file that grows, or a table of embeddings that
/// somebody else wrote. Rows are numbered from 0; what a row holds never changes once it was written and handed out.
package final class EmbeddingRows: Sendable {
    package enum Element: Sendable {
        case f32, f16

        package var stride: Int { self == .f32 ? 4 : 2 }
    }

    package enum Failure: Error, Equatable {
        case cannotOpen(String, reason: String)
        case tooShort(String, expected: Int, found: Int)
        case cannotWrite(String, reason: String)
    }

    package let dimension: Int
    package let element: Element
    private let name: String
    private let descriptor: Int32
    private let mappedBytes: Int
    /// The first row. The mapping reaches beyond the end of a file that grows: pages are there once they are written.
    private nonisolated(unsafe) let start: UnsafeRawPointer
    private nonisolated(unsafe) let mapping: UnsafeMutableRawPointer

    /// Rows written by others: `count` of them from byte `offset` on, in the machine's order.
    /// - Throws: `EmbeddingRows.Failure`
    package init(
        reading file: URL, offset: Int = 0, count: Int, dimension: Int, element: Element
    ) throws {
        name = file.path
        (self.dimension, self.element) = (dimension, element)
        do {
            descriptor = try FilePath(file).opened()
        } catch {
            throw Failure.cannotOpen(name, reason: message(of: error))
        }
        mappedBytes = offset + count * dimension * element.stride
        let found = Self.size(of: descriptor)
        guard found >= mappedBytes else {
            close(descriptor)
            throw Failure.tooShort(name, expected: mappedBytes, found: found)
        }
        guard let mapping = Self.map(descriptor, bytes: max(1, mappedBytes)) else {
            close(descriptor)
            throw Failure.cannotOpen(name, reason: Self.reason)
        }
        self.mapping = mapping
        start = UnsafeRawPointer(mapping) + offset
    }

    /// A file of f32 rows that grows; made where there is none.
    /// - Throws: `EmbeddingRows.Failure`
    package convenience init(growing file: URL, dimension: Int) throws {
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure.cannotOpen(file.path, reason: Self.reason) }
        try self.init(owning: descriptor, name: file.path, dimension: dimension)
    }

    /// Rows for this process alone, in a file without a name: their memory is the page cache's, not the program's. A few
    /// lie in memory that no disk stands behind, so that a full one does not matter.
    /// - Parameter expected: rows that there will be.
    /// - Throws: `EmbeddingRows.Failure`
    package static func temporary(dimension: Int, expecting expected: Int = .max) throws -> EmbeddingRows {
        let name = "temporary embeddings"
        if expected <= fewFloats / dimension {
            let path = "/clipscope-\(UInt64.random(in: .min ... .max))"
            let descriptor = shm_open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
            shm_unlink(path)
            if descriptor >= 0 { return try EmbeddingRows(owning: descriptor, name: name, dimension: dimension) }
        }
        var path = Array((NSTemporaryDirectory() + "/clipscope-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw Failure.cannotOpen(NSTemporaryDirectory(), reason: reason) }
        unlink(path)
        return try EmbeddingRows(owning: descriptor, name: name, dimension: dimension)
    }

    /// 32 MB: a container's shared memory has 64.
    private static let fewFloats = 8 << 20

    private init(owning descriptor: Int32, name: String, dimension: Int) throws {
        self.name = name
        self.descriptor = descriptor
        (self.dimension, element) = (dimension, .f32)
        var bytes = Self.room
        var mapping = Self.map(descriptor, bytes: bytes)
        while mapping == nil, bytes > 1 << 30 {
            bytes /= 2
            mapping = Self.map(descriptor, bytes: bytes)
        }
        guard let mapping else {
            close(descriptor)
            throw Failure.cannotOpen(name, reason: Self.reason)
        }
        mappedBytes = bytes
        self.mapping = mapping
        start = UnsafeRawPointer(mapping)
    }

    deinit {
        munmap(mapping, max(1, mappedBytes))
        close(descriptor)
    }

    /// Addresses, not memory: what a growing file may grow to.
    private static let room = 1 << 38

    private static func map(_ descriptor: Int32, bytes: Int) -> UnsafeMutableRawPointer? {
        let mapping = mmap(nil, bytes, PROT_READ, MAP_SHARED | MAP_NORESERVE, descriptor, 0)
        return mapping == MAP_FAILED ? nil : mapping
    }

    private static func size(of descriptor: Int32) -> Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    private static var reason: String { String(cString: strerror(errno)) }
}

extension EmbeddingRows {
    package var bytesPerRow: Int { dimension * element.stride }

    /// Whole rows that the file holds now.
    package var count: Int {
        (min(Self.size(of: descriptor), mappedBytes) - (start - UnsafeRawPointer(mapping))) / bytesPerRow
    }

    /// Copies a row as floats, `dimension` of them.
    package func copy(row: Int, to target: UnsafeMutablePointer<Float>) {
        let source = start + row * bytesPerRow
        switch element {
        case .f32: memcpy(target, source, bytesPerRow)
        case .f16: clip_from_half(source.assumingMemoryBound(to: UInt16.self), target, dimension)
        }
    }

    package subscript(row: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: dimension) { buffer, initialised in
            copy(row: row, to: buffer.baseAddress!)
            initialised = dimension
        }
    }

    func squaredLength(_ row: Int) -> Float {
        func square(_ values: UnsafePointer<Float>) -> Float { cblas_sdot(Int32(dimension), values, 1, values, 1) }
        return floats(from: row).map(square) ?? square(self[row])
    }

    /// The rows from `row` on in the file itself, where they are floats.
    func floats(from row: Int) -> UnsafePointer<Float>? {
        element == .f32 ? (start + row * bytesPerRow).assumingMemoryBound(to: Float.self) : nil
    }

    /// Writes rows one after another, the first as `row`. The file grows as needed; nothing is promised of a power cut
    /// before `synchronise`.
    /// - Parameter values: [rows, dimension]
    /// - Throws: `EmbeddingRows.Failure`
    package func write(_ values: ArraySlice<Float>, at row: Int) throws {
        precondition(element == .f32 && values.count % dimension == 0, "\(values.count) floats, rows of \(dimension)")
        try values.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let written = pwrite(
                    descriptor, bytes.baseAddress! + done, bytes.count - done, row * bytesPerRow + done)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw Failure.cannotWrite(name, reason: Self.reason) }
                done += written
            }
        }
    }

    /// Returns when what was written is on the disk.
    /// - Throws: `EmbeddingRows.Failure`
    package func synchronise() throws {
        guard fdatasync(descriptor) == 0 else { throw Failure.cannotWrite(name, reason: Self.reason) }
    }
}

extension EmbeddingRows.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotOpen(let name, let reason): "\(name): cannot be opened: \(reason)"
        case .tooShort(let name, let expected, let found):
            "\(name): ends after \(found) bytes, expected \(expected): the file is cut"
        case .cannotWrite(let name, let reason): "\(name): cannot be written: \(reason)"
        }
    }
}
