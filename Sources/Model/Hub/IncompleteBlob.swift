import Foundation

/// BLOB.incomplete: the beginning of a blob, which grows at its end and becomes the blob when all of it is there.
final class IncompleteBlob {
    private let file: URL
    private let descriptor: Int32
    private(set) var size = 0
    private var hash = SHA256()

    /// Takes over what an earlier attempt left.
    /// - Throws: `HubError.cannotWrite`
    init(of blob: URL) throws {
        let file = URL(filePath: blob.path + ".incomplete", directoryHint: .notDirectory)
        self.file = file
        descriptor = try HubError.writing(file) {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let descriptor = open(file.path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw POSIXError.last }
            return descriptor
        }
        try HubError.writing(file) { try readWhatIsThere() }
    }

    deinit { close(descriptor) }

    private func readWhatIsThere() throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw POSIXError.last
            }
            if count == 0 { return }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            size += count
        }
    }

    /// - Throws: `HubError.cannotWrite`
    func append(_ data: Data) throws {
        try HubError.writing(file) {
            try data.withUnsafeBytes { bytes in
                // What is counted is what the disk took, so that the next attempt goes on from there.
                try bytes.writeAll(to: descriptor) { part in
                    hash.update(part)
                    size += part.count
                }
            }
        }
    }

    /// Begins anew.
    /// - Throws: `HubError.cannotWrite`
    func clear() throws {
        try HubError.writing(file) {
            guard ftruncate(descriptor, 0) == 0 else { throw POSIXError.last }
        }
        size = 0
        hash = SHA256()
    }

    /// Checks size and, where its name is one, SHA-256; what is wrong is deleted, what is right becomes the blob.
    /// - Parameter name: what errors call it.
    /// - Throws: `HubError`
    func complete(_ blob: URL, size expected: Int, name: String) throws {
        let etag = blob.lastPathComponent
        guard size == expected else {
            unlink(file.path)
            throw HubError.wrongSize(file: name, expected: expected, found: size)
        }
        let found = hash.finish()
        guard !HubCache.isHexadecimal(etag, digits: 64) || found == etag.lowercased() else {
            unlink(file.path)
            throw HubError.wrongHash(file: name, expected: etag, found: found)
        }
        try HubError.writing(blob) {
            guard fsync(descriptor) == 0, rename(file.path, blob.path) == 0 else { throw POSIXError.last }
        }
    }
}
