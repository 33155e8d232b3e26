import ArgumentParser
import Foundation
import Model

struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which of some labels fits an image best.",
        discussion: """
            Prints the probability of every label for each image, the highest first. An image that cannot be read is \
            told on standard error; the others are classified, and the exit status is 1.

              clipscope classify cat.jpg --labels "cat,dog,bird"
              clipscope classify *.jpg --labels "day,night" -t "a photo taken at {label}."
              clipscope classify cat.jpg --weights pets.safetensors
            """)

    @Argument(help: ArgumentHelp("\(ImageFormat.names) files.", valueName: "image"))
    var images: [String]

    @Option(help: ArgumentHelp("The class names to choose among.", valueName: "a,b,c"))
    var labels: String?

    @Option(
        help: ArgumentHelp(
            "A classifier that `clipscope weights` saved as .safetensors, instead of labels and prompts.",
            valueName: "file"))
    var weights: String?

    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions

    @Option(help: ArgumentHelp("Only the first labels of each image.", valueName: "count"))
    var top: Int?

    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--top", top, from: 1)
        if (labels == nil) == (weights == nil) { throw ValidationError("Give one of --labels and --weights.") }
        if weights != nil, prompts.isGiven { throw ValidationError("--weights brings its own prompts.") }
    }

    func run() throws {
        let home = try Home.current()
        let clip = try model.load(home)
        let (labels, classifier) = try classifier(clip, home)
        let (embedded, _) = try ImageEncoding(usesCache: false).embeddings(
            of: Dataset(files: images, in: .workingDirectory), clip)
        let classified = Classification(
            embedded, labels: labels, classifier: classifier, top: top ?? labels.count)
        try output.json ? Output.write(json: classified) : Output.write(classified.text(Screen.style))
        if !embedded.failures.isEmpty { throw ExitCode.failure }
    }

    private func classifier(_ clip: CLIP, _ home: Home) throws -> ([String], ZeroShotClassifier) {
        if let weights {
            let saved = try SavedClassifier(contentsOf: URL(typed: weights))
            try saved.check(clip, file: URL(typed: weights))
            return (saved.classes, saved.classifier)
        }
        let listed = try LabelList(labels ?? "").labels
        let set = try prompts.chosen(home, for: listed) ?? .photo
        if let strange = set.strangeClass(among: listed) { Message.warning(strange) }
        let classes = ClassChoice(listed, set).names
        guard !classes.isEmpty else { throw PromptSetError.everythingHidden(source: prompts.source(of: set)) }
        return (classes, try TemplateEmbeddings(model: clip).classifier(set, labels: classes))
    }
}
