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
    let description: DatasetDescription
    /// The labelling that was asked for.
    let labelColumn: String?
    /// Made elsewhere: asked for, or named by dataset.toml.
    let embeddings: URL?
    private let known: KnownDatasetLibrary?
    let progress: ScanProgress

    /// - Throws: `DatasetError`, `TOMLFile.Failure`
    init(
        _ path: FilePath, labelColumn: String? = nil, embeddings: URL? = nil, known: KnownDatasetLibrary? = nil,
        progress: ScanProgress
    ) throws {
        self.path = path
        self.known = known
        self.labelColumn = labelColumn
        self.progress = progress
        isFolder = try Self.isFolder(path)
        do {
            entries = isFolder ? try FolderEntries(of: path) : FolderEntries()
        } catch {
            throw DatasetError.unreadableFolder(path.url, reason: message(of: error))
        }
        let folder = isFolder ? path : FilePath(path.url.deletingLastPathComponent())
        let description = try DatasetDescription(in: folder.url)
        self.folder = folder
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
        let file = path.url
        return description.name ?? (isFolder ? file : file.deletingPathExtension()).lastPathComponent
    }

    /// A file below the folder, if it is there.
    func file(_ name: String) -> FilePath? {
        guard isFolder else { return nil }
        let file = path.appending(name)
        guard let status = file.status(), status.st_mode & S_IFMT == S_IFREG else { return nil }
        return file
    }

    /// The known data set that goes by this name, where its classes are as many as these numbers call for.
    /// - Throws: what reading the known data sets throws.
    func known(numbers: some Sequence<Int>) throws -> KnownDataset? {
        let labels = Set(numbers).sorted()
        guard let last = labels.last, let found = try known?.match(name: name, labels: labels.map(String.init)),
            last < found.classes.count
        else { return nil }
        return found
    }
}
