import Foundation

/// The images below a folder: links followed, hidden entries skipped, each folder entered once, so that a link to a folder
/// above it ends the walk there. A file whose name has no ending is an image where it begins like one.
struct FolderWalk {
    /// Paths below the root, unordered.
    private(set) var images = ByteStrings()
    /// Folders that could not be read, and why.
    private(set) var unreadable: [DatasetError] = []
    private(set) var leftOut = LeftOut()
    /// Texts and containers beside the images: what may hold labels. The first of very many.
    private(set) var others: [FilePath] = []
    /// Folders without images, without folders, and without texts: maybe classes that lost their images.
    private(set) var emptyFolders: [FilePath] = []
    /// What is called like an image, and is no file.
    private(set) var notFiles: [DatasetError] = []

    private let root: FilePath
    private let progress: ScanProgress
    private var entered: Set<FolderEntries.Identity?> = []
    private static let mostOthers = 20_000

    init(_ root: FilePath, _ progress: ScanProgress) {
        self.root = root
        self.progress = progress
    }

    /// - Throws: what `progress` throws.
    mutating func enter(_ folder: FilePath = FilePath("")) throws {
        guard let entries = read(folder) else { return }
        let prefix = folder.bytes.isEmpty ? [] : folder.bytes + [UInt8(ascii: "/")]
        let imagesBefore = images.count
        var hasTexts = false
        // Of a folder's TIFFs the first tells whether they are pictures.
        var bands: String??
        for name in entries.files {
            let before = images.count
            switch FileKind(name) {
            case .image where ImageFormat.isTIFF(name):
                let found = bands ?? self.bands(FilePath(bytes: prefix + name))
                bands = .some(found)
                if let found {
                    leftOut.add(
                        "TIFF file of \(found)", plural: "TIFF files of \(found)",
                        example: FilePath(bytes: prefix + name).text)
                } else {
                    add(prefix, name)
                }
            case .image: add(prefix, name)
            case .bare: if isImage(FilePath(bytes: prefix + name)) { add(prefix, name) } else { hasTexts = true }
            case .picture(let format): leftOut.add(format: format, example: FilePath(bytes: prefix + name).text)
            case .text, .container:
                hasTexts = true
                if others.count < Self.mostOthers { others.append(FilePath(bytes: prefix + name)) }
            case .other: break
            }
            try progress.step(images: images.count - before)
        }
        for other in entries.others where FileKind(other.name[...]) == .image {
            let path = root.appending(prefix + other.name)
            notFiles.append(.notAFile(path.url, FilePath.NotAFile(kind: other.kind)))
        }
        let ownImages = images.count - imagesBefore
        for index in entries.folders.order() {
            let name = entries.folders[index]
            let text = FilePath(bytes: name).text
            try progress.step()
            if FolderName.isMachineMade(text) || (ownImages > 0 && FolderName.isThumbnails(text)) {
                try passOver(folder.appending(name), named: text)
            } else {
                try enter(folder.appending(name))
            }
        }
        if ownImages == 0, entries.folders.isEmpty, !hasTexts { emptyFolders.append(folder) }
    }

    private mutating func read(_ folder: FilePath) -> FolderEntries? {
        let path = folder.bytes.isEmpty ? root : root.appending(folder.bytes)
        do {
            let entries = try FolderEntries(of: path)
            return entered.insert(entries.identity).inserted ? entries : nil
        } catch let error as POSIXError where error.code == .ENOENT || error.code == .ENOTDIR {
            return nil  // It was there a moment ago.
        } catch {
            unreadable.append(.unreadableFolder(path.url, reason: message(of: error)))
            return nil
        }
    }

    private mutating func add(_ prefix: [UInt8], _ name: ArraySlice<UInt8>) {
        images.extend(prefix)
        images.append(name)
    }

    private func isImage(_ file: FilePath) -> Bool {
        guard let start = try? root.appending(file.bytes).start(count: 32) else { return false }
        return ImageFormat(of: Data(start)) != nil
    }

    /// "13 channels" of what is no picture, as satellites measure it; nil of a picture, and of what cannot be read.
    private func bands(_ file: FilePath) -> String? {
        let path = root.appending(file.bytes)
        guard let size = path.status()?.st_size, size <= ImageError.longFile, let data = try? path.contents() else {
            return nil
        }
        return TIFFDirectory(data)?.bands
    }

    /// Counts the images of a folder that is left out.
    private mutating func passOver(_ folder: FilePath, named name: String) throws {
        var walk = FolderWalk(root.appending(folder.bytes), progress)
        walk.entered = entered
        try walk.enter()
        entered = walk.entered
        leftOut.add(
            "image in \(name)", plural: "images in \(name)",
            example: walk.images.isEmpty ? folder.text : folder.appending(walk.images[0]).text, count: walk.images.count
        )
    }
}
