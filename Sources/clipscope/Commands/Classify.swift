import ArgumentParser
import Foundation
import Model

struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say which of some labels fits an image best.",
        discussion: """
            Prints the probability of every label for each image, the highest first. An image that cannot be read is \
            named on standard error; the others are classified, and the exit status is 1.

              clipscope classify cat.jpg --labels "cat,dog,bird"
              clipscope classify *.jpg --labels "day,night" -t "a photo taken at {label}."
              clipscope classify cat.jpg --weights pets.safetensors
              find . -name '*.jpg' | clipscope classify - --labels "day,night"
            """)

    @Argument(
        help: ArgumentHelp(
            "\(ImageFormat.names) files; - for an image, or names of files, on standard input.", valueName: "image"))
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

    @OptionGroup var telling: QuietOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--top", top, from: 1)
        if (labels == nil) == (weights == nil) { throw ValidationError("Give one of --labels and --weights.") }
        if weights != nil, prompts.isGiven { throw ValidationError("--weights brings its own prompts.") }
    }

    func run() throws {
        let home = try Home.current()
        let saved = try weights.map { try SavedClassifier(contentsOf: URL(typed: $0)) }
        let chosen = try labels.map { try prompts.classes(listed: $0, home) }
        let clip = try model.load(home)
        let classes: [String]
        let classifier: ZeroShotClassifier
        if let saved {
            try saved.check(clip, file: URL(typed: weights ?? ""))
            (classes, classifier) = (saved.classes, saved.classifier)
        } else if let chosen {
            classes = chosen.classes
            classifier = try TemplateEmbeddings(model: clip).classifier(chosen.set, labels: classes)
        } else {
            preconditionFailure("validate asks for one of --labels and --weights")
        }
        let embedded = try StandardInput.withImages(images) {
            try ImageEncoding(usesCache: false).embeddings(of: $0, clip).0
        }
        let classified = Classification(
            embedded, labels: classes, classifier: classifier, top: top ?? classes.count)
        try output.json ? Output.write(json: classified) : Output.write(classified.text(Screen.style))
        if !embedded.failures.isEmpty { throw ExitCode.failure }
    }
}
