import Foundation

extension HubCache {
    /// The name of the blob that a snapshot's file is a link to; nil where it is none.
    func blobName(of file: String, in snapshot: URL) -> BlobName? {
        let link = snapshot.appending(path: file, directoryHint: .notDirectory).path
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link) else { return nil }
        return BlobName(URL(filePath: target).lastPathComponent)
    }

    /// Whether a snapshot's file is there and, where its blob's name is a hash, has that. One that has not is removed.
    /// - Throws: `HubError.cannotWrite`, `CancellationError`
    func isSound(_ file: String, of name: RepositoryName, in snapshot: URL, _ isCancelled: () -> Bool) throws -> Bool {
        let target = snapshot.appending(path: file, directoryHint: .notDirectory)
        guard FileManager.default.fileExists(atPath: target.path) else { return false }
        guard let blob = blobName(of: file, in: snapshot) else { return true }
        if try isSound(self.blob(blob.text, of: name), isCancelled) { return true }
        unlink(target.path)
        return false
    }

    /// Whether a blob is there and has the hash that is its name, if it is one. One that has not, or cannot be read, is
    /// removed.
    /// - Throws: `HubError.cannotWrite`, `CancellationError`
    func isSound(_ blob: URL, _ isCancelled: () -> Bool) throws -> Bool {
        guard let size = FileStamp(path: blob.path)?.size else { return false }
        let name = BlobName(blob.lastPathComponent)
        guard name.kind != nil else { return true }
        let digest = name.digest(size: Int(size))
        do {
            let descriptor = open(blob.path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw HubError.cannotRead(blob, reason: message(of: POSIXError.last)) }
            defer { close(descriptor) }
            try digest.update(from: descriptor, of: blob, isCancelled: isCancelled)
            if digest.finish() == name.text.lowercased() { return true }
        } catch is HubError {
            // Fetched again.
        }
        try remove(blob)
        return false
    }

    /// Removes a file of a snapshot with its blob.
    /// - Throws: `HubError.cannotWrite`
    func remove(_ file: String, of name: RepositoryName, in snapshot: URL) throws {
        if let blob = blobName(of: file, in: snapshot) { try remove(self.blob(blob.text, of: name)) }
        try remove(snapshot.appending(path: file, directoryHint: .notDirectory))
    }

    private func remove(_ file: URL) throws {
        try HubError.writing(file) {
            guard unlink(file.path) == 0 || errno == ENOENT else { throw POSIXError.last }
        }
    }
}
