import Foundation

/// Fetches a model from a hub into the cache: the list of its files, its configuration, and its weights if the
/// configuration is one that can be read. What the cache has is not fetched again.
package struct ModelDownload {
    private let repository: RepositoryDownload

    /// - Throws: `HubError.badName`, `HubError.badEndpoint`
    package init(
        _ name: String, settings: HubSettings, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping (TransferEvent) -> Void
    ) throws {
        guard let name = RepositoryName(name) else { throw HubError.badName(name) }
        repository = try RepositoryDownload(name, settings: settings, isCancelled: isCancelled, report: report)
    }

    private var name: RepositoryName { repository.name }
    private var cache: HubCache { repository.cache }

    /// - Returns: the snapshot, a model directory.
    /// - Throws: `HubError`, `CheckpointError` for a model that is not supported, `CancellationError`
    package func callAsFunction() throws -> URL {
        guard !repository.client.settings.isOffline else {
            guard let snapshot = cache.snapshot(of: name), try ModelFacts(contentsOf: snapshot).isComplete else {
                throw HubError.offline(name)
            }
            return snapshot
        }
        let files = try repository.list()
        guard !files.weights.isEmpty else { throw HubError.noModel(name) }
        let snapshot = cache.snapshot(of: name, commit: files.commit)
        for file in files.configuration {
            try repository.fetch(file, files.commit, atMost: RepositoryFiles.mostOfConfiguration)
        }
        try check(snapshot, files)
        for file in files.weights { try repository.fetch(file, files.commit) }
        try cache.set("main", of: name, to: files.commit)
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
                try repository.fetch(file, files.commit, atMost: RepositoryFiles.mostOfConfiguration)
            }
            do {
                _ = try ModelFacts(contentsOf: snapshot)
            } catch {
                throw HubError.unreadable(
                    reason: message(of: error), files: unknown.map { snapshot.appending(path: $0) })
            }
        }
    }
}
