import Foundation

/// Images in a .zip, a .tar.gz or a .tar, or in several that lie in a folder by themselves, read in place: what
/// `ClassFolders`, `OxfordPets` and `MNISTFiles` read once they are unpacked.
struct ArchiveFolders: DatasetLayout {
    private let place: DatasetPlace
    private let archives: [Archive]

    private struct Archive {
        let path: FilePath
        let format: Format

        /// "train" for train.tar.gz.
        var stem: String { String(path.url.lastPathComponent.dropLast(format.rawValue.count)) }
    }

    private enum Format: String, CaseIterable {
        case zip = ".zip"
        case tarGz = ".tar.gz"
        case tgz = ".tgz"
        case tar = ".tar"

        init?(_ name: String) {
            guard let format = Self.allCases.first(where: { name.lowercased().hasSuffix($0.rawValue) }) else {
                return nil
            }
            self = format
        }
    }

    init?(_ place: DatasetPlace) {
        self.place = place
        if place.isFolder {
            // Beside folders and images an archive is what they came in.
            let folders = place.entries.folderNames.filter { !FolderName.isMachineMade($0) }
            guard folders.isEmpty, !place.entries.files.contains(where: ImageFormat.lists) else { return nil }
            archives = place.entries.files(endingWith: "").compactMap { name in
                Format(name).map { Archive(path: place.path.appending(FilePath(text: name).bytes), format: $0) }
            }
        } else {
            archives =
                place.path.status() == nil
                ? [] : Format(place.path.text).map { [Archive(path: place.path, format: $0)] } ?? []
        }
        if archives.isEmpty { return nil }
    }

    /// Pictures that are no files of their own; nil without any.
    /// - Throws: `DatasetError`, and what the progress throws.
    func barePictures() throws -> DatasetContent? {
        var warnings: [String] = []
        let (listing, place) = try opened(&warnings)
        return try ArchivedIDX.content(of: listing, in: place)
    }

    private func opened(_ warnings: inout [String]) throws -> (ArchiveListing, DatasetPlace) {
        var opened: [ArchiveContents] = []
        for archive in archives { opened.append(try contents(of: archive, &warnings)) }
        let listing = listing(opened)
        var place = place
        place.files = DatasetFiles(in: place.path, members: listing.texts)
        return (listing, place)
    }

    func content() throws -> DatasetContent {
        var warnings: [String] = []
        let (listing, place) = try opened(&warnings)
        if let pets = try OxfordPets.content(of: listing, in: place) { return pets }
        if listing.images.isEmpty, let pictures = try ArchivedIDX.content(of: listing, in: place) { return pictures }
        guard !listing.images.isEmpty else {
            throw warnings.first.map { DatasetError.malformed(place.url, message: $0) }
                ?? OtherContents(listing.others, listing.leftOut, in: place).refusal
        }
        let order = listing.images.order()
        let names = listing.images.selecting(order)
        let found = try LabelledFolders(names, others: listing.others, listing.leftOut, in: place)
        return DatasetContent(
            images: ImageList(
                members: listing.members.selecting(found.kept.map { order[$0] }), names: names.selecting(found.kept),
                splits: found.splits),
            labelColumns: found.labelColumns,
            warnings: warnings.map { "\($0); the images before it are shown" } + found.warnings,
            leftOut: found.leftOut, notes: found.notes)
    }

    private func contents(of archive: Archive, _ warnings: inout [String]) throws -> ArchiveContents {
        do {
            guard archive.format == .zip else {
                return try ArchiveContents(
                    tar: archive.path, isPacked: archive.format != .tar, place.progress, warnings: &warnings)
            }
            return try ArchiveContents(zip: archive.path, place.progress)
        } catch  where error is ZipDirectory.Failure || error is POSIXError || error is FilePath.NotAFile {
            let name = place.isFolder ? archive.path.url.lastPathComponent + " " : ""
            throw DatasetError.malformed(place.url, message: name + message(of: error))
        }
    }

    /// All archives as if each had been unpacked where it lies: those of one folder of their own as that folder, others as
    /// a folder that is called like the archive.
    private func listing(_ opened: [ArchiveContents]) -> ArchiveListing {
        let tops = opened.map(\.lonelyFolder)
        var listing = ArchiveListing(opened[0].archive)
        for (index, contents) in opened.enumerated() {
            let isOwn = tops[index] != nil && tops.count { $0 == tops[index] } == 1
            if archives.count > 1 {
                listing.enter(contents.archive, as: isOwn ? nil : archives[index].stem)
            }
            for file in contents.files {
                if let obstacle = file.obstacle {
                    listing.leaveOut(file.name, because: obstacle)
                } else {
                    listing.add(file.name, offset: file.offset, size: file.size)
                }
            }
        }
        listing.passOverThumbnails()
        for name in place.entries.files where FileKind(name) == .text { listing.add(beside: FilePath(bytes: name)) }
        return listing
    }
}
