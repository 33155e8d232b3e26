import Foundation

/// What lies beside the images, or instead of them, and is not read: named, with what to do.
struct OtherContents {
    private let others: [FilePath]
    private let leftOut: LeftOut
    private let place: DatasetPlace

    init(_ others: [FilePath], _ leftOut: LeftOut, in place: DatasetPlace) {
        (self.others, self.leftOut, self.place) = (others, leftOut, place)
    }

    private static let advice: [String: String] = [
        "Parquet": "without a column of pictures: it may name the images of a dataset that lies elsewhere",
        "Arrow":
            "without a column of pictures: it may name the images of a dataset that lies elsewhere",
        "MATLAB":
            "which is not what Flowers-102, Stanford Cars or SVHN have: save the labels as labels.csv with the columns"
            + " file and label",
        "NumPy": "arrays of pixels are not read: save them as PNG in class folders",
        "HDF5": "which is not read: save its images as class folders",
        "LMDB": "which is not read: save its images as class folders",
        "TFRecord": "which is not read: save its images as class folders, or as tar shards",
        "MXNet record": "which is not read: save its images as class folders, or as tar shards",
        "FFCV": "which is not read: give the images that it was made of",
        "zip": "which is read where it is named itself: --dataset FILE.zip",
        "tar.gz": "which is read where it is named itself: --dataset FILE.tar.gz",
        "gzip": "which is packed: unpack it",
        "bzip2": "which is packed: unpack it", "xz": "which is packed: unpack it", "zstd": "which is packed: unpack it",
        "7z": "which is packed: unpack it", "rar": "which is packed: unpack it",
        "pickle": "which is not read: save its images as class folders",
        "torch": "which is not read as a dataset: save its images as class folders",
        "Excel": "which is not read: save it as CSV",
    ]

    /// Where there is no image at all.
    var refusal: DatasetError {
        if let sentence = leftOut.sentence, leftOut.count > 0 {
            return .nothingRead(place.url, seen: sentence)
        }
        let files = others.isEmpty ? bareFiles : others
        let kinds = Dictionary(grouping: files) { Self.kind($0, in: place) ?? "" }.filter { !$0.key.isEmpty }
        guard let (kind, files) = kinds.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }) else {
            return .noImages(place.url)
        }
        let first = files.map(\.text).min()!
        guard !place.files.areInArchive || others.isEmpty else {
            return .nothingRead(
                place.url,
                seen:
                    "\(Self.counted(kind, files.count, first)), which \(files.count == 1 ? "is" : "are") not read inside"
                    + " of an archive: unpack it")
        }
        return .nothingRead(place.url, seen: Self.sentence(kind, count: files.count, first: first))
    }

    /// For a file that is named itself; nil where nothing is known of it.
    static func refusal(of file: FilePath, in place: DatasetPlace) -> DatasetError? {
        guard let kind = kind(FilePath(file.url.lastPathComponent), in: place) else { return nil }
        return .nothingRead(
            file.url, seen: advice[kind].map { "is a \(kind) file, \($0)" } ?? sentence(kind, count: 1, first: ""))
    }

    private static func sentence(_ kind: String, count: Int, first: String) -> String {
        if kind == python {
            return "\(first) is a batch of CIFAR's Python version: its folder must have batches.meta, or meta, too"
        }
        return counted(kind, count, first) + ", "
            + (advice[kind] ?? "which \(count == 1 ? "is" : "are") not read")
    }

    private static func counted(_ kind: String, _ count: Int, _ first: String) -> String {
        "\(count == 1 ? "there is" : "there are") \(count) \(kind) file\(count == 1 ? "" : "s") (\(first))"
    }

    private static let python = "Python CIFAR"

    private static func kind(_ file: FilePath, in place: DatasetPlace) -> String? {
        let base = file.bytes.split(separator: UInt8(ascii: "/")).last ?? []
        switch FileKind(base) {
        case .container(let kind):
            return kind == "binary" && String(decoding: base, as: UTF8.self).hasPrefix("data_batch") ? python : kind
        case .bare where CIFARPickles.isPickle(place.path.appending(file.bytes)): return python
        default: return nil
        }
    }

    /// Files without an ending, which the walk does not keep.
    private var bareFiles: [FilePath] {
        guard place.isFolder else { return [] }
        let here = place.entries.files.map { FilePath(bytes: $0) }
        let below = place.entries.folders.flatMap { folder -> [FilePath] in
            let entries = (try? FolderEntries(of: place.path.appending(folder))) ?? FolderEntries()
            return entries.files.map { FilePath(bytes: folder).appending($0) }
        }
        return here + below
    }
}

extension OtherContents {
    /// Where there are images and nothing that is read says their classes: what seems to, and what to do.
    func warning(_ images: ByteStrings) -> String? {
        let todo = "write labels.csv with the columns file and label, or put the images into class folders"
        if let file = first({
            $0.hasSuffix(".mat") || $0.hasSuffix(".npy") || $0.hasSuffix(".npz") || $0.hasSuffix(".xlsx")
        }) {
            return "\(place.name): no labels are read; \(file) may hold them and is not read: \(todo)"
        }
        if let file = first({ $0.hasSuffix(".parquet") || $0.hasSuffix(".arrow") }) {
            return "\(place.name): no labels are read; \(file) may hold them and is not read: \(todo)"
        }
        let stems = Sidecars.stems(of: images)
        for (ending, what) in [("xml", "annotations of objects"), ("txt", "texts, one an image: boxes or captions")] {
            if let file = others.first(where: { Sidecars.stem($0, ending: ending).map(stems.contains) ?? false }) {
                return
                    "\(place.name): no labels are read; the .\(ending) files (\(file.text)) are \(what), not a class for"
                    + " an image: \(todo)"
            }
        }
        if let file = first({ $0.hasSuffix(".json") }) {
            return "\(place.name): no labels are read; \(file) may hold them and is not read: \(todo)"
        }
        return nil
    }

    private func first(_ fits: (String) -> Bool) -> String? {
        others.map(\.text).filter { fits($0.lowercased()) }.min()
    }
}
