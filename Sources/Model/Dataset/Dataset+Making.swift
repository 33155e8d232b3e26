import Foundation

extension Dataset {
    /// Single files as a dataset without labels; `paths` are the images' names for people.
    package init(files paths: [String], in directory: URL) {
        self.init(
            name: "images", folder: directory,
            images: ImageList(paths: paths, in: FilePath(directory)),
            labellings: [])
    }

    /// The images of one split, or all of them for nil.
    /// - Throws: `DatasetError.noSuchSplit`
    package func narrowed(to split: String?) throws -> Dataset {
        try split.map(only(split:)) ?? self
    }

    /// The images of one part. Classes stay as they are.
    package func narrowed(to shard: Shard) -> Dataset {
        only(Array(shard.range(of: images.count)))
    }
}

extension Dataset.Labelling {
    /// The same images among other classes: one whose class is not among them has no label.
    package func choosing(among classes: [String]) -> Self {
        let index = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
        return Self(name: name, classes: classes, labels: labels.map { $0.flatMap { index[self.classes[$0]] } })
    }

    /// Images without labels among given classes.
    package static func unlabelled(images: Int, classes: [String]) -> Self {
        Self(name: "", classes: classes, labels: Array(repeating: nil, count: images))
    }
}
