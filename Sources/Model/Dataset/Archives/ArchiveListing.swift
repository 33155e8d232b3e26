import Foundation

/// The files in an archive, as a walk through the folders would find them had it been unpacked.
struct ArchiveListing {
    /// The images' paths, unordered, and where each is.
    private(set) var images = ByteStrings()
    private(set) var members = MemberColumn()
    private(set) var leftOut = LeftOut()
    /// Texts and containers beside the images.
    private(set) var others: [FilePath] = []
    private(set) var texts: [FilePath: ImageArchive.Member] = [:]

    private var archive: ImageArchive
    private var number = 0
    /// Before the paths of this archive.
    private var prefix: [UInt8] = []
    private static let mostOthers = 20_000

    init(_ archive: ImageArchive) {
        self.archive = archive
        _ = members.add(archive)
    }

    /// Whatever is added from now on is of another archive.
    /// - Parameter folder: that its files seem to lie in; nil for none.
    mutating func enter(_ archive: ImageArchive, as folder: String?) {
        self.archive = archive
        number = members.add(archive)
        prefix = folder.map { Array($0.utf8) + [UInt8(ascii: "/")] } ?? []
    }

    /// A text that lies beside the archives.
    mutating func add(beside text: FilePath) { others.append(text) }

    /// - Parameters:
    ///   - offset: as `ImageArchive.Member` has it.
    ///   - size: as `ImageArchive.Member` has it.
    mutating func add(_ path: [UInt8], offset: Int, size: Int) {
        let parts = path.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        guard let name = parts.last, path.last != UInt8(ascii: "/"), !parts.contains(where: { $0.first == 0x2E }) else {
            return
        }
        let path = FilePath(bytes: prefix + parts.joined(separator: [UInt8(ascii: "/")]))
        if let machine = parts.dropLast().map({ FilePath(bytes: $0).text }).first(where: FolderName.isMachineMade) {
            if FileKind(name) == .image {
                leftOut.add("image in \(machine)", plural: "images in \(machine)", example: path.text)
            }
            return
        }
        switch FileKind(name) {
        case .image:
            guard size <= Int32.max else {
                leftOut.add("image of more than 2 GB", plural: "images of more than 2 GB", example: path.text)
                return
            }
            images.append(path.bytes)
            members.append(archive: number, offset: offset, size: size)
        case .picture(let format): leftOut.add(format: format, example: path.text)
        case .text, .container:
            guard others.count < Self.mostOthers else { return }
            others.append(path)
            texts[path] = ImageArchive.Member(archive: archive, name: path, offset: offset, count: size)
        case .bare where MNISTFiles.isNamedLikeOne(name):
            texts[path] = ImageArchive.Member(archive: archive, name: path, offset: offset, count: size)
        case .bare, .other: break
        }
    }

    /// Smaller copies in a folder beside the images are none of the dataset.
    mutating func passOverThumbnails() {
        let slash = UInt8(ascii: "/")
        let folders = Set(images.map { $0[..<($0.lastIndex(of: slash) ?? $0.startIndex)] })
        let thumbnails = folders.filter { folder in
            let start = folder.lastIndex(of: slash)
            let name = FilePath(bytes: folder[(start.map { $0 + 1 } ?? folder.startIndex)...]).text
            return FolderName.isThumbnails(name) && folders.contains(folder[..<(start ?? folder.startIndex)])
        }
        guard !thumbnails.isEmpty else { return }
        var kept: [Int] = []
        for (index, path) in images.enumerated() {
            guard let folder = thumbnails.first(where: { path.starts(with: $0 + [slash]) }) else {
                kept.append(index)
                continue
            }
            let name = FilePath(bytes: folder.split(separator: slash).last ?? []).text
            leftOut.add("image in \(name)", plural: "images in \(name)", example: FilePath(bytes: path).text)
        }
        images = images.selecting(kept)
        members = members.selecting(kept)
    }

    /// One that cannot be unpacked.
    mutating func leaveOut(_ path: [UInt8], because reason: String) {
        leftOut.add("file \(reason)", plural: "files \(reason)", example: FilePath(bytes: path).text)
    }
}
