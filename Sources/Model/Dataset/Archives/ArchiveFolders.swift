import Foundation

/// Folders of images in a .zip, a .tar.gz or a .tar, read in place: what `ClassFolders` reads once it is unpacked.
struct ArchiveFolders: DatasetLayout {
    private let place: DatasetPlace
    private let format: Format

    private enum Format: String, CaseIterable {
        case zip = ".zip"
        case tarGz = ".tar.gz"
        case tgz = ".tgz"
        case tar = ".tar"
    }

    init?(_ place: DatasetPlace) {
        guard !place.isFolder, place.path.status() != nil,
            let format = Format.allCases.first(where: { place.path.text.lowercased().hasSuffix($0.rawValue) })
        else { return nil }
        self.place = place
        self.format = format
    }

    func content() throws -> DatasetContent {
        var warnings: [String] = []
        var listing: ArchiveListing
        do {
            listing = format == .zip ? try zip() : try tar(&warnings)
        } catch  where error is ZipDirectory.Failure || error is POSIXError || error is FilePath.NotAFile {
            throw DatasetError.malformed(place.url, message: message(of: error))
        }
        listing.passOverThumbnails()
        var place = place
        place.files = DatasetFiles(in: place.path, members: listing.texts)
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
            warnings: warnings.map { "\(place.path.text): \($0); the images before it are shown" } + found.warnings,
            leftOut: found.leftOut, notes: found.notes)
    }

    private func zip() throws -> ArchiveListing {
        let descriptor = try place.path.opened()
        defer { close(descriptor) }
        let fileVersion = try FileVersion(descriptor: descriptor)
        let directory = try ZipDirectory(size: Int(fileVersion.size), read: readBytes(of: descriptor))
        var listing = ArchiveListing(
            ImageArchive(place.path, fileVersion: fileVersion, stored: ZipPictures(directory: directory)))
        for (number, entry) in directory.entries.enumerated() {
            if let obstacle = ZipPictures.obstacle(entry) {
                listing.leaveOut(entry.name, because: obstacle)
            } else {
                listing.add(entry.name, offset: number, size: 0)
            }
            try place.progress.step(images: 1)
        }
        return listing
    }

    /// - Parameter warnings: what ended it early.
    private func tar(_ warnings: inout [String]) throws -> ArchiveListing {
        let packed = format == .tar ? nil : try GzipTar(place.path)
        let source: any TarSource = try packed ?? PlainTar(place.path)
        let tar = TarFile(source)
        var members: [TarFile.Member] = []
        do {
            while let member = try tar.next() {
                members.append(member)
                try place.progress.step(images: 1)
            }
        } catch  where error is TarFile.Failure || error is GzipFile.Failure {
            warnings.append(message(of: error))
        }
        let stored = packed.map { GzipTarPictures(blocks: $0.blocks) }
        var listing = ArchiveListing(ImageArchive(place.path, fileVersion: source.fileVersion, stored: stored))
        for member in members {
            listing.add(member.name, offset: member.offset, size: member.size)
        }
        return listing
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
