import Foundation

/// Arrays of pictures and labels in a .npz: MedMNIST's train_images and train_labels, or Keras' x_train and y_train.
struct ArrayFile: DatasetLayout {
    private let place: DatasetPlace
    private let file: FilePath

    private static let splits = ["train", "val", "test"]
    /// What is unpacked into memory.
    private static let (longestImages, longestLabels) = (GzipFile.longest, 1 << 27)

    init?(_ place: DatasetPlace) {
        self.place = place
        if place.isFolder {
            let files = place.entries.files(endingWith: ".npz")
            guard files.count == 1, !place.entries.files.contains(where: ImageFormat.lists),
                place.entries.folders.isEmpty
            else { return nil }
            file = place.path.appending(FilePath(text: files[0]).bytes)
        } else {
            guard place.path.text.hasSuffix(".npz"), place.path.status() != nil else { return nil }
            file = place.path
        }
    }

    private func malformed(_ message: String) -> DatasetError { .malformed(file.url, message: message) }

    func content() throws -> DatasetContent {
        do {
            let descriptor = try file.opened()
            defer { close(descriptor) }
            let fileVersion = try FileVersion(descriptor: descriptor)
            let read = readBytes(of: descriptor)
            let directory = try ZipDirectory(size: Int(fileVersion.size), read: read)
            return try content(directory, fileVersion, read: read)
        } catch
            where error is ZipDirectory.Failure || error is POSIXError || error is EmbeddingFileError
            || error is FilePath.NotAFile
        {
            throw malformed(message(of: error).replacing(file.url.path + ": ", with: ""))
        }
    }

    private func content(_ directory: ZipDirectory, _ fileVersion: FileVersion, read: ReadBytes) throws
        -> DatasetContent
    {
        let entries = Dictionary(directory.entries.map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first })
        var layout: PixelLayout?
        var (parts, start) = ([ArrayPictures.Part](), 0)
        var offsets: [Int] = []
        var (names, splits, labels) = (ByteStrings(), CategoryColumn(), [Int?]())
        for split in Self.splits {
            guard let entry = entries["\(split)_images.npy"] ?? entries["x_\(split).npy"] else { continue }
            let header = try header(directory, entry, read: read)
            let own = try pixels(header, entry)
            guard layout == nil || layout == own else {
                throw malformed("\(entry.text) has pictures of \(own), others of \(layout!)")
            }
            layout = own
            let count = header.shape[0]
            parts.append(ArrayPictures.Part(entry: entry, start: start))
            for index in 0..<count {
                offsets.append(start + header.length + index * own.byteCount)
                names.append("\(split)/\(index.padded(to: count))".utf8)
            }
            start += entry.expandedSize
            splits.append(split, count: count)
            let file = entries["\(split)_labels.npy"] ?? entries["y_\(split).npy"]
            labels +=
                try file.map { try self.labels(directory, $0, count: count, read: read) }
                ?? Array(repeating: nil, count: count)
            try place.progress.step(images: count)
        }
        guard let layout, !offsets.isEmpty else {
            throw malformed(
                "has no arrays train_images or x_train; it has "
                    + directory.entries.prefix(8).map(\.text).joined(separator: ", "))
        }
        var members = MemberColumn(archives: [
            ImageArchive(file, fileVersion: fileVersion, pixels: layout, stored: ArrayPictures(directory, parts))
        ])
        for offset in offsets { members.append(archive: 0, offset: offset, size: layout.byteCount) }
        let images = ImageList(members: members, names: names, splits: splits)
        guard labels.contains(where: { $0 != nil }) else { return DatasetContent(images: images, labelColumns: []) }
        let known = try place.known(numbers: labels.lazy.compactMap { $0 })
        return DatasetContent(
            images: images,
            labelColumns: [
                Dataset.LabelColumn(
                    name: "label", numbers: labels, names: known?.classes ?? [], shown: place.description.spokenName)
            ], prompts: known?.promptSet(for: known?.classes ?? []))
    }

    private func header(_ directory: ZipDirectory, _ entry: ZipDirectory.Entry, read: ReadBytes) throws -> NumPyHeader {
        let start = try directory.start(of: entry, count: 1 << 12, read: read)
        let header = try start.withUnsafeBytes { try NumPyHeader($0, file: file.url) }
        guard !header.isFortranOrder || header.shape.count < 2 else {
            throw malformed("\(entry.text) is in Fortran's order, which is not read")
        }
        return header
    }

    private func pixels(_ header: NumPyHeader, _ entry: ZipDirectory.Entry) throws -> PixelLayout {
        let shape = header.shape
        let channels = shape.count == 3 ? 1 : shape.count == 4 ? shape[3] : 0
        guard ["|u1", "<u1", "u1"].contains(header.type), [1, 3].contains(channels),
            shape[1...].allSatisfy({ $0 > 0 && $0 < 1 << 14 })
        else {
            throw malformed(
                "\(entry.text) is \(header.type) of \(shape), expected bytes of [images, height, width] or [..., 3]")
        }
        let layout = PixelLayout(
            width: shape[2], height: shape[1], channels: channels, order: .interleaved, format: "numpy")
        guard let all = shape[0].times(layout.byteCount), all.plus(header.length) == entry.expandedSize,
            layout.byteCount <= ImageError.pixelLimit
        else { throw malformed("\(entry.text) has \(entry.expandedSize) bytes, which are not \(shape)") }
        guard entry.isStored || entry.expandedSize <= Self.longestImages else {
            throw malformed("\(entry.text) unpacks to \(entry.expandedSize) bytes: save it with numpy.savez, unpacked")
        }
        return layout
    }

    /// None where an image has several.
    private func labels(
        _ directory: ZipDirectory, _ entry: ZipDirectory.Entry, count: Int, read: ReadBytes
    ) throws -> [Int?] {
        let header = try header(directory, entry, read: read)
        let isSigned = header.type.contains("i")
        guard let size = header.type.last?.wholeNumberValue, [1, 2, 4, 8].contains(size), !header.type.hasPrefix(">"),
            isSigned || header.type.contains("u"), header.shape.first == count,
            entry.expandedSize <= Self.longestLabels
        else { throw malformed("\(entry.text) is \(header.type) of \(header.shape), expected \(count) whole numbers") }
        guard header.shape.dropFirst().allSatisfy({ $0 == 1 }) else { return Array(repeating: nil, count: count) }
        let bytes = try directory.contents(of: entry, read: read)
        guard bytes.count == header.length + count * size else {
            throw malformed("\(entry.text) has \(bytes.count) bytes, expected \(header.length + count * size)")
        }
        return try (0..<count).map { index in
            let start = header.length + index * size
            // A label is small: what is beyond 31 bits is none, and below zero none is known.
            let number = bytes[start..<start + size].littleEndian
            let isNegative = isSigned && bytes[start + size - 1] & 0x80 != 0
            guard isNegative || number < 1 << 20 else { throw malformed("\(entry.text) has the label \(number)") }
            return isNegative ? nil : number
        }
    }
}
