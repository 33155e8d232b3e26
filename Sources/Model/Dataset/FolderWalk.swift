import Foundation

/// The files below a folder: links followed, hidden entries skipped, each folder entered once, so that a link
/// to a folder above it ends the walk there.
struct FolderWalk {
    private var entered: Set<Identity> = []

    /// A folder's device and inode.
    private struct Identity: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    struct Entries {
        var files: [String] = []
        var folders: [String] = []
    }

    /// The visible entries of one folder, unordered. Links count as what they lead to; dead ones are left out.
    /// - Throws: `DatasetError.unreadableFolder`
    static func entries(of path: String) throws -> Entries {
        guard let stream = opendir(path) else {
            throw DatasetError.unreadableFolder(
                URL(fileURLWithPath: path), reason: String(cString: strerror(errno)))
        }
        defer { closedir(stream) }
        var entries = Entries()
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            switch kind(of: entry.pointee.d_type, path: "\(path)/\(name)") {
            case S_IFREG: entries.files.append(name)
            case S_IFDIR: entries.folders.append(name)
            default: continue
            }
        }
        return entries
    }

    /// Paths relative to `root` of every file below `folder` that `wanted` takes by its name, unordered.
    mutating func files(below folder: String, root: String, wanted: (String) -> Bool) throws -> [String] {
        let path = folder.isEmpty ? root : "\(root)/\(folder)"
        var status = stat()
        guard stat(path, &status) == 0,
            entered.insert(Identity(device: status.st_dev, inode: status.st_ino)).inserted
        else { return [] }
        let prefix = folder.isEmpty ? "" : folder + "/"
        let entries = try Self.entries(of: path)
        var found = entries.files.filter(wanted).map { prefix + $0 }
        for name in entries.folders.sorted() {
            found += try files(below: prefix + name, root: root, wanted: wanted)
        }
        return found
    }

    /// S_IFREG, S_IFDIR, ... with links followed; most file systems tell without a call to stat.
    private static func kind(of type: UInt8, path: String) -> mode_t {
        switch Int(type) {
        case Int(DT_REG): return S_IFREG
        case Int(DT_DIR): return S_IFDIR
        default:
            var status = stat()
            return stat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
        }
    }
}
