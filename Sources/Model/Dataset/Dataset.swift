import Foundation

/// Labelled images as found on disk. Reading one never writes to it.
public struct Dataset: Sendable {
    /// A row of `images`; what it says is made when it is asked for.
    package struct Image: Sendable {
        let list: ImageList
        let index: Int

        /// Path relative to the dataset's folder: the image's name for people.
        package var path: String { list.path(index) }
        package var source: ImageSource { list.source(index) }
        /// "dev", "held-out", "train", ...; nil where the dataset has no splits.
        package var split: String? { list.split(index) }
    }

    /// One way to label the images: classes in order, and each image's class.
    public struct LabelColumn: Sendable, Equatable {
        /// The column's name: "coarse", "fine", "label".
        public let name: String
        /// Class names as prompts should say them.
        public let classes: [String]
        /// Index into `classes` for each image; nil where it has none.
        public let labels: [Int?]

        package init(name: String, classes: [String], labels: [Int?]) {
            self.name = name
            self.classes = classes
            self.labels = labels
        }

        /// The class of an image; nil where it has none.
        package func label(of image: Int) -> String? { labels[image].map { classes[$0] } }
    }

    /// What it calls itself, else its folder.
    public let name: String
    /// The name for people: dataset.toml's title, else `name`.
    package let title: String
    /// Where it lies: a folder, or a file.
    package let folder: URL
    package let images: ImageList
    /// The first is the default; empty for a bare folder of images.
    public let labelColumns: [LabelColumn]
    /// The dataset's own prompt set, if it brings one.
    public let prompts: PromptSet?
    /// What is amiss with it, a line each: files that are named and do not exist, folders that cannot be read.
    public let warnings: [String]
    /// Files that might be taken for its images and are not.
    package let leftOut: LeftOut
    /// What was guessed of it, a line each: which column the labels are, where there were several.
    package let notes: [String]
    /// Embeddings of the images that were made elsewhere, .npy or .safetensors.
    package var embeddings: URL?
    /// Of a part of a dataset: how many images the whole has, and the place there of each.
    package private(set) var whole: (images: Int, places: [Int])?
    /// Where only the files of a part were opened.
    package internal(set) var part: FilePart?

    package init(
        name: String, title: String? = nil, folder: URL, images: ImageList, labelColumns: [LabelColumn],
        prompts: PromptSet? = nil, warnings: [String] = [], leftOut: LeftOut = LeftOut(), notes: [String] = []
    ) {
        precondition(labelColumns.allSatisfy { $0.labels.count == images.count }, "one label, or nil, an image")
        self.name = name
        self.title = title ?? name
        self.folder = folder
        self.images = images
        self.labelColumns = labelColumns
        self.prompts = prompts
        self.warnings = warnings
        self.leftOut = leftOut
        self.notes = notes
    }
}

extension Dataset {
    /// The names of its splits, sorted; empty where it has none.
    package var splits: [String] {
        images.splits
    }

    /// The images of one split alone. Classes stay as they are, so that splits compare.
    /// - Throws: `DatasetError.noSuchSplit`
    package func only(split: String) throws -> Dataset {
        let kept = images.indices(ofSplit: split)
        guard !kept.isEmpty else { throw DatasetError.noSuchSplit(split, dataset: folder, splits: splits) }
        return only(kept)
    }

    /// The images of these indices alone, in their order.
    package func only(_ kept: [Int]) -> Dataset {
        var part = Dataset(
            name: name, title: title, folder: folder, images: images.selecting(kept),
            labelColumns: labelColumns.map { labelColumn in
                LabelColumn(
                    name: labelColumn.name, classes: labelColumn.classes, labels: kept.map { labelColumn.labels[$0] })
            },
            prompts: prompts, warnings: warnings, leftOut: leftOut, notes: notes)
        part.embeddings = embeddings
        part.part = self.part
        part.whole = (whole?.images ?? images.count, kept.map { whole?.places[$0] ?? $0 })
        return part
    }
}

extension Dataset {
    /// Single files as a dataset without labels; `paths` are the images' names for people.
    package init(files paths: [String], in directory: URL) {
        self.init(
            name: "images", folder: directory,
            images: ImageList(paths: paths, in: FilePath(directory)),
            labelColumns: [])
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

extension Dataset.LabelColumn {
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
