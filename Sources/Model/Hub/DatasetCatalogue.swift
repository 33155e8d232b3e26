import Foundation

/// The datasets that are here: the sample, and those of the hub's cache.
package struct DatasetCatalogue: Sendable {
    package struct Entry: Sendable {
        /// What --dataset takes: "sample", "zh-plus/tiny-imagenet".
        package let name: String
        package let location: URL
        package let files: Int
        /// Of these files.
        package let bytes: Int
        /// Whether there is something in it that may be read.
        package let holdsData: Bool
    }

    package static let sample = "sample"

    package enum Failure: Error, Equatable {
        case unknown(String, path: String)
    }

    private let home: Home
    private let cache: HubCache

    package init(home: Home, cache: HubCache) {
        (self.home, self.cache) = (home, cache)
    }

    /// Read anew each time it is asked for.
    package var entries: [Entry] {
        [entry(Self.sample, home.photos)]
            + cache.repositories(.dataset).compactMap { name in
                snapshot(of: name).map { entry(name.description, $0) }
            }
    }

    private func entry(_ name: String, _ location: URL) -> Entry {
        let files = Self.files(in: location)
        let bytes = files.reduce(0) { $0 + (FileVersion(path: $1).map { Int($0.size) } ?? 0) }
        return Entry(
            name: name, location: location, files: files.count, bytes: bytes,
            holdsData: files.contains(where: Self.isData)
        )
    }

    /// A dataset as people name it: a path, a name that `Home` knows, or a repository in the cache.
    /// - Throws: `DatasetCatalogue.Failure` for the name of a repository that is not there.
    package func location(of name: String, in directory: URL) throws -> URL {
        let path = home.dataset(named: name, in: directory)
        guard name.contains("/"), let repository = RepositoryName(name, .dataset),
            !FileManager.default.fileExists(atPath: path.path)
        else { return path }
        guard let snapshot = snapshot(of: repository) else { throw Failure.unknown(name, path: path.path) }
        return snapshot
    }

    /// The first that holds data: another program may have fetched the README alone.
    private func snapshot(of name: RepositoryName) -> URL? {
        let all = cache.snapshots(of: name)
        return all.first(where: Self.holdsData) ?? all.first
    }

    static func holdsData(_ snapshot: URL) -> Bool { files(in: snapshot).contains(where: isData) }

    private static func isData(_ file: String) -> Bool {
        [".parquet", ".tar", ".arrow", ".zip", ".gz", ".tgz"].contains(where: file.hasSuffix)
            || ImageFormat.lists(Array(file.utf8)[...])
    }

    private static func files(in folder: URL) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return all.map { folder.path + "/" + $0 }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }
}

extension DatasetCatalogue.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let name, let path):
            "\(path): no such directory, and no \(name) in the hub's cache; `clipscope pull --dataset \(name)` fetches it"
        }
    }
}
