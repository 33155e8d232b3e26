import Foundation

/// Fetches a model from a hub into the cache: the list of its files, its configuration, and its weights if the
/// configuration is one that can be read. What the cache has is not fetched again.
package struct ModelDownload {
    package enum Event: Sendable {
        /// Of a file's bytes, so many are here.
        case progress(TransferProgress)
        case finished(file: String)
        /// Another program fetches the same file.
        case waitingForAnother(file: String)
        /// Tries again after so many seconds.
        case retrying(reason: String, seconds: Double)
    }

    private let name: RepositoryName
    private let client: HubClient
    private let cache: HubCache
    private let isCancelled: @Sendable () -> Bool
    private let report: (Event) -> Void

    /// - Throws: `HubError.badName`, `HubError.badEndpoint`
    package init(
        _ name: String, settings: HubSettings, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping (Event) -> Void
    ) throws {
        guard let name = RepositoryName(name) else { throw HubError.badName(name) }
        self.name = name
        client = try HubClient(settings, isCancelled: isCancelled) { report(.retrying(reason: $0, seconds: $1)) }
        (cache, self.isCancelled, self.report) = (settings.cache, isCancelled, report)
    }

    /// - Returns: the snapshot, a model directory.
    /// - Throws: `HubError`, `CheckpointError` for a model that is not supported, `CancellationError`
    package func callAsFunction() throws -> URL {
        guard !client.settings.isOffline else {
            guard let snapshot = cache.snapshot(of: name), try ModelFacts(contentsOf: snapshot).isComplete else {
                throw HubError.offline(name)
            }
            return snapshot
        }
        let files = try list()
        guard !files.weights.isEmpty else { throw HubError.noModel(name) }
        let snapshot = cache.snapshot(of: name, commit: files.commit)
        for file in files.configuration {
            try fetch(file, files.commit, atMost: RepositoryFiles.mostOfConfiguration)
        }
        try check(snapshot, files)
        for file in files.weights { try fetch(file, files.commit) }
        try cache.setMain(of: name, to: files.commit)
        return snapshot
    }

    /// Whether the configuration can be read. What is not known by its hash is fetched again first.
    private func check(_ snapshot: URL, _ files: RepositoryFiles) throws {
        do {
            _ = try ModelFacts(contentsOf: snapshot)
        } catch {
            let unknown = files.configuration.filter { file in
                cache.blobName(of: file, in: snapshot).map { $0.kind == nil } ?? false
            }
            if unknown.isEmpty { throw error }
            for file in unknown {
                try cache.remove(file, of: name, in: snapshot)
                try fetch(file, files.commit, atMost: RepositoryFiles.mostOfConfiguration)
            }
            do {
                _ = try ModelFacts(contentsOf: snapshot)
            } catch {
                throw HubError.unreadable(
                    reason: message(of: error), files: unknown.map { snapshot.appending(path: $0) })
            }
        }
    }

    private func list() throws -> RepositoryFiles {
        var json = Data()
        let answer = try client.send(
            "GET", "api/models/\(name)/revision/main",
            receive: { _, data, isFirst in
                if isFirst { json.removeAll() }
                json += data
                guard json.count <= RepositoryFiles.mostOfList else {
                    throw HubError.tooLarge("\(name): the hub's list of its files", most: RepositoryFiles.mostOfList)
                }
            })
        try check(answer, missing: .notThere(name, endpoint: client.settings.endpoint))
        return try RepositoryFiles(json: json, url: answer.url.absoluteString)
    }

    /// - Parameter most: bytes that the file may have.
    private func fetch(_ file: String, _ commit: String, atMost most: Int = .max) throws {
        // A commit's files do not change, but disks fail.
        let snapshot = cache.snapshot(of: name, commit: commit)
        guard try !cache.isSound(file, of: name, in: snapshot, isCancelled) else { return }
        let path = "\(name)/resolve/\(commit)/\(file)"
        let head = try client.send("HEAD", path, followsToStorage: false)
        if !(300...399).contains(head.response.status) { try check(head, missing: .noFile(file, name)) }
        let remote = try RemoteFile(file, commit: commit, head)
        guard remote.size <= most else { throw HubError.tooLarge("\(name)/\(file)", most: most) }
        let blob = cache.blob(remote.etag, of: name)
        let lock = try FileLock(
            cache.lock(remote.etag, of: name), isCancelled: isCancelled,
            onWaiting: { report(.waitingForAnother(file: file)) })
        try withExtendedLifetime(lock) {
            if try !cache.isSound(blob, isCancelled) { try download(remote, path, to: blob) }
            try cache.link(file, of: name, commit: commit, to: remote.etag)
        }
        report(.finished(file: file))
    }

    private func download(_ file: RemoteFile, _ path: String, to blob: URL) throws {
        let incomplete = try IncompleteBlob(of: blob, size: file.size, isCancelled: isCancelled)
        if incomplete.size > file.size { try incomplete.clear() }
        var progress = TransferProgress(file: file.name, total: file.size, present: incomplete.size)
        func finish() throws { try incomplete.complete(blob, title: "\(name)/\(file.name)") }
        if incomplete.size < file.size {
            func get() throws -> HubClient.Answer {
                try client.send("GET", path, offset: { incomplete.size }) { response, data, isFirst in
                    if isFirst, try !goesOn(response, at: incomplete.size) { try incomplete.clear() }
                    try incomplete.append(data)
                    // More than was said is not waited for.
                    guard incomplete.size <= file.size else { return try finish() }
                    progress.reached(incomplete.size)
                    report(.progress(progress))
                }
            }
            var answer = try get()
            if answer.response.status == 416 {
                try incomplete.clear()
                answer = try get()
            }
            try check(answer, missing: .noFile(file.name, name))
        }
        try finish()
    }

    /// Whether a body begins at `offset` (206); one that begins at 0 (200) is the whole file again.
    private func goesOn(_ response: HTTPClient.Response, at offset: Int) throws -> Bool {
        guard response.status == 206 else { return offset == 0 }
        let range = response.header("Content-Range") ?? ""
        guard range.hasPrefix("bytes \(offset)-") else {
            throw HubError.malformedAnswer(
                url: "\(client.settings.endpoint)/\(name)",
                reason: "asked for bytes from \(offset), answers Content-Range \"\(range)\"")
        }
        return true
    }

    private func check(_ answer: HubClient.Answer, missing: HubError) throws {
        switch answer.response.status {
        case 200...299: return
        case 401 where answer.isHubs, 403 where answer.isHubs:
            throw HubError.refused(
                name, status: answer.response.status, hasToken: client.settings.token != nil, saying: answer.saying)
        case 404 where answer.isHubs: throw missing
        case let status:
            throw HubError.unexpectedStatus(status, url: answer.url.absoluteString, saying: answer.saying)
        }
    }
}
