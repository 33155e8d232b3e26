/// One way in which a dataset can lie on the disk.
protocol DatasetLayout {
    /// Nil where the place is laid out otherwise.
    init?(_ place: DatasetPlace) throws

    /// - Throws: `DatasetError`, and what the progress throws.
    func content() throws -> DatasetContent
}

/// What a layout holds.
struct DatasetContent {
    let images: ImageList
    let labelColumns: [Dataset.LabelColumn]
    /// What is amiss, a line each; the dataset is of use all the same.
    var warnings: [String] = []
    /// A prompt set that comes with it.
    var prompts: PromptSet?
    /// What might be taken for its images and is not.
    var leftOut = LeftOut()
    /// What was guessed, a line each.
    var notes: [String] = []
    /// Where only the files of a part were opened.
    var part: FilePart?
}
