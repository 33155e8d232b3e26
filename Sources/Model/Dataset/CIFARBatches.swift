import Foundation

/// CIFAR-10 and CIFAR-100 in their binary version (Krizhevsky 2009): records of one label, or of a coarse and a fine one,
/// and 32 x 32 pixels, red, green and blue planes. Class names lie beside them, a line each.
struct CIFARBatches: DatasetLayout {
    /// What differs between the two.
    private struct Kind {
        let train: [String]
        let test: String
        /// The labels of a record, in their order, and the file of their names.
        let labels: [(name: String, names: String)]
        /// Which label column comes first.
        let order: [Int]
        /// The folder in the distributed archive.
        let folder: String

        static let all = [
            Kind(
                train: (1...5).map { "data_batch_\($0).bin" }, test: "test_batch.bin",
                labels: [("label", "batches.meta.txt")], order: [0], folder: "cifar-10-batches-bin"),
            Kind(
                train: ["train.bin"], test: "test.bin",
                labels: [("coarse", "coarse_label_names.txt"), ("fine", "fine_label_names.txt")], order: [1, 0],
                folder: "cifar-100-binary"),
        ]
    }

    /// Of an image, in both versions.
    static let pixels = PixelLayout(width: 32, height: 32, channels: 3, order: .planar, format: "cifar")

    private let place: DatasetPlace
    private let folder: FilePath
    private let kind: Kind

    init?(_ place: DatasetPlace) {
        self.place = place
        for kind in Kind.all {
            let folder = place.folder(orIn: kind.folder) { file in
                file(kind.labels.last!.names) != nil
                    && (kind.train + [kind.test]).contains(where: { file($0) != nil })
            }
            guard let folder else { continue }
            (self.kind, self.folder) = (kind, folder)
            return
        }
        return nil
    }

    func content() throws -> DatasetContent {
        let files = kind.train.map { ($0, "train") } + [(kind.test, "test")]
        let batches = files.map { (folder.appending($0), $1) }.filter { $0.0.status() != nil }
        let names = try kind.labels.map { try classNames(folder.appending($0.names)) }
        let recordSize = kind.labels.count + Self.pixels.byteCount
        var archives: [ImageArchive] = []
        var labels = kind.labels.map { _ in [Int?]() }
        var counts: [Int] = []
        for (path, _) in batches {
            let (fileVersion, bytes) = try read(path, recordSize: recordSize)
            archives.append(ImageArchive(path, fileVersion: fileVersion, pixels: Self.pixels))
            counts.append(bytes.count / recordSize)
            for record in stride(from: 0, to: bytes.count, by: recordSize) {
                for index in labels.indices {
                    let label = Int(bytes[record + index])
                    guard label < names[index].count else {
                        throw DatasetError.malformed(
                            path.url,
                            message: "image \(record / recordSize) has the \(kind.labels[index].name) \(label),"
                                + " expected below \(names[index].count) as \(kind.labels[index].names) has names")
                    }
                    labels[index].append(label)
                }
            }
            try place.progress.step(images: bytes.count / recordSize)
        }
        return DatasetContent(
            images: images(archives, counts, splits: batches.map(\.1), recordSize: recordSize),
            labelColumns: kind.order.map { index in
                Dataset.LabelColumn(
                    name: kind.labels[index].name, numbers: labels[index], names: names[index],
                    shown: place.description.spokenName)
            })
    }

    private func images(_ archives: [ImageArchive], _ counts: [Int], splits: [String], recordSize: Int) -> ImageList {
        var members = MemberColumn(archives: archives)
        var names = ByteStrings()
        var column = CategoryColumn()
        for (archive, count) in counts.enumerated() {
            let batch = archives[archive].path.url.deletingPathExtension().lastPathComponent
            for index in 0..<count {
                members.append(
                    archive: archive, offset: index * recordSize + kind.labels.count, size: Self.pixels.byteCount)
                names.append("\(batch)/\(index.padded(to: count))".utf8)
            }
            column.append(splits[archive], count: count)
        }
        return ImageList(members: members, names: names, splits: column)
    }

    private func read(_ path: FilePath, recordSize: Int) throws -> (FileVersion, Data) {
        let bytes: Data
        guard let fileVersion = FileVersion(path) else { throw DatasetError.malformed(path.url, message: "is gone") }
        do {
            bytes = try path.contents()
        } catch {
            throw DatasetError.malformed(path.url, message: "cannot be read: \(message(of: error))")
        }
        guard bytes.count % recordSize == 0, !bytes.isEmpty else {
            throw DatasetError.malformed(
                path.url,
                message:
                    "has \(bytes.count) bytes, expected a multiple of \(recordSize), the size of an image with its labels"
            )
        }
        return (fileVersion, bytes)
    }

    private func classNames(_ file: FilePath) throws -> [String] {
        try TOMLFile.text(of: file.url).split(whereSeparator: \.isNewline).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        .filter { !$0.isEmpty }
    }
}
