import Foundation

/// A path that is to be read as a dataset: what lies there, and what was asked of it.
struct DatasetPlace {
    /// A folder, a file, or a brace pattern of files.
    let path: FilePath
    let isFolder: Bool
    /// The folder, or the one that the file lies in.
    let folder: FilePath
    /// Of the folder; none for a file.
    let entries: FolderEntries
    /// What lies below the folder; in the archive where the place is one.
    var files: DatasetFiles
    private(set) var description: DatasetDescription
    /// The label column that was asked for.
    let labelColumn: String?
    /// How a table's rows name the images, as far as it was asked for.
    private let paths: TablePaths
    /// Made elsewhere: asked for, or named by dataset.toml.
    let embeddings: URL?
    private let known: KnownDatasetLibrary?
    let part: PartRequest?
    /// Of the folder that was asked for, where this is one below it.
    private var outerName: String?
    let progress: ScanProgress

    /// - Throws: `DatasetError`, `TOMLFile.Failure`
    init(
        _ path: FilePath, labelColumn: String? = nil, paths: TablePaths = TablePaths(), embeddings: URL? = nil,
        known: KnownDatasetLibrary? = nil, part: PartRequest? = nil, progress: ScanProgress
    ) throws {
        self.path = path
        self.part = part
        self.known = known
        self.labelColumn = labelColumn
        self.paths = paths
        self.progress = progress
        isFolder = try Self.isFolder(path)
        do {
            entries = isFolder ? try FolderEntries(of: path) : FolderEntries()
        } catch {
            throw DatasetError.unreadableFolder(path.url, reason: message(of: error))
        }
        let folder = isFolder ? path : FilePath(path.url.deletingLastPathComponent())
        var description = try DatasetDescription(in: folder.url)
        description.paths = paths.completed(by: description.paths)
        self.folder = folder
        files = DatasetFiles(in: folder)
        self.description = description
        self.embeddings = embeddings ?? description.embeddings.map { folder.appending($0).url }
    }

    /// - Throws: `DatasetError` where there is nothing at the path.
    static func isFolder(_ path: FilePath) throws -> Bool {
        if let status = path.status() { return status.st_mode & S_IFMT == S_IFDIR }
        if ShardPattern.isPattern(path.text) { return false }
        if let packaged = PackagedDataset(at: path) { throw DatasetError.notInstalled(packaged) }
        throw DatasetError.noSuchFolder(path.url)
    }

    var url: URL { path.url }

    /// What the dataset is called where it does not say: a folder's or file's name.
    var name: String {
        let file = path.url.lastPathComponent
        let stem =
            file.lowercased().hasSuffix(".tar.gz")
            ? String(file.dropLast(".tar.gz".count)) : path.url.deletingPathExtension().lastPathComponent
        // A snapshot in the hub's cache is called like its repository.
        let own = RepositoryName(snapshot: path.url)?.description ?? (isFolder ? file : stem)
        return description.name ?? outerName ?? own
    }

    /// A file below the folder, if it is there.
    func file(_ name: String) -> FilePath? {
        guard isFolder else { return nil }
        let file = path.appending(name)
        guard let status = file.status(), status.st_mode & S_IFMT == S_IFREG else { return nil }
        return file
    }

    /// This folder, or the one of a name in it, whichever holds what a data set consists of.
    /// - Parameter holds: asked with where a file of the folder is, nil where it is not there.
    func folder(orIn name: String, holds: ((String) -> FilePath?) -> Bool) -> FilePath? {
        if holds({ file($0) }) { return path }
        return holds { file("\(name)/\($0)") } ? path.appending(name) : nil
    }

    /// The only folder in this one as a place, where no images, tables or archives lie beside it.
    /// - Throws: `DatasetError`, `TOMLFile.Failure`
    func onlyFolder() throws -> DatasetPlace? {
        guard isFolder else { return nil }
        let folders = entries.folders.filter { !FolderName.isMachineMade(FilePath(bytes: $0).text) }
        guard folders.count == 1, let only = folders.first, !entries.files.contains(where: ImageFormat.lists) else {
            return nil
        }
        var inner: DatasetPlace
        do {
            inner = try DatasetPlace(
                path.appending(only), labelColumn: labelColumn, paths: paths, embeddings: embeddings, known: known,
                part: part, progress: progress)
        } catch DatasetError.unreadableFolder {
            return nil  // Told by whoever walks through all folders.
        }
        inner.outerName = name
        if inner.description.isEmpty { inner.description = description }
        return inner
    }

    /// The known data set that goes by this name, or by that of a folder on the way to its classes, where its classes are
    /// as many as these numbers call for.
    /// - Throws: what reading the known data sets throws.
    func known(numbers: some Sequence<Int>, folders: [String] = []) throws -> KnownDataset? {
        let labels = Set(numbers).sorted()
        guard let last = labels.last else { return nil }
        let repository = name.split(separator: "/").last.map(String.init)
        for name in [name, repository, path.url.lastPathComponent].compactMap({ $0 }) + folders {
            if let found = try known?.match(name: name, labels: labels.map(String.init)), last < found.classes.count {
                return found
            }
        }
        return nil
    }

    /// Whether a known data set has these class folders.
    func isKnown(_ folders: [String]) -> Bool {
        (try? known?.match(name: "", labels: folders)) != nil
    }

    /// The names of ImageNet's classes by their WordNet ids.
    var imageNetNames: [String: String] {
        guard let imageNet = try? known?.named("imagenet") else { return [:] }
        return Dictionary(zip(imageNet.folders, imageNet.classes), uniquingKeysWith: { first, _ in first })
    }
}
