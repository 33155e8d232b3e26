import Foundation

/// The files of a dataset by their paths below its root: in a folder, or in an archive.
struct DatasetFiles {
    private let root: FilePath
    /// Of an archive, by their paths.
    private let members: [FilePath: ImageArchive.Member]?

    init(in folder: FilePath) {
        (root, members) = (folder, nil)
    }

    /// - Parameter archive: or the folder that archives lie in, whose own texts count too.
    init(in archive: FilePath, members: [FilePath: ImageArchive.Member]) {
        (root, self.members) = (archive, members)
    }

    var areInArchive: Bool { members != nil }

    /// For messages, and for its name.
    func url(_ path: FilePath) -> URL { root.appending(path.bytes).url }

    /// Nil where it is not there.
    func size(_ path: FilePath) -> Int? {
        guard let member = members?[path] else { return FileVersion(root.appending(path.bytes)).map { Int($0.size) } }
        return member.archive.byteCount(of: member)
    }

    /// - Throws: what reading a file, or a member of an archive throws.
    func contents(_ path: FilePath) throws -> Data {
        guard let member = members?[path] else { return try root.appending(path.bytes).contents() }
        return try member.archive.bytes(of: member)
    }

    /// The .json files of the folder itself, in order; of an archive all, the outer ones first.
    var objects: [FilePath] {
        let all =
            members.map { $0.keys.filter { $0.text.lowercased().hasSuffix(".json") } }
            ?? (try? FolderEntries(of: root))?.files(endingWith: ".json").map { FilePath(text: $0) } ?? []
        return all.sorted {
            ($0.bytes.count(where: { $0 == 0x2F }), $0.text) < ($1.bytes.count(where: { $0 == 0x2F }), $1.text)
        }
    }

    /// The paths in an archive that end with this name.
    func paths(named name: String) -> [FilePath] {
        (members ?? [:]).keys.filter { $0.text == name || $0.text.hasSuffix("/" + name) }.sorted { $0.text < $1.text }
    }
}
