import Foundation

/// Files of columns with pictures in one, as Hugging Face's hub and `datasets` write them: a file, a brace pattern, or a
/// folder of them (data/train-00000-of-00008.parquet; data-00000-of-00001.arrow of save_to_disk; load_dataset's cache).
struct ColumnShards: DatasetLayout {
    private let place: DatasetPlace
    /// Of a part of the dataset those that it opens.
    private let shards: [Shard]
    private let part: FilePart?
    private let prefixes: [FilePath: String]

    private static let endings = [".parquet", ".arrow"]

    /// - Throws: a `ColumnFileFailure`, `POSIXError`, `FilePath.NotAFile`
    private static func opened(_ path: FilePath) throws -> any ColumnFile {
        path.text.hasSuffix(".arrow") ? try ArrowFile(path) : try ParquetFile(path)
    }

    /// What `datasets` keeps beside a dataset: results of map and filter, and the order of a shuffled one.
    private static func isScratch(_ file: String) -> Bool {
        file.hasSuffix(".arrow") && (file.hasPrefix("cache-") || file.hasPrefix("indices"))
    }

    private struct Shard {
        let path: FilePath
        /// What it says of itself, where that was read already.
        var file: (any ColumnFile)?
    }

    init?(_ place: DatasetPlace) throws {
        self.place = place
        var paths: [FilePath]
        if place.isFolder {
            paths = try Self.files(in: place.path, place.entries, depth: 0)
        } else {
            paths = ShardPattern.files(of: place, endings: Self.endings)
            guard paths.allSatisfy({ path in Self.endings.contains(where: path.text.hasSuffix) }) else { return nil }
            if let gone = paths.first(where: { $0.status() == nil }) {
                throw DatasetError.missingShard(gone.url, shards: paths.count)
            }
        }
        prefixes = ShardPattern.prefixes(paths) { path in
            let below =
                path.text.hasPrefix(place.path.text + "/")
                ? String(path.text.dropFirst(place.path.text.count + 1))
                : path.url.lastPathComponent
            return (below.lastIndex(of: ".").map { String(below[..<$0]) } ?? below) + "/"
        }
        let own = place.own(of: paths, path: { $0 }, split: Self.split)
        part = own?.part
        paths = own?.files ?? paths
        shards = paths.compactMap { path in
            guard place.isFolder else { return Shard(path: path) }
            // One that cannot be read is told by `content`.
            guard let file = try? Self.opened(path) else { return Shard(path: path) }
            // A table without pictures lies beside images, and says something of them.
            return file.pictureColumns(ColumnFeatures(file.features)).isEmpty ? nil : Shard(path: path, file: file)
        }
        if shards.isEmpty { return nil }
    }

    /// Folders as the hub has them: data/, or a folder for each configuration and in it for each split. None where images
    /// lie in one.
    /// - Throws: `DatasetError.unreadableFolder` for one beside others that hold files of columns.
    private static func files(in folder: FilePath, _ entries: FolderEntries, depth: Int) throws -> [FilePath] {
        let here = endings.flatMap(entries.files(endingWith:)).filter { !isScratch($0) }
            .map { folder.appending(FilePath(text: $0).bytes) }
        guard here.isEmpty, depth < 4, entries.folderNames.count <= 64 else { return here }
        var found: [FilePath] = []
        var unreadable: DatasetError?
        for name in entries.folderNames {
            let below = folder.appending(FilePath(text: name).bytes)
            do {
                let inner = try FolderEntries(of: below)
                if inner.files.contains(where: ImageFormat.lists) { return [] }
                found += try files(in: below, inner, depth: depth + 1)
            } catch let error as POSIXError {
                unreadable = .unreadableFolder(below.url, reason: message(of: error))
            }
        }
        if let unreadable, !found.isEmpty { throw unreadable }
        return found
    }

    func content() throws -> DatasetContent {
        var table = ColumnTable()
        for shard in shards {
            let path = shard.path
            do {
                let file = try shard.file ?? Self.opened(path)
                try table.add(file, prefix: prefixes[path] ?? "", split: Self.split(path), progress: place.progress)
            } catch  where error is any ColumnFileFailure || error is POSIXError || error is FilePath.NotAFile {
                throw DatasetError.malformed(path.url, message: message(of: error))
            }
        }
        guard table.count > 0 || part != nil else { throw DatasetError.noImages(place.url) }
        let choice = LabelChoice(
            table.columns.map {
                LabelChoice.Column(
                    name: $0.name, values: $0.values,
                    isWanted: $0.name == place.labelColumn || $0.name == place.description.labelColumn)
            })
        var notes: [String] = []
        if table.pictures.count > 1 {
            notes.append(
                "\(place.name): the pictures are its column \(table.pictures[0]); it also has"
                    + " \(table.pictures.dropFirst().joined(separator: ", "))")
        }
        if place.description.labelColumn == nil { notes += [choice.note(of: place.name)].compactMap { $0 } }
        return DatasetContent(
            images: ImageList(
                members: table.members, names: table.names, splits: table.splits.words.isEmpty ? nil : table.splits,
                otherNames: part == nil ? nil : table.otherNames),
            labelColumns: try choice.labels.map { try labelColumn($0, classes: table.classes[$0.name]) }, notes: notes,
            part: part)
    }

    /// The hub's data sets have -1 for the label of an image whose label is not published.
    private static func withoutMissing(_ values: CategoryColumn) -> CategoryColumn {
        guard values.words.contains("-1"), values.words.allSatisfy({ Int($0).map { $0 >= -1 } ?? false }) else {
            return values
        }
        return CategoryColumn((0..<values.count).map { values[$0] == "-1" ? nil : values[$0] })
    }

    /// The part that a file belongs to: by its name, else by that of its folder.
    private static func split(_ path: FilePath) -> String? {
        SplitName.spoken(in: path.url.lastPathComponent)
            ?? SplitName.spoken(in: path.url.deletingLastPathComponent().lastPathComponent)
    }

    /// Classes in the order of their numbers, where the features name them.
    private func labelColumn(_ column: LabelChoice.Column, classes: [String]?) throws -> Dataset.LabelColumn {
        let values = Self.withoutMissing(column.values)
        if let classes {
            let numbers = Dictionary(classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
            return Dataset.LabelColumn(
                name: column.name, numbers: (0..<values.count).map { values[$0].flatMap { numbers[$0] } },
                names: classes, shown: place.description.spokenName)
        }
        let numbers = (0..<values.count).map { values[$0].flatMap(Int.init) }
        if values.present.allSatisfy({ Int($0).map { $0 >= 0 } ?? false }),
            let known = try place.known(numbers: numbers.lazy.compactMap { $0 })
        {
            return Dataset.LabelColumn(
                name: column.name, numbers: numbers, names: known.classes, shown: place.description.spokenName)
        }
        return Dataset.LabelColumn(name: column.name, values, shown: ClassSpelling(values.words, place).spoken)
    }
}
