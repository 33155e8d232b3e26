import Foundation

/// The cache that huggingface_hub and all that builds on it share:
///
///     models--ORG--NAME/blobs/ETAG                  a file's content
///     models--ORG--NAME/blobs/ETAG.incomplete       as much of it as has come
///     models--ORG--NAME/refs/main                   the commit of a branch
///     models--ORG--NAME/snapshots/COMMIT/FILE       a relative link to the blob; FILE may lie in folders
///     .locks/models--ORG--NAME/ETAG.lock            held with flock while the blob is fetched
///     datasets--ORG--NAME/...                       the same of a dataset
package struct HubCache: Sendable {
    package let folder: URL

    package init(folder: URL) {
        self.folder = folder.standardizedFileURL
    }

    /// Those that have a folder, in the order of their names.
    package func repositories(_ kind: RepositoryName.Kind) -> [RepositoryName] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.compactMap(RepositoryName.init(folder:)).filter { $0.kind == kind }
            .sorted { $0.description < $1.description }
    }

    /// The snapshot that the branch main leads to, else the one that changed last; nil where there is none.
    package func snapshot(of name: RepositoryName) -> URL? { snapshots(of: name).first }

    /// That of the branch main, then the others, the one that changed last first.
    func snapshots(of name: RepositoryName) -> [URL] {
        let snapshots = repository(name).appending(path: "snapshots", directoryHint: .isDirectory)
        let keys: Set<URLResourceKey> = [.contentModificationDateKey]
        let all = try? FileManager.default.contentsOfDirectory(at: snapshots, includingPropertiesForKeys: Array(keys))
        let dated = (all ?? []).filter { Self.isCommit($0.lastPathComponent) }.map { snapshot in
            (snapshot, (try? snapshot.resourceValues(forKeys: keys))?.contentModificationDate ?? .distantPast)
        }
        let main = commit(of: "main", name)
        return dated.sorted { $0.1 > $1.1 }.map(\.0).sorted {
            $0.lastPathComponent == main && $1.lastPathComponent != main
        }
    }

    /// That a branch leads to.
    func commit(of revision: String, _ name: RepositoryName) -> String? {
        let commit = try? String(contentsOf: reference(revision, name), encoding: .utf8)
        return commit.flatMap { Self.isCommit($0) ? $0 : nil }
    }

    private func reference(_ revision: String, _ name: RepositoryName) -> URL {
        repository(name).appending(path: "refs/\(revision)", directoryHint: .notDirectory)
    }

    func repository(_ name: RepositoryName) -> URL {
        folder.appending(path: name.folder, directoryHint: .isDirectory)
    }

    func snapshot(of name: RepositoryName, commit: String) -> URL {
        repository(name).appending(path: "snapshots/\(commit)", directoryHint: .isDirectory)
    }

    func blob(_ etag: String, of name: RepositoryName) -> URL {
        repository(name).appending(path: "blobs/\(etag)", directoryHint: .notDirectory)
    }

    func lock(_ etag: String, of name: RepositoryName) -> URL {
        folder.appending(path: ".locks/\(name.folder)/\(etag).lock", directoryHint: .notDirectory)
    }

    /// Makes a blob a file of a snapshot; at once, as a reader sees it.
    /// - Parameter file: a plain name, or one in a folder.
    /// - Throws: `HubError.cannotWrite`
    func link(_ file: String, of name: RepositoryName, commit: String, to etag: String) throws {
        let snapshot = snapshot(of: name, commit: commit)
        let target = snapshot.appending(path: file, directoryHint: .notDirectory)
        let folder = target.deletingLastPathComponent()
        let temporary = folder.appending(
            path: ".\(target.lastPathComponent).\(getpid())", directoryHint: .notDirectory)
        let up = String(repeating: "../", count: 2 + file.count { $0 == "/" })
        try HubError.writing(target) {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            unlink(temporary.path)
            guard symlink("\(up)blobs/\(etag)", temporary.path) == 0 else { throw POSIXError.last }
            guard rename(temporary.path, target.path) == 0 else { throw POSIXError.last }
        }
    }

    /// Lets a branch lead to a commit.
    /// - Throws: `HubError.cannotWrite`, `AtomicWrite.Failure`
    func set(_ revision: String, of name: RepositoryName, to commit: String) throws {
        let file = reference(revision, name)
        try HubError.writing(file) {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        try AtomicWrite.write(commit, to: file)
    }

    /// 40 hexadecimal digits.
    static func isCommit(_ text: String) -> Bool { isHexadecimal(text, digits: 40) }

    static func isHexadecimal(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

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
        guard let size = FileVersion(path: blob.path)?.size else { return false }
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
