import Foundation

/// Pairs of IDX files as MNIST has them and Fashion-MNIST, KMNIST and EMNIST after it: train-images-idx3-ubyte and
/// train-labels-idx1-ubyte, t10k-... for the test split, packed by gzip or not; in the folder or in raw/ below it.
struct MNISTFiles: DatasetLayout {
    private let place: DatasetPlace
    private let pairs: [Pair]

    private struct Pair {
        let split: String
        let images: FilePath
        let labels: FilePath?
    }

    init?(_ place: DatasetPlace) throws {
        self.place = place
        let folder = place.folder
        if place.isFolder {
            let here = Self.pairs(in: folder, place.entries)
            let raw = folder.appending("raw")
            let isRaw = here.isEmpty && place.entries.folderNames.contains("raw")
            pairs = isRaw ? Self.pairs(in: raw, try FolderEntries(of: raw)) : here
        } else {
            let name = place.url.lastPathComponent
            pairs = try Self.pairs(in: folder, FolderEntries(of: folder)).filter {
                $0.images.url.lastPathComponent == name
            }
        }
        if pairs.isEmpty { return nil }
    }

    private static func pairs(in folder: FilePath, _ entries: FolderEntries) -> [Pair] {
        // torchvision keeps the packed ones beside the others.
        names(entries.files(endingWith: "-ubyte") + entries.files(endingWith: "-ubyte.gz")).map {
            Pair(
                split: $0.split, images: folder.appending($0.images), labels: $0.labels.map { folder.appending($0) })
        }
    }

    /// Which of a folder's files belong together.
    static func names(_ names: [String]) -> [(split: String, images: String, labels: String?)] {
        var found: Set<String> = []
        return names.compactMap { name in
            guard let match = name.wholeMatch(of: /(.+)[-_.]images[-.]idx3-ubyte(\.gz)?/) else { return nil }
            let prefix = String(match.1)
            guard found.insert(prefix).inserted else { return nil }
            let labels = names.first { $0.hasPrefix(prefix) && $0.dropFirst(prefix.count).contains("labels") }
            return (SplitName.spoken(in: prefix) ?? prefix, name, labels)
        }
    }

    /// A file without an ending that is one of theirs.
    static func isNamedLikeOne(_ name: ArraySlice<UInt8>) -> Bool { name.suffix(6).elementsEqual("-ubyte".utf8) }

    func content() throws -> DatasetContent {
        var archives: [ImageArchive] = []
        var parts: [(split: String, images: IDXFile, labels: [Int?])] = []
        for pair in pairs {
            let fileVersion = FileVersion(pair.images)
            let images = try IDXFile(pair.images, dimensions: 3)
            let layout = try images.pixelLayout()
            guard let fileVersion else {
                throw DatasetError.malformed(pair.images.url, message: "its pictures are \(layout)")
            }
            parts.append((pair.split, images, try labels(pair.labels, count: images.dimensions[0], of: pair.images)))
            archives.append(
                ImageArchive(
                    pair.images, fileVersion: fileVersion, pixels: layout,
                    unpackedSize: images.isPacked ? images.start + images.count : nil))
        }
        var members = MemberColumn(archives: archives)
        var names = ByteStrings()
        var splits = CategoryColumn()
        for (archive, part) in parts.enumerated() {
            let size = archives[archive].pixels!.byteCount
            for index in 0..<part.images.dimensions[0] {
                members.append(archive: archive, offset: part.images.start + index * size, size: size)
                names.append("\(part.split)/\(index.padded(to: part.images.dimensions[0]))".utf8)
            }
            splits.append(part.split, count: part.images.dimensions[0])
            try place.progress.step(images: part.images.dimensions[0])
        }
        return try Self.content(
            ImageList(members: members, names: names, splits: splits), parts.flatMap(\.labels), in: place)
    }

    static func content(_ images: ImageList, _ labels: [Int?], in place: DatasetPlace) throws -> DatasetContent {
        guard labels.contains(where: { $0 != nil }) else { return DatasetContent(images: images, labelColumns: []) }
        let known = try place.known(numbers: labels.lazy.compactMap { $0 })
        let names = known?.classes ?? []
        return DatasetContent(
            images: images,
            labelColumns: [
                Dataset.LabelColumn(name: "label", numbers: labels, names: names, shown: place.description.spokenName)
            ],
            prompts: known?.promptSet(for: names))
    }

    private func labels(_ path: FilePath?, count: Int, of images: FilePath) throws -> [Int?] {
        guard let path else { return Array(repeating: nil, count: count) }
        let file = try IDXFile(path, dimensions: 1)
        try file.checkLabels(count: count, of: images.url.lastPathComponent)
        return try file.values().map { Int($0) }
    }
}

extension Int {
    /// With zeros before it, as many digits as the last of `count` has.
    func padded(to count: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, String(Swift.max(0, count - 1)).count - digits.count))
            + digits
    }
}
