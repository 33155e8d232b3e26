import Foundation

/// Class folders (the layout of torchvision's ImageFolder), maybe within folders of splits; images whose names begin with
/// their class (cat.0.jpg, as in Kaggle's dogs-vs-cats); or a bare folder of images.
struct ClassFolders: DatasetLayout {
    private let place: DatasetPlace

    init?(_ place: DatasetPlace) {
        guard place.isFolder else { return nil }
        self.place = place
    }

    func content() throws -> DatasetContent {
        var walk = FolderWalk(place.path, place.progress)
        try walk.enter()
        guard !walk.images.isEmpty else { throw walk.unreadable.first ?? DatasetError.noImages(place.url) }
        let names = walk.images.selecting(walk.images.order())
        let tops = CategoryColumn(names.lazy.map { Self.folders(of: $0, deepest: 1).last })
        let hasSplits = Self.areSplits(tops.words)
        let splits = hasSplits ? tops : nil
        var classes =
            hasSplits
            ? CategoryColumn(
                names.lazy.map { name in
                    let folders = Self.folders(of: name, deepest: 2)
                    return folders.count == 2 ? folders[1] : nil
                }) : tops
        if classes.words.isEmpty {
            classes = NumberedNames.classes(of: names, splits: splits) ?? classes
        }
        let labelling = Dataset.Labelling(name: "label", classes, shown: place.description.spokenName)
        return DatasetContent(
            images: ImageList(files: names, in: place.path, splits: splits),
            labellings: classes.words.isEmpty ? [] : [labelling],
            warnings: walk.unreadable.map { "\($0); its images are left out" } + walk.others.map(\.description))
    }

    /// Splits where all folders with images are called like one, or two of them.
    private static func areSplits(_ folders: [String]) -> Bool {
        let named = folders.count { SplitName.isSplit($0) }
        return named >= 2 || (named == 1 && folders.count == 1)
    }

    /// The folders that a path goes through, from the top, at most so many.
    private static func folders(of path: ArraySlice<UInt8>, deepest: Int) -> [String] {
        var folders: [String] = []
        var start = path.startIndex
        while folders.count < deepest, let slash = path[start...].firstIndex(of: UInt8(ascii: "/")) {
            folders.append(FilePath(bytes: path[start..<slash]).text)
            start = slash + 1
        }
        return folders
    }
}
