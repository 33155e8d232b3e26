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
    @OptionGroup var output: JSONOption

    func run() throws {
        let file = URL(typed: out)
        _ = try EmbeddingFile.Format(of: file)
        let home = try Home.current()
        let (classes, set) = try classes(home)
        let clip = try model.load(home)
        let classifier = try TemplateEmbeddings(model: clip).classifier(set, labels: classes)
        let saved = SavedClassifier(
            classes: classes, classifier: classifier, model: clip.name, fingerprint: clip.fingerprint, prompts: set)
        try saved.write(to: file)
        try output.json ? Output.write(json: saved) : Output.write(saved.python(file))
    }

    /// The classes that are offered, and the prompts.
    private func classes(_ home: Home) throws -> ([String], PromptSet) {
        guard let labels else {
            let read = try dataset.read(home)
            guard let labelling = read.labellings.first else { throw Failure.noClasses(read.name) }
            let set = read.prompts(chosen: try prompts.chosen(home, for: labelling.classes))
            try read.check(set, labelling, source: prompts.source(of: set))
            return (try offered(labelling.classes, set), set)
        }
        let listed = try LabelList(labels).labels
        let set = try prompts.chosen(home, for: listed) ?? .photo
        if let strange = set.strangeClass(among: listed) { Message.warning(strange) }
        return (try offered(listed, set), set)
    }

    private func offered(_ classes: [String], _ set: PromptSet) throws -> [String] {
        let offered = ClassChoice(classes, set).names
        guard !offered.isEmpty else { throw PromptSetError.everythingHidden(source: prompts.source(of: set)) }
        return offered
    }

    enum Failure: Error, CustomStringConvertible {
        case noClasses(String)

        var description: String {
            switch self {
            case .noClasses(let dataset): "\(dataset) has no labels; name the classes with --labels a,b,c"
            }
        }
    }
}
