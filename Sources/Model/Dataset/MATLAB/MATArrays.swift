import Foundation

/// Pictures and labels in arrays of MATLAB: SVHN's train_32x32.mat, test_32x32.mat and extra_32x32.mat (Netzer et al. 2011),
/// whose X is [height, width, 3, images] and whose y has a label for each, 10 for the digit 0.
struct MATArrays: DatasetLayout {
    private let place: DatasetPlace
    private let files: [FilePath]

    private static let order = ["train", "extra", "test"]

    init?(_ place: DatasetPlace) {
        self.place = place
        if place.isFolder {
            let names = place.entries.files(endingWith: ".mat").filter { $0.hasSuffix("_32x32.mat") }
            guard !names.isEmpty, !place.entries.files.contains(where: ImageFormat.lists) else { return nil }
            files = names.sorted { Self.place(of: $0) < Self.place(of: $1) }
                .map { place.path.appending(FilePath(text: $0).bytes) }
        } else {
            guard place.path.text.lowercased().hasSuffix(".mat"), place.path.status() != nil else { return nil }
            files = [place.path]
        }
    }

    private static func place(of name: String) -> Int {
        order.firstIndex { name.hasPrefix($0) } ?? order.count
    }

    func content() throws -> DatasetContent {
        var members = MemberColumn()
        var (names, splits, labels) = (ByteStrings(), CategoryColumn(), [Int?]())
        var areHouseNumbers = true
        for file in files {
            do {
                let array = try Pictures(file, place.progress)
                let archive = members.add(array.archive)
                let stem = file.url.deletingPathExtension().lastPathComponent
                for image in 0..<array.count {
                    members.append(
                        archive: archive, offset: array.offset + image * array.layout.byteCount,
                        size: array.layout.byteCount)
                    names.append("\(stem)/\(image.padded(to: array.count))".utf8)
                }
                splits.append(stem.split(separator: "_").first.map(String.init) ?? stem, count: array.count)
                areHouseNumbers =
                    areHouseNumbers && array.layout.width == 32 && array.labels.allSatisfy((1...10).contains)
                labels += array.labels.isEmpty ? Array(repeating: nil, count: array.count) : array.labels
                try place.progress.step(images: array.count)
            } catch
                where error is MATFile.Failure || error is POSIXError || error is FilePath.NotAFile
                || error is GzipFile.Failure
            {
                throw DatasetError.malformed(file.url, message: message(of: error))
            }
        }
        let images = ImageList(members: members, names: names, splits: files.count > 1 ? splits : nil)
        guard labels.contains(where: { $0 != nil }) else { return DatasetContent(images: images, labelColumns: []) }
        if areHouseNumbers { labels = labels.map { $0 == 10 ? 0 : $0 } }
        let known = try place.known(numbers: labels.lazy.compactMap { $0 }, folders: areHouseNumbers ? ["svhn"] : [])
        return DatasetContent(
            images: images,
            labelColumns: [
                Dataset.LabelColumn(
                    name: "label", numbers: labels, names: known?.classes ?? [], shown: place.description.spokenName)
            ], prompts: known?.promptSet(for: known?.classes ?? []))
    }

    /// X and y of one file.
    private struct Pictures {
        let archive: ImageArchive
        let layout: PixelLayout
        let count: Int
        /// Of the first picture, as `archive` counts.
        let offset: Int
        /// None where the file has none.
        let labels: [Int]

        init(_ file: FilePath, _ progress: ScanProgress) throws {
            let descriptor = try file.opened()
            defer { close(descriptor) }
            let fileVersion = try FileVersion(descriptor: descriptor)
            let mat = try MATFile(size: Int(fileVersion.size), read: readBytes(of: descriptor))
            let has = mat.variables.map { "\($0.name) \($0.shape)" }.joined(separator: ", ")
            guard let pixels = mat["X"], pixels.shape.count == 4, pixels.kind == .uint8, let numbers = pixels.numbers,
                numbers.type == .uint8, [1, 3].contains(pixels.shape[2]), let place = mat.place(of: pixels)
            else {
                throw MATFile.Failure.unexpected(
                    "expected an array X of bytes, [height, width, 3, images], as SVHN has; it has \(has)")
            }
            count = pixels.shape[3]
            layout = PixelLayout(
                width: pixels.shape[1], height: pixels.shape[0], channels: pixels.shape[2], order: .planarColumns,
                format: "matlab")
            guard pixels.shape[..<2].allSatisfy({ $0 > 0 && $0 < 1 << 14 }), layout.byteCount <= ImageError.pixelLimit,
                numbers.count == layout.byteCount.times(count)
            else { throw MATFile.Failure.notWhole }
            switch place {
            case .file(let offset):
                self.offset = offset
                archive = ImageArchive(file, fileVersion: fileVersion, pixels: layout)
            case .stream(let start, let offset):
                self.offset = offset
                let indexer = try GzipIndexer(file, from: start, format: .zlib)
                let end = offset + numbers.count
                while indexer.size < end {
                    let reached = indexer.size + 1 << 22
                    guard try indexer.reach(min(end, reached), keepingFrom: min(end, reached)) else {
                        throw MATFile.Failure.notWhole
                    }
                    try progress.step()
                }
                archive = ImageArchive(
                    file, fileVersion: fileVersion, pixels: layout, stored: GzipTarPictures(blocks: indexer.blocks))
            }
            guard let found = mat["y"] else {
                labels = []
                return
            }
            guard let labels = try mat.value(of: found).integers, labels.count == count,
                labels.allSatisfy({ (0..<1 << 20).contains($0) })
            else { throw MATFile.Failure.unexpected("y is \(found.shape), expected \(count) whole numbers") }
            self.labels = labels
        }
    }
}
