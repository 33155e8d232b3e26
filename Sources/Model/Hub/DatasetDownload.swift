import Foundation

/// Fetches a dataset from a hub into the cache: its Parquet files, tar shards or images; where it has none, what the hub
/// converted it to.
package struct DatasetDownload {
    /// Where a hub puts the Parquet files that it made of a dataset.
    static let converted = "refs/convert/parquet"

    /// What of a dataset is wanted; nil is all, or what the repository has first.
    package struct Part: Sendable {
        package var split: String?
        package var revision: String?
        package var configuration: String?

        package init(split: String? = nil, revision: String? = nil, configuration: String? = nil) {
            (self.split, self.revision, self.configuration) = (split, revision, configuration)
        }
    }

    private let repository: RepositoryDownload
    private let part: Part

    /// - Throws: `HubError.badName`, `HubError.badEndpoint`
    package init(
        _ name: String, _ part: Part = Part(), settings: HubSettings, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping (TransferEvent) -> Void
    ) throws {
        guard let name = RepositoryName(name, .dataset) else { throw HubError.badName(name) }
        repository = try RepositoryDownload(name, settings: settings, isCancelled: isCancelled, report: report)
        self.part = part
    }

    private var name: RepositoryName { repository.name }
    private var cache: HubCache { repository.cache }

    /// - Returns: the snapshot.
    /// - Throws: `HubError`, `CancellationError`
    package func callAsFunction() throws -> URL {
        guard !repository.client.settings.isOffline else {
            let revision = part.revision.flatMap { cache.commit(of: $0, name) ?? $0 }
            let snapshots = cache.snapshots(of: name).filter { revision == nil || $0.lastPathComponent == revision }
            guard let snapshot = snapshots.first(where: DatasetCatalogue.holdsData) else {
                throw HubError.offline(name)
            }
            return snapshot
        }
        var (revision, files, choice) = try find()
        if let configuration = part.configuration ?? Self.first(choice.configurations) {
            guard choice.configurations.contains(configuration), choice.take(configuration: configuration) else {
                throw HubError.noPart(
                    configuration, role: "configuration", name, known: choice.configurations)
            }
            if part.configuration == nil {
                let others = choice.configurations.filter { $0 != configuration }
                repository.report(
                    .chose("\(name): takes \(configuration); --config takes another: \(listing(others))"))
            }
        }
        let splits = choice.splits
        if let split = part.split, !choice.take(split: split) {
            throw HubError.noPart(split, role: "split", name, known: splits)
        }
        for file in choice.files { try repository.fetch(file, files.commit) }
        if revision != files.commit { try cache.set(revision, of: name, to: files.commit) }
        return cache.snapshot(of: name, commit: files.commit)
    }

    /// Where the data are: in the branch that was asked for, else in main, else converted. Pictures one by one are
    /// fetched where nothing else is there.
    private func find() throws -> (revision: String, RepositoryFiles, DatasetFileChoice) {
        let revision = part.revision ?? "main"
        let files = try repository.list(revision)
        let own = DatasetFileChoice(files.all)
        if let own, own.kind != .images || part.revision != nil { return (revision, files, own) }
        if part.revision == nil {
            do {
                let files = try repository.list(Self.converted)
                if let choice = DatasetFileChoice(files.all) { return (Self.converted, files, choice) }
            } catch HubError.notThere {
                // Not every dataset can be converted.
            }
        }
        guard let own else { throw HubError.noData(name) }
        return (revision, files, own)
    }

    private static func first(_ configurations: [String]) -> String? {
        configurations.contains("default") ? "default" : configurations.first
    }
}
