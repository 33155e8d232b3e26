import Foundation

/// The images below a folder: links followed, hidden entries skipped, each folder entered once, so that a link to a folder
/// above it ends the walk there.
struct FolderWalk {
    /// Paths below the root, unordered.
    private(set) var images = ByteStrings()
    /// Folders that could not be read, and why.
    private(set) var unreadable: [DatasetError] = []
    /// What is called like an image, and is no file.
    private(set) var others: [DatasetError] = []

    private let root: FilePath
    private let progress: ScanProgress
    private var entered: Set<FolderEntries.Identity?> = []

    init(_ root: FilePath, _ progress: ScanProgress) {
        self.root = root
        self.progress = progress
    }

    /// - Throws: what `progress` throws.
    mutating func enter(_ folder: FilePath = FilePath("")) throws {
        let path = folder.bytes.isEmpty ? root : root.appending(folder.bytes)
        let entries: FolderEntries
        do {
            entries = try FolderEntries(of: path, wanted: ImageFormat.lists)
        } catch let error as POSIXError where error.code == .ENOENT || error.code == .ENOTDIR {
            return  // It was there a moment ago.
        } catch {
            unreadable.append(.unreadableFolder(path.url, reason: message(of: error)))
            return
        }
        guard entered.insert(entries.identity).inserted else { return }
        for other in entries.others {
            others.append(.notAFile(path.appending(other.name).url, FilePath.NotAFile(kind: other.kind)))
        }
        let prefix = folder.bytes.isEmpty ? [] : folder.bytes + [UInt8(ascii: "/")]
        for name in entries.files {
            images.extend(prefix)
            images.append(name)
            try progress.step(images: 1)
        }
        for index in entries.folders.order() {
            try progress.step()
            try enter(folder.appending(entries.folders[index]))
        }
    }
}

extension ImageFormat {
    private static let extensionBytes = Set(extensions.map { Array($0.utf8) })

    /// Whether a file is taken for an image by its name.
    static func lists(_ name: ArraySlice<UInt8>) -> Bool {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), name.endIndex - dot <= 5 else { return false }
        return extensionBytes.contains(name[(dot + 1)...].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
    }
}
