import Foundation

/// Class folders (the layout of torchvision's ImageFolder) at any depth, maybe within folders of splits; images whose names
/// begin with their class (cat.0.jpg, as in Kaggle's dogs-vs-cats); images with a table or list beside them; or a bare
/// folder of images.
struct ClassFolders: DatasetLayout {
    private let place: DatasetPlace

    init?(_ place: DatasetPlace) {
        guard place.isFolder else { return nil }
        self.place = place
    }

    func content() throws -> DatasetContent {
        var walk = FolderWalk(place.path, place.progress)
        try walk.enter()
        guard !walk.images.isEmpty else {
            throw (walk.unreadable + walk.notFiles).first ?? OtherContents(walk.others, walk.leftOut, in: place).refusal
        }
        var leftOut = walk.leftOut
        var names = walk.images.selecting(walk.images.order())
        var folders = FolderLabels(names, isKnown: place.isKnown)
        if folders.isAnnotation.contains(true) {
            for (index, name) in names.enumerated() where folders.isAnnotation[index] {
                leftOut.add(
                    "image drawn over others", plural: "images drawn over others", example: FilePath(bytes: name).text)
            }
            names = names.selecting(names.indices.filter { !folders.isAnnotation[$0] })
            folders = FolderLabels(names, isKnown: place.isKnown)
        }
        leftOut.add(emptyFolders: emptyClasses(walk.emptyFolders, folders))
        var found = try Found(names, folders, place: place, others: walk.others)
        found.warnings =
            walk.unreadable.map { "\($0); its images are left out" } + walk.notFiles.map(\.description) + found.warnings
        return DatasetContent(
            images: ImageList(files: names, in: place.path, splits: found.splits), labellings: found.labellings,
            warnings: found.warnings, prompts: nil, leftOut: leftOut, notes: found.notes)
    }

    /// Folders without images where the class folders are.
    private func emptyClasses(_ folders: [FilePath], _ labels: FolderLabels) -> [String] {
        let parents = Set(labels.classParents)
        return folders.map(\.text).filter { folder in
            let parts = folder.split(separator: "/")
            let name = String(parts.last ?? "")
            return !folder.isEmpty && parents.contains(parts.dropLast().joined(separator: "/"))
                && !FolderName.isAnnotation(name) && !FolderName.isContainer(name)
        }.sorted()
    }
}

extension ClassFolders {
    /// The labels of images in folders, by whatever says them.
    private struct Found {
        var labellings: [Dataset.Labelling] = []
        var splits: CategoryColumn?
        var warnings: [String] = []
        var notes: [String] = []

        init(_ names: ByteStrings, _ folders: FolderLabels, place: DatasetPlace, others: [FilePath]) throws {
            var classes = folders.classes
            splits = folders.splits
            if !folders.alikeFolders.isEmpty {
                notes.append(
                    "\(place.name): the folders \(listing(folders.alikeFolders)) hold the same folders: they are taken for"
                        + " splits, and the folders in them for classes")
            }
            if classes.words.isEmpty { classes = NumberedNames.classes(of: names, splits: splits) ?? classes }
            if Sidecars.areClassesShards(classes.words, others) {
                classes = CategoryColumn(repeating: nil, count: names.count)
            }
            let isAsked = place.labelColumn.map { $0 != "label" } ?? false
            let hasLists = splits == nil && others.contains(where: SideTables.isListOfSplit)
            if classes.words.count < 2 || isAsked || classes.known < classes.count || hasLists {
                let tables = try SideTables(others, names, in: place)
                warnings += tables.faults
                splits = splits ?? tables.splits()
                let choice = tables.labels()
                if classes.words.count >= 2, !isAsked {
                    classes = tables.filling(classes)
                } else if !choice.labels.isEmpty {
                    labellings = choice.labels.map {
                        Dataset.Labelling(name: $0.name, $0.values, shown: ClassSpelling($0.values.words, place).spoken)
                    }
                    notes += [choice.note(of: listing(tables.names))].compactMap { $0 }
                    warnings += tables.warnings
                    if classes.words.count < 2 { return }
                } else {
                    notes += [choice.note(of: listing(tables.names))].compactMap { $0 }
                }
            }
            guard !classes.words.isEmpty else {
                warnings += [OtherContents(others, LeftOut(), in: place).warning(names)].compactMap { $0 }
                return
            }
            let spelling = ClassSpelling(classes.words, place, folders: folders.passed)
            labellings.insert(Dataset.Labelling(name: "label", classes, shown: spelling.spoken), at: 0)
        }
    }
}
