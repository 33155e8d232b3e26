/// The labels of images in folders, by whatever says them: the folders, the images' names, or tables beside them.
struct LabelledFolders {
    /// The images that are some, of those that were handed in.
    private(set) var kept: [Int]
    private(set) var labelColumns: [Dataset.LabelColumn] = []
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
                labelColumns = choice.labels.map {
                    Dataset.LabelColumn(name: $0.name, $0.values, shown: ClassSpelling($0.values.words, place).spoken)
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
        labelColumns.insert(Dataset.LabelColumn(name: "label", classes, shown: spelling.spoken), at: 0)
    }
}

/// Labels that files carry in their names: cat.0.jpg, dog.12499.jpg.
enum NumberedNames {
    /// More of them are no classes.
    private static let most = 20

    /// The word before the number of every image of the train split, or of every image where there are no splits; nil
    /// where a name has another form, or where the words are too few or too many. Images of other splits have none.
    static func classes(of names: ByteStrings, splits: CategoryColumn?) -> CategoryColumn? {
        var classes = CategoryColumn()
        for (index, name) in names.enumerated() {
            if let split = splits?[index], SplitName.spoken(in: split) != "train" {
                classes.append(nil)
                continue
            }
            guard let word = word(of: name) else { return nil }
            classes.append(word)
            if classes.words.count > most { return nil }
        }
        return classes.words.count >= 2 ? classes : nil
    }

    /// "cat" for train/cat.0.jpg.
    private static func word(of path: ArraySlice<UInt8>) -> String? {
        let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? path.startIndex
        let parts = path[start...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty,
            parts[1].allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return FilePath(bytes: parts[0]).text
    }
}
