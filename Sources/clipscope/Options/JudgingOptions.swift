import ArgumentParser
import Model

/// The labelled images that prompts are judged on.
struct JudgingOptions: ParsableArguments {
    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var split: SplitOption

    @Option(help: ArgumentHelp("Choose among these classes instead of the dataset's.", valueName: "a,b,c"))
    var labels: String?

    @OptionGroup var embedding: EmbeddingOptions

    /// - Throws: `JudgedDataset.Failure` where there are no labels to judge by.
    func read(_ home: Home) throws -> JudgedDataset {
        try judged(dataset.read(home, split: split.split))
    }

    /// - Parameter read: the dataset that the options mean.
    /// - Throws: as `read`.
    func judged(_ read: Dataset) throws -> JudgedDataset {
        try JudgedDataset(
            read, labels: labels.map(LabelList.init), split: split.split, encoding: embedding.encoding)
    }
}
