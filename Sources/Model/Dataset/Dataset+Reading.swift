import Foundation

extension Dataset {
    /// Reads whatever lies at a path: see `layouts`. dataset.toml beside it may name it, its columns, its prompt set and
    /// nicer class names.
    /// - Parameters:
    ///   - path: a folder; or a table, an archive or a brace pattern of archives.
    ///   - labelColumn: the label column to put first, instead of the dataset's own choice.
    ///   - paths: how the rows of a table name the images, instead of what it seems.
    ///   - embeddings: made elsewhere, instead of the file that dataset.toml names. With either, images of labels.csv
    ///     whose files do not exist stay in the dataset.
    ///   - library: where prompt sets named in dataset.toml are found.
    ///   - known: where numbered classes of a known data set get their names and prompts.
    ///   - part: of a dataset of many files only those of this part are opened, and of this split, where that can be told
    ///     beforehand: `Dataset.part` says whether.
    ///   - progress: called now and then with the number of images found so far; what it throws ends the reading.
    /// - Throws: `DatasetError`, `TOMLFile.Failure`, `PromptSetError`, and what `progress` throws.
    package init(
        contentsOf path: URL, labelColumn: String? = nil, paths: TablePaths = TablePaths(), embeddings: URL? = nil,
        library: TemplateLibrary? = nil, known: KnownDatasetLibrary? = nil,
        part: (shard: Shard, split: String?)? = nil,
        progress: @escaping (_ images: Int) throws -> Void = { _ in }
    ) throws {
        let place = try DatasetPlace(
            FilePath(path.standardizedFileURL), labelColumn: labelColumn, paths: paths, embeddings: embeddings,
            known: known, part: part.map { DatasetPlace.PartRequest(shard: $0.shard, split: $0.split) },
            progress: ScanProgress(progress))
        let content = try Self.content(of: place)
        let description = place.description
        self.init(
            name: place.name, title: description.title, folder: place.url, images: content.images,
            labelColumns: try Self.order(
                content.labelColumns, first: labelColumn ?? description.labelColumn, dataset: place.url),
            prompts: try description.promptSet(in: place.folder.url, library: library) ?? content.prompts,
            warnings: content.warnings + [description.unusedNames(content.labelColumns)].compactMap { $0 },
            leftOut: content.leftOut, notes: content.notes)
        self.embeddings = place.embeddings
        self.part = content.part
    }

    /// - Throws: `DatasetError` where there is nothing at a path.
    package static func check(_ path: URL) throws {
        _ = try DatasetPlace.isFolder(FilePath(path.standardizedFileURL))
    }

    private static func content(of place: DatasetPlace) throws -> DatasetContent {
        for layout in layouts {
            if let found = try layout.init(place) { return try found.content() }
        }
        // What is distributed lies below lone folders more often than not.
        var inner = try place.onlyFolder()
        for _ in 0..<Self.deepestPlace {
            guard let here = inner else { break }
            for layout in layouts {
                if let found = try layout.init(here) { return try found.content() }
            }
            inner = try here.onlyFolder()
        }
        if let folders = ClassFolders(place) { return try folders.content() }
        throw OtherContents.refusal(of: place.path, in: place) ?? DatasetError.unknownFile(place.url)
    }

    private static let deepestPlace = 8

    private static func order(_ labelColumns: [LabelColumn], first: String?, dataset: URL) throws -> [LabelColumn] {
        guard let first else { return labelColumns }
        guard let chosen = labelColumns.firstIndex(where: { $0.name == first }) else {
            throw DatasetError.noSuchLabelColumn(first, dataset: dataset, columns: labelColumns.map(\.name))
        }
        return [labelColumns[chosen]] + labelColumns[..<chosen] + labelColumns[(chosen + 1)...]
    }
}
