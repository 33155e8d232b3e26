import Foundation

/// BLOB.incomplete: the beginning of a blob, which grows at its end and becomes the blob when all of it is there.
final class IncompleteBlob {
    private let file: URL
    private let descriptor: Int32
    private(set) var size = 0
    private let name: BlobName
    private let expected: Int
    private var hash: Digest

    /// Takes over what an earlier attempt left.
    /// - Parameter size: that the blob will have.
    /// - Throws: `HubError.cannotWrite`, `CancellationError`
    init(of blob: URL, size: Int, isCancelled: () -> Bool) throws {
        name = BlobName(blob.lastPathComponent)
        expected = size
        hash = name.digest(size: size)
        let file = URL(filePath: blob.path + ".incomplete", directoryHint: .notDirectory)
        self.file = file
        descriptor = try HubError.writing(file) {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let descriptor = open(file.path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw POSIXError.last }
            return descriptor
        }
        var found = 0
        try hash.update(from: descriptor, of: file, isCancelled: isCancelled) { found += $0 }
        self.size = found
    }

    deinit { close(descriptor) }

    /// Takes no more than the blob may have, and one byte, by which `complete` knows.
    /// - Throws: `HubError.cannotWrite`
    func append(_ data: Data) throws {
        try HubError.writing(file) {
            try data.prefix(max(0, expected + 1 - size)).withUnsafeBytes { bytes in
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
        hash = name.digest(size: expected)
    }

    /// Checks size and, where its name is one, hash; what is wrong is deleted, what is right becomes the blob.
    /// - Parameter title: what errors call it.
    /// - Throws: `HubError`
    func complete(_ blob: URL, title: String) throws {
        guard size == expected else {
            unlink(file.path)
            throw HubError.wrongSize(file: title, expected: expected, found: size)
        }
        let found = hash.finish()
        guard let kind = name.kind, found != name.text.lowercased() else { return try rename(to: blob) }
        unlink(file.path)
        throw HubError.wrongHash(file: title, kind: kind.rawValue, expected: name.text, found: found)
    }

    private func rename(to blob: URL) throws {
        try HubError.writing(blob) {
            guard fsync(descriptor) == 0, Foundation.rename(file.path, blob.path) == 0 else { throw POSIXError.last }
        }
    }
}
