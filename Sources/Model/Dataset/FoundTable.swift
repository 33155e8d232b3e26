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
            labellings: choice.labels.map {
                Dataset.Labelling(name: $0.name, $0.values, shown: ClassSpelling($0.values.words, place).spoken)
            },
            warnings: table.warnings, leftOut: leftOut, notes: [choice.note(of: name.text)].compactMap { $0 })
    }
}
