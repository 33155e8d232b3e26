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
        let names = walk.images.selecting(walk.images.order())
        let found = try LabelledFolders(names, others: walk.others, walk.leftOut, in: place)
        var leftOut = found.leftOut
        leftOut.add(emptyFolders: emptyClasses(walk.emptyFolders, found.classParents))
        return DatasetContent(
            images: ImageList(files: names.selecting(found.kept), in: place.path, splits: found.splits),
            labelColumns: found.labelColumns,
            warnings: walk.unreadable.map { "\($0); its images are left out" } + walk.notFiles.map(\.description)
                + found.warnings, leftOut: leftOut, notes: found.notes)
    }

    /// Folders without images where the class folders are.
    private func emptyClasses(_ folders: [FilePath], _ classParents: [String]) -> [String] {
        let parents = Set(classParents)
        return folders.map(\.text).filter { folder in
            let parts = folder.split(separator: "/")
            let name = String(parts.last ?? "")
            return !folder.isEmpty && parents.contains(parts.dropLast().joined(separator: "/"))
                && !FolderName.isAnnotation(name) && !FolderName.isContainer(name)
        }.sorted()
    }
}
