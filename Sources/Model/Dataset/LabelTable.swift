import Foundation

/// A table with a row an image: a column with its path, and label columns. labels.csv or labels.tsv in a folder, or a
/// table that is named itself; paths are relative to its folder.
struct LabelTable: DatasetLayout {
    private let place: DatasetPlace
    private let file: FilePath

    init?(_ place: DatasetPlace) {
        self.place = place
        if place.isFolder {
            guard let file = place.file("labels.csv") ?? place.file("labels.tsv") else { return nil }
            self.file = file
        } else {
            guard ["csv", "tsv", "jsonl"].contains(place.url.pathExtension.lowercased()) else { return nil }
            file = place.path
        }
    }

    func content() throws -> DatasetContent {
        let text: TableText
        do {
            text = try TableText(file.contents(), ending: file.url.pathExtension.lowercased())
        } catch {
            throw DatasetError.malformed(file.url, message: "cannot be read: \(message(of: error))")
        }
        if !LabelRows.namesFile(header(text), place.description), let content = try FoundTable(file, place).content() {
            return content
        }
        var rows = try text.bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            var reader = DelimitedReader(bytes, separator: text.separator)
            do {
                return try LabelRows(&reader, file: file.url, place: place)
            } catch let fault as DelimitedReader.Fault {
                throw DatasetError.malformed(
                    file.url, message: "row \(fault.row): a quotation mark that is not closed")
            }
        }
        let order = try sorted(rows)
        var missing: [String] = []
        var missingCount = 0
        let present = try order.filter { row in
            try place.progress.step(images: 1)
            if place.embeddings != nil || isFile(rows.paths[row]) { return true }
            missingCount += 1
            if missing.count < 4 { missing.append(FilePath(bytes: rows.paths[row]).text) }
            return false
        }
        if 2 * missingCount > order.count, let content = try FoundTable(file, place).content() { return content }
        guard !present.isEmpty else {
            guard let first = missing.first else { throw DatasetError.malformed(file.url, message: "names no files") }
            throw DatasetError.allFilesMissing(table: file.url, count: missingCount, first: first)
        }
        let images = ImageList(
            files: rows.paths.selecting(present), in: place.folder, splits: rows.splits?.selecting(present))
        let (columns, dropped) = rows.takeLabels()
        let choice = LabelChoice(columns, dropped: dropped)
        // What dataset.toml lists stands as it lists it.
        let labels = place.description.labelColumns == nil ? choice.labels : columns
        return DatasetContent(
            images: images,
            labelColumns: labels.map { column in
                let numbered = NumberNames(column.values.words, in: place).names ?? [:]
                return Dataset.LabelColumn(name: column.name, column.values.selecting(present)) {
                    place.description.names[$0] ?? numbered[$0] ?? $0
                }
            },
            warnings: missingCount == 0 ? [] : [warning(missing, missingCount, of: order.count)],
            notes: place.description.labelColumns == nil && place.description.labelColumn == nil
                ? [choice.note(of: place.name)].compactMap { $0 } : [])
    }

    private func header(_ text: TableText) -> [String] {
        text.bytes.withUnsafeBytes { bytes in
            var reader = DelimitedReader(bytes, separator: text.separator)
            guard (try? reader.next()) == true else { return [] }
            return reader.row.indices.map { LabelRows.trimmed(reader.row[$0]) }
        }
    }

    /// The rows in the order of their paths.
    /// - Throws: `DatasetError.repeatedFile`
    private func sorted(_ rows: LabelRows) throws -> [Int] {
        let order = rows.paths.order()
        for (row, next) in zip(order, order.dropFirst()) where rows.paths[row] == rows.paths[next] {
            throw DatasetError.repeatedFile(
                FilePath(bytes: rows.paths[row]).text, file: file.url, rows: [rows.numbers[row], rows.numbers[next]])
        }
        return order
    }

    private func isFile(_ path: ArraySlice<UInt8>) -> Bool {
        place.folder.appending(path).status().map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }

    private func warning(_ missing: [String], _ count: Int, of total: Int) -> String {
        "\(place.name): \(count) of \(total) files do not exist and are left out: "
            + missing.prefix(3).joined(separator: ", ") + (count > 3 ? ", ..." : "")
    }
}

/// A table of labels that does not say where the files lie: its images are found by name below its folder (Kaggle's
/// labels.csv with an id, and train/ beside it).
struct FoundTable {
    private let file: FilePath
    private let place: DatasetPlace

    init(_ file: FilePath, _ place: DatasetPlace) {
        (self.file, self.place) = (file, place)
    }

    /// Nil where most rows name no image.
    /// - Throws: what the progress throws; `DatasetError.malformed` where the file cannot be read.
    func content() throws -> DatasetContent? {
        var walk = FolderWalk(place.folder, place.progress)
        try walk.enter()
        let names = walk.images.selecting(walk.images.order())
        let name = FilePath(file.url.lastPathComponent)
        guard let table = try SideTable(name, index: ImageIndex(names), place: place) else {
            return nil
        }
        let order = table.images.indices.sorted { table.images[$0] < table.images[$1] }
        let kept = names.selecting(order.lazy.map { table.images[$0] })
        let columns = table.columns.map {
            LabelChoice.Column(name: $0.name, values: $0.values.selecting(order), isWanted: $0.isWanted)
        }
        let splitColumn = place.description.splitColumn ?? "split"
        let choice = LabelChoice(columns.filter { $0.name.lowercased() != splitColumn })
        var leftOut = walk.leftOut
        let named = Set(table.images)
        let example = names.indices.first { !named.contains($0) }.map { FilePath(bytes: names[$0]).text }
        leftOut.add(
            "image that \(name.text) does not name", plural: "images that \(name.text) does not name",
            example: example ?? "", count: names.count - named.count)
        return DatasetContent(
            images: ImageList(
                files: kept, in: place.folder,
                splits: columns.first { $0.name.lowercased() == splitColumn }?.values ?? FolderLabels(kept).splits),
            labelColumns: choice.labels.map {
                Dataset.LabelColumn(name: $0.name, $0.values, shown: ClassSpelling($0.values.words, place).spoken)
            },
            warnings: table.warnings, leftOut: leftOut, notes: [choice.note(of: name.text)].compactMap { $0 })
    }
}
