import ArgumentParser
import Model

/// The labelled images that prompts are evaluated on.
struct EvaluationOptions: ParsableArguments {
    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var split: SplitOption

    @Option(help: ArgumentHelp("Choose among these classes instead of the dataset's.", valueName: "a,b,c"))
    var labels: String?

    @OptionGroup var embedding: EmbeddingOptions

    /// - Throws: `EvaluatedDataset.Failure` where there are no labels to evaluate by.
    func read(_ home: Home) throws -> EvaluatedDataset {
        try evaluated(dataset.read(home, split: split.split))
    }

    /// - Parameter read: the dataset that the options mean.
    /// - Throws: as `read`.
    func evaluated(_ read: Dataset) throws -> EvaluatedDataset {
        try EvaluatedDataset(
            read, labels: labels.map(LabelList.init), split: split.split, encoding: try embedding.encoding)
    }
}
