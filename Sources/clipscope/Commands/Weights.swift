import ArgumentParser
import Foundation
import Model

struct Weights: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save the classifier that prompts make: one vector a class.",
        discussion: """
            A class weight is the normalised mean of its prompts' embeddings; an image belongs to the class whose weight is \
            nearest. A name in .safetensors gives the tensor \"weights\", float32 [classes, dimension], with the labels, the \
            logit scale, the model and the prompts in its metadata; a name in .npy gives a numpy array, with a list of the \
            labels beside it. Prints the lines of Python that use it; `clipscope classify --weights` does too.

              clipscope weights --labels "cat,dog,bird" --out pets.safetensors
              clipscope weights --dataset ~/pets --prompts pets.toml --out pets.npy
            """)

    @Option(help: ArgumentHelp("The file to write, .safetensors or .npy.", valueName: "file"))
    var out: String

    @Option(help: ArgumentHelp("The class names.", valueName: "a,b,c"))
    var labels: String?

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions
    @OptionGroup var telling: QuietOption
    @OptionGroup var output: JSONOption

    func run() throws {
        let file = URL(typed: out)
        _ = try EmbeddingFile.Format(of: file)
        let home = try Home.current()
        let (classes, set) =
            try labels.map { try prompts.classes(listed: $0, home) } ?? prompts.classes(of: dataset.read(home), home)
        let clip = try model.load(home)
        let classifier = try TemplateEmbeddings(model: clip).classifier(set, labels: classes)
        let saved = SavedClassifier(
            classes: classes, classifier: classifier, model: clip.name, fingerprint: clip.fingerprint, prompts: set)
        try saved.write(to: file)
        try output.json ? Output.write(json: saved) : Output.write(saved.python(file))
    }
}
