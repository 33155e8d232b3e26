import Foundation

/// WebDataset shards: a .tar, a brace pattern of them, a folder of them, or folders of splits with them (as
/// clip-benchmark's data sets come, with classnames.txt and zeroshot_classification_templates.txt beside them).
struct TarShards: DatasetLayout {
    private struct Shard {
        let path: FilePath
        let split: String?
    }

    private let place: DatasetPlace
    private let shards: [Shard]
    /// Of all those that a part opens.
    private let own: (files: [Shard], part: FilePart)?
    private let prefixes: [FilePath: String]

    init?(_ place: DatasetPlace) throws {
        self.place = place
        if place.isFolder {
            let here = place.entries.files(endingWith: ".tar")
            if !here.isEmpty {
                guard place.entries.folders.isEmpty, !place.entries.files.contains(where: ImageFormat.lists) else {
                    return nil
                }
                shards = here.map {
                    Shard(path: place.path.appending(FilePath(text: $0).bytes), split: SplitName.spoken(in: $0))
                }
            } else {
                shards = try place.entries.folderNames.filter(SplitName.isSplit).flatMap { split in
                    let folder = place.path.appending(FilePath(text: split).bytes)
                    return try FolderEntries(of: folder).files(endingWith: ".tar").map {
                        Shard(path: folder.appending(FilePath(text: $0).bytes), split: split)
                    }
                }
            }
        } else {
            let paths = ShardPattern.files(of: place, endings: [".tar"])
            guard paths.allSatisfy({ $0.text.hasSuffix(".tar") }) else { return nil }
            shards = paths.map { Shard(path: $0, split: SplitName.spoken(in: $0.url.lastPathComponent)) }
            if let gone = shards.first(where: { $0.path.status() == nil }) {
                throw DatasetError.missingShard(gone.path.url, shards: shards.count)
            }
        }
        if shards.isEmpty { return nil }
        let splits = Dictionary(shards.map { ($0.path, $0.split) }, uniquingKeysWith: { first, _ in first })
        prefixes = ShardPattern.prefixes(shards.map(\.path)) { path in
            let name = path.url.deletingPathExtension().lastPathComponent
            let isHere = path.url.deletingLastPathComponent().path == place.url.path
            return (isHere ? "" : "\((splits[path] ?? nil) ?? "")/") + name + "/"
        }
        own = place.own(of: shards, path: \.path, split: \.split)
    }

    func content() throws -> DatasetContent {
        var samples = TarSamples(wanted: place.labelColumn ?? place.description.labelColumn, place.progress)
        var archives: [ImageArchive] = []
        var splits = CategoryColumn()
        var warnings: [String] = []
        for (index, shard) in (own?.files ?? shards).enumerated() {
            do {
                let tar = try TarFile(shard.path)
                archives.append(ImageArchive(shard.path, fileVersion: tar.fileVersion))
                try samples.read(tar, archive: index, prefix: prefixes[shard.path] ?? "")
            } catch let error as TarFile.Failure {
                warnings.append("\(shard.path.text): \(error)")
            } catch  where error is POSIXError || error is FilePath.NotAFile {
                throw DatasetError.malformed(shard.path.url, message: "cannot be read: \(message(of: error))")
            }
            splits.append(shard.split, count: samples.count - splits.count)
        }
        if samples.count == 0, shards.count == 1, own == nil,
            let content = try ArchiveFolders(place)?.barePictures()
        {
            return content
        }
        guard samples.count > 0 || own != nil else {
            throw warnings.first.map { DatasetError.noSamples(place.url, reason: $0) }
                ?? DatasetError.noSamples(place.url)
        }
        var members = MemberColumn(archives: archives)
        for member in samples.members {
            members.append(archive: member.archive, offset: member.offset, size: member.size)
        }
        let (columns, dropped) = samples.columns()
        let choice = choice(columns, dropped)
        var labelColumns = try choice.labels.map(labelColumn)
        var found = splits.words.isEmpty ? nil : splits
        if labelColumns.isEmpty, choice.others.isEmpty {
            if shards.count == 1, let content = try ArchiveFolders(place)?.content(), !content.labelColumns.isEmpty {
                return content
            }
            let folders = FolderLabels(samples.names, isKnown: place.isKnown)
            if folders.classes.present.count >= 2 {
                labelColumns = [
                    Dataset.LabelColumn(
                        name: "label", folders.classes, shown: ClassSpelling(folders.classes.words, place).spoken)
                ]
                found = found ?? folders.splits
            }
        }
        return DatasetContent(
            images: ImageList(members: members, names: samples.names, splits: found), labelColumns: labelColumns,
            warnings: warnings.map { "\($0); the images before it are shown" } + brokenObjects(samples)
                + samples.dropped.warnings(of: place.name),
            prompts: try templates(), leftOut: samples.leftOut,
            notes: place.description.labelColumn == nil ? [choice.note(of: place.name)].compactMap { $0 } : [],
            part: own?.part)
    }

    /// The class of WebDataset's convention comes first where it is there.
    private func choice(_ columns: [LabelChoice.Column], _ dropped: [String]) -> LabelChoice {
        LabelChoice(columns, dropped: dropped, first: "cls")
    }

    private func brokenObjects(_ samples: TarSamples) -> [String] {
        samples.brokenObjects == 0
            ? [] : ["\(place.name): \(samples.brokenObjects) of the .json are no whole JSON objects"]
    }

    private func labelColumn(_ column: LabelChoice.Column) throws -> Dataset.LabelColumn {
        let labels = column.values
        let numbers = (0..<labels.count).map { labels[$0].flatMap(Int.init) }
        let areNumbers = column.name == "cls" && labels.present.allSatisfy { Int($0).map { $0 >= 0 } ?? false }
        guard areNumbers, let most = numbers.lazy.compactMap({ $0 }).max(), most < labels.count + 100_000 else {
            return Dataset.LabelColumn(name: column.name, labels) { place.description.names[$0] ?? $0 }
        }
        let own = try classNames()
        let names = try own.isEmpty ? place.known(numbers: numbers.lazy.compactMap { $0 })?.classes ?? [] : own
        guard names.isEmpty || most < names.count else {
            throw DatasetError.malformed(
                place.folder.appending("classnames.txt").url,
                message: "has \(names.count) names, but the class \(most) occurs")
        }
        return Dataset.LabelColumn(name: column.name, numbers: numbers, names: names) {
            place.description.names[$0] ?? $0
        }
    }

    private func classNames() throws -> [String] { try lines("classnames.txt") ?? [] }

    private func templates() throws -> PromptSet? {
        guard let templates = try lines("zeroshot_classification_templates.txt") else { return nil }
        let set = PromptSet(name: place.name, templates: templates)
        return set.entries.allSatisfy(\.template.hasPlaceholder) && !templates.isEmpty ? set : nil
    }

    /// Of a file beside the shards.
    private func lines(_ name: String) throws -> [String]? {
        let file = place.folder.appending(name)
        guard file.status() != nil else { return nil }
        return try TOMLFile.text(of: file.url).split(whereSeparator: \.isNewline).map(String.init)
    }
}
