import Foundation

/// The visible entries of one folder, unordered. Links count as what they lead to; dead ones are left out.
struct FolderEntries {
    private(set) var files = ByteStrings()
    private(set) var folders = ByteStrings()
    /// Wanted by their names, and no files: pipes, sockets, devices.
    private(set) var others: [(name: [UInt8], kind: mode_t)] = []
    /// Which folder it is, by whatever path.
    private(set) var identity: Identity?

    /// A folder's device and inode.
    struct Identity: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    init() {}

    /// - Parameter wanted: the files to keep, by their names.
    /// - Throws: `POSIXError`; `POSIXError.ENOENT` where the folder is gone.
    init(of folder: FilePath, wanted: (ArraySlice<UInt8>) -> Bool = { _ in true }) throws {
        guard let stream = folder.withCString({ opendir($0) }) else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        defer { closedir(stream) }
        var status = stat()
        guard fstat(dirfd(stream), &status) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        identity = Identity(device: status.st_dev, inode: status.st_ino)
        let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
        while let entry = readdir(stream) {
            let start = UnsafeRawPointer(entry) + offset
            let name = UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self)))
            guard name.first != UInt8(ascii: ".") else { continue }
            switch Self.kind(of: entry, named: start, in: dirfd(stream)) {
            case S_IFREG: if wanted(ArraySlice(name)) { files.append(name) }
            case S_IFDIR: folders.append(name)
            // A dead link has no kind.
            case 0: continue
            case let kind: if wanted(ArraySlice(name)) { others.append((Array(name), kind)) }
            }
        }
    }

    /// S_IFREG, S_IFDIR, ... with links followed; most file systems tell without a call to stat.
    private static func kind(
        of entry: UnsafeMutablePointer<dirent>, named name: UnsafeRawPointer, in folder: Int32
    ) -> mode_t {
        switch Int(entry.pointee.d_type) {
        case Int(DT_REG): return S_IFREG
        case Int(DT_DIR): return S_IFDIR
        default:
            var status = stat()
            return fstatat(folder, name.assumingMemoryBound(to: CChar.self), &status, 0) == 0
                ? status.st_mode & S_IFMT : 0
        }
    }
}

extension FolderEntries {
    /// The names of the files that end like this, sorted.
    func files(endingWith ending: String) -> [String] { Self.names(files, endingWith: ending) }

    /// The names of the folders, sorted.
    var folderNames: [String] { Self.names(folders, endingWith: "") }

    private static func names(_ entries: ByteStrings, endingWith ending: String) -> [String] {
        entries.filter { $0.suffix(ending.utf8.count).elementsEqual(ending.utf8) }
            .map { FilePath(bytes: $0).text }.sorted()
    }
}
