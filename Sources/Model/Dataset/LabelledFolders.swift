/// The labels of images in folders, by whatever says them: the folders, the images' names, or tables beside them.
struct LabelledFolders {
    /// The images that are some, of those that were handed in.
    private(set) var kept: [Int]
    private(set) var labellings: [Dataset.Labelling] = []
    private(set) var splits: CategoryColumn?
    private(set) var warnings: [String] = []
    private(set) var notes: [String] = []
    private(set) var leftOut: LeftOut
    /// The folders in which the folders of classes lie.
    private(set) var classParents: [String]

    /// - Parameters:
    ///   - all: the images' paths, in order.
    ///   - others: texts and the like beside them.
    /// - Throws: what the progress throws.
    init(_ all: ByteStrings, others: [FilePath], _ leftOut: LeftOut, in place: DatasetPlace) throws {
        self.leftOut = leftOut
        kept = Array(all.indices)
        var (names, folders) = (all, FolderLabels(all, isKnown: place.isKnown))
        if folders.isAnnotation.contains(true) {
            for (index, name) in all.enumerated() where folders.isAnnotation[index] {
                self.leftOut.add(
                    "image drawn over others", plural: "images drawn over others", example: FilePath(bytes: name).text)
            }
            kept = kept.filter { !folders.isAnnotation[$0] }
            names = all.selecting(kept)
            folders = FolderLabels(names, isKnown: place.isKnown)
        }
        classParents = folders.classParents
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
