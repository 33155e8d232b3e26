import Foundation

/// The files in one archive, in its order.
struct ArchiveContents {
    struct File {
        let name: [UInt8]
        /// As `ImageArchive.Member` has them.
        let offset: Int
        let size: Int
        /// Why it cannot be unpacked.
        var obstacle: String?
    }

    let archive: ImageArchive
    private(set) var files: [File] = []

    /// - Throws: `ZipDirectory.Failure`, `POSIXError`, `FilePath.NotAFile`, and what `progress` throws.
    init(zip path: FilePath, _ progress: ScanProgress) throws {
        let descriptor = try path.opened()
        defer { close(descriptor) }
        let fileVersion = try FileVersion(descriptor: descriptor)
        let directory = try ZipDirectory(size: Int(fileVersion.size), read: readBytes(of: descriptor))
        archive = ImageArchive(path, fileVersion: fileVersion, stored: ZipPictures(directory: directory))
        for (number, entry) in directory.entries.enumerated() {
            files.append(File(name: entry.name, offset: number, size: 0, obstacle: ZipPictures.obstacle(entry)))
            try progress.step(images: 1)
        }
    }

    /// - Parameter warnings: what ended it early.
    /// - Throws: `POSIXError`, `FilePath.NotAFile`, and what `progress` throws.
    init(tar path: FilePath, isPacked: Bool, _ progress: ScanProgress, warnings: inout [String]) throws {
        let packed = isPacked ? try GzipTar(path) : nil
        let source: any TarSource = try packed ?? PlainTar(path)
        let tar = TarFile(source)
        do {
            while let member = try tar.next() {
                files.append(File(name: member.name, offset: member.offset, size: member.size))
                try progress.step(images: 1)
            }
        } catch  where error is TarFile.Failure || error is GzipFile.Failure {
            warnings.append("\(path.text): \(message(of: error))")
        }
        archive = ImageArchive(
            path, fileVersion: source.fileVersion, stored: packed.map { GzipTarPictures(blocks: $0.blocks) })
    }

    /// The one folder that all visible files lie in; nil where there are several, or files outside of it.
    var lonelyFolder: String? {
        let slash = UInt8(ascii: "/")
        var tops: Set<[UInt8]> = []
        for file in files where file.name.last != slash {
            let parts = file.name.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
            if parts.contains(where: { $0.first == UInt8(ascii: ".") }) { continue }
            guard parts.count > 1 else { return nil }
            let top = Array(parts[0])
            if !FolderName.isMachineMade(FilePath(bytes: top).text) { tops.insert(top) }
            if tops.count > 1 { return nil }
        }
        return tops.first.map { FilePath(bytes: $0).text }
    }
}

/// The files in a zip archive, stored or deflated, unpacked one at a time.
struct ZipPictures: StoredPictures {
    let directory: ZipDirectory

    /// Why an entry cannot be unpacked; nil where it can.
    static func obstacle(_ entry: ZipDirectory.Entry) -> String? {
        if entry.isEncrypted { return "that are encrypted" }
        return [0, 8].contains(entry.method) ? nil : "packed by the method \(entry.method) of zip"
    }

    /// - Parameter part: the entry's number.
    /// - Throws: `ZipDirectory.Failure`, and what `read` throws.
    func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data {
        Data(try directory.contents(of: directory.entries[part], read: read))
    }

    func count(part: Int, row: Int, read: ReadBytes) -> Int { directory.entries[part].expandedSize }
}
