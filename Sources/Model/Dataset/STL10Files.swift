import Foundation

/// STL-10 as distributed and as torchvision unpacks it (Coates et al. 2011): train_X.bin has 96 x 96 pixels an image, by
/// planes and columns, train_y.bin a label from 1 on for each; test_X.bin, test_y.bin, and unlabeled_X.bin.
struct STL10Files: DatasetLayout {
    private static let pixels = PixelLayout(width: 96, height: 96, channels: 3, order: .planarColumns, format: "stl10")
    private static let splits = ["train", "test", "unlabeled"]
    private static let namesFile = "class_names.txt"

    private let place: DatasetPlace
    private let folder: FilePath

    init?(_ place: DatasetPlace) {
        let found = place.folder(orIn: "stl10_binary") { file in
            file(Self.namesFile) != nil && Self.splits.contains { file("\($0)_X.bin") != nil }
        }
        guard let found else { return nil }
        (self.place, folder) = (place, found)
    }

    func content() throws -> DatasetContent {
        let classes = try TOMLFile.text(of: folder.appending(Self.namesFile).url).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        var members = MemberColumn()
        var names = ByteStrings()
        var splits = CategoryColumn()
        var labels: [Int?] = []
        for split in Self.splits {
            let file = folder.appending("\(split)_X.bin")
            guard let fileVersion = FileVersion(file) else { continue }
            let size = Self.pixels.byteCount
            guard fileVersion.size > 0, Int(fileVersion.size) % size == 0 else {
                throw DatasetError.malformed(
                    file.url,
                    message: "has \(fileVersion.size) bytes, expected a multiple of \(size), the size of an image")
            }
            let count = Int(fileVersion.size) / size
            let archive = members.add(ImageArchive(file, fileVersion: fileVersion, pixels: Self.pixels))
            for index in 0..<count {
                members.append(archive: archive, offset: index * size, size: size)
                names.append("\(split)/\(index.padded(to: count))".utf8)
            }
            splits.append(split, count: count)
            labels += try self.labels(folder.appending("\(split)_y.bin"), count: count, classes: classes.count)
            try place.progress.step(images: count)
        }
        return DatasetContent(
            images: ImageList(members: members, names: names, splits: splits),
            labelColumns: [
                Dataset.LabelColumn(name: "label", numbers: labels, names: classes, shown: place.description.spokenName)
            ])
    }

    /// None for the images that have no file of labels.
    private func labels(_ file: FilePath, count: Int, classes: Int) throws -> [Int?] {
        guard let size = FileVersion(file)?.size else { return Array(repeating: nil, count: count) }
        guard size == count else {
            throw DatasetError.malformed(file.url, message: "has \(size) labels, expected \(count)")
        }
        return try file.contents().enumerated().map { index, label in
            guard (1...max(1, classes)).contains(Int(label)), classes > 0 else {
                throw DatasetError.malformed(
                    file.url,
                    message:
                        "image \(index) has the label \(label), expected 1 to \(classes) as \(Self.namesFile) has names"
                )
            }
            return Int(label) - 1
        }
    }
}
