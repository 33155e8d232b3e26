import Foundation
import Synchronization

/// MNIST's IDX files in an archive, packed by gzip once more or not, as `MNISTFiles` reads them from a folder.
enum ArchivedIDX {
    /// - Returns: nil where the archive holds none.
    /// - Throws: `DatasetError`, and what the progress throws.
    static func content(of listing: ArchiveListing, in place: DatasetPlace) throws -> DatasetContent? {
        // Some archives hold everything twice: once in a folder a file.
        let folders = Dictionary(grouping: listing.texts.keys.map(\.text)) { path in
            path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        }
        let pairs = folders.map { folder, paths in
            (folder: folder, files: MNISTFiles.names(paths.map { String($0.dropFirst(folder.count)) }.sorted()))
        }
        let best = pairs.filter { !$0.files.isEmpty }
            .min { (-$0.files.count, $0.folder.count, $0.folder) < (-$1.files.count, $1.folder.count, $1.folder) }
        guard let best else { return nil }
        var (members, names, splits) = (MemberColumn(), ByteStrings(), CategoryColumn())
        var labels: [Int?] = []
        // All files as if they lay one after the other, so that no two pictures have one place.
        var start = 0
        for pair in best.files {
            let path = FilePath(text: best.folder + pair.images)
            guard let member = listing.texts[path] else { continue }
            let file = Contents(member, start: start)
            let images = try file.header(dimensions: 3, place)
            let layout = try images.pixelLayout()
            let count = images.dimensions[0]
            let archive = members.add(
                ImageArchive(
                    member.archive.path, fileVersion: member.archive.fileVersion, pixels: layout, stored: file))
            for index in 0..<count {
                members.append(
                    archive: archive, offset: start + images.start + index * layout.byteCount, size: layout.byteCount)
                names.append("\(pair.split)/\(index.padded(to: count))".utf8)
            }
            splits.append(pair.split, count: count)
            try place.progress.step(images: count)
            start += images.start + images.count
            guard let own = pair.labels.flatMap({ listing.texts[FilePath(text: best.folder + $0)] }) else {
                labels += [Int?](repeating: nil, count: count)
                continue
            }
            let values = try Contents(own, start: 0).values(count: count, of: pair.images, place)
            labels += values.map { Int($0) }
        }
        return try MNISTFiles.content(
            ImageList(members: members, names: names, splits: splits), labels, in: place)
    }

    /// One of the files: in memory once its bytes are wanted.
    private final class Contents: StoredPictures {
        private let member: ImageArchive.Member
        /// Of its first byte among all.
        private let start: Int
        private let unpacked = Mutex<[UInt8]?>(nil)

        init(_ member: ImageArchive.Member, start: Int) {
            (self.member, self.start) = (member, start)
        }

        /// - Throws: `GzipFile.Failure`, and what reading the archive throws.
        private func all() throws -> [UInt8] {
            try unpacked.withLock { unpacked in
                if let unpacked { return unpacked }
                let size = member.archive.byteCount(of: member) ?? 0
                guard size <= GzipFile.longest else { throw GzipFile.Failure.tooLong(most: GzipFile.longest) }
                let bytes = try Array(member.archive.bytes(of: member))
                let all = member.name.text.hasSuffix(".gz") ? try GzipFile.contents(of: bytes) : bytes
                unpacked = all
                return all
            }
        }

        private func file(_ place: DatasetPlace) -> FilePath { FilePath(place.files.url(member.name)) }

        /// - Throws: `DatasetError.malformed`
        func header(dimensions: Int, _ place: DatasetPlace) throws -> IDXFile {
            let bytes: [UInt8]
            do {
                bytes = try all()
            } catch {
                throw DatasetError.malformed(file(place).url, message: "cannot be read: \(message(of: error))")
            }
            return try IDXFile(
                file(place), isPacked: false, header: Array(bytes.prefix(4 + 4 * dimensions)), size: bytes.count,
                dimensions: dimensions)
        }

        /// - Throws: `DatasetError.malformed`
        func values(count: Int, of images: String, _ place: DatasetPlace) throws -> ArraySlice<UInt8> {
            let header = try header(dimensions: 1, place)
            try header.checkLabels(count: count, of: images)
            return try all().dropFirst(header.start)
        }

        func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data {
            let all = try all()
            let offset = part - start
            guard offset >= 0, row <= all.count - offset else { throw MissingPicture() }
            return Data(all[offset..<offset + row])
        }

        func count(part: Int, row: Int, read: ReadBytes) -> Int { row }
    }
}
