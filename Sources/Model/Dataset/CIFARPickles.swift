import Foundation

/// CIFAR-10 and CIFAR-100 in their Python version (Krizhevsky 2009), as torchvision keeps them: pickles with an array of
/// 32 x 32 pixels in planes and lists of labels. Nothing of a pickle is run.
struct CIFARPickles: DatasetLayout {
    private struct Kind {
        let train: [String]
        let test: String
        let meta: String
        /// Keys of the labels and of their names, the first label column first.
        let labels: [(name: String, key: String, names: String)]
        /// The folder in the distributed archive.
        let folder: String

        static let all = [
            Kind(
                train: (1...5).map { "data_batch_\($0)" }, test: "test_batch", meta: "batches.meta",
                labels: [("label", "labels", "label_names")], folder: "cifar-10-batches-py"),
            Kind(
                train: ["train"], test: "test", meta: "meta",
                labels: [
                    ("fine", "fine_labels", "fine_label_names"), ("coarse", "coarse_labels", "coarse_label_names"),
                ], folder: "cifar-100-python"),
        ]
    }

    private static let pixels = CIFARBatches.pixels
    /// CIFAR-100's training part has 155 MB.
    private static let longest = 1 << 29

    private let place: DatasetPlace
    private let folder: FilePath
    private let kind: Kind

    init?(_ place: DatasetPlace) {
        self.place = place
        for kind in Kind.all {
            let folder = place.folder(orIn: kind.folder) { file in
                file(kind.meta).map(Self.isPickle) ?? false
                    && (kind.train + [kind.test]).contains(where: { file($0).map(Self.isPickle) ?? false })
            }
            guard let folder else { continue }
            (self.kind, self.folder) = (kind, folder)
            return
        }
        return nil
    }

    /// Of protocol 2, as Python 2 wrote them.
    static func isPickle(_ file: FilePath) -> Bool {
        (try? file.start(count: 2))?.elementsEqual([0x80, 0x02]) ?? false
    }

    func content() throws -> DatasetContent {
        let meta = try dictionary(kind.meta)
        let classes = try kind.labels.map { labels in
            guard let names = meta[labels.names].flatMap(meta.pickle.strings) else {
                throw malformed(kind.meta, "has no list \(labels.names)")
            }
            return names
        }
        let parts = kind.train.map { ($0, "train") } + [(kind.test, "test")]
        var members = MemberColumn()
        var labels = kind.labels.map { _ in [Int?]() }
        var names = ByteStrings()
        var splits = CategoryColumn()
        for (part, split) in parts where folder.appending(part).status() != nil {
            guard let fileVersion = FileVersion(folder.appending(part)) else { throw malformed(part, "is gone") }
            let batch = try dictionary(part)
            guard let data = batch["data"].flatMap(batch.pickle.byteArray), data.shape.count == 2,
                data.shape[1] == Self.pixels.byteCount
            else { throw malformed(part, "has no array \"data\" of images of \(Self.pixels.byteCount) bytes") }
            for (index, own) in kind.labels.enumerated() {
                guard let numbers = batch[own.key].flatMap(batch.pickle.numbers), numbers.count == data.shape[0],
                    numbers.allSatisfy(classes[index].indices.contains)
                else {
                    throw malformed(
                        part, "has no list \"\(own.key)\" of \(data.shape[0]) numbers below \(classes[index].count)")
                }
                labels[index] += numbers
            }
            let archive = members.add(
                ImageArchive(folder.appending(part), fileVersion: fileVersion, pixels: Self.pixels))
            for image in 0..<data.shape[0] {
                let offset = data.bytes.lowerBound + image * Self.pixels.byteCount
                members.append(archive: archive, offset: offset, size: Self.pixels.byteCount)
                names.append("\(part)/\(image.padded(to: data.shape[0]))".utf8)
            }
            splits.append(split, count: data.shape[0])
            try place.progress.step(images: data.shape[0])
        }
        return DatasetContent(
            images: ImageList(members: members, names: names, splits: splits),
            labelColumns: kind.labels.indices.map { index in
                Dataset.LabelColumn(
                    name: kind.labels[index].name, numbers: labels[index], names: classes[index],
                    shown: place.description.spokenName)
            })
    }

    /// The dictionary that a pickle holds.
    private struct Batch {
        let pickle: Pickle
        let entries: [String: Pickle.Value]

        subscript(key: String) -> Pickle.Value? { entries[key] }
    }

    private func dictionary(_ name: String) throws -> Batch {
        let file = folder.appending(name)
        do {
            let bytes = [UInt8](try file.contents())
            let pickle = try Pickle(bytes, of: file.url, atMost: Self.longest, keepsArrays: true)
            guard let entries = pickle.entries(pickle.root) else { throw malformed(name, "is no dictionary") }
            return Batch(pickle: pickle, entries: Dictionary(entries, uniquingKeysWith: { first, _ in first }))
        } catch  where error is POSIXError || error is CocoaError || error is FilePath.NotAFile {
            throw malformed(name, "cannot be read: \(message(of: error))")
        }
    }

    private func malformed(_ name: String, _ reason: String) -> DatasetError {
        .malformed(folder.appending(name).url, message: reason)
    }
}
