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
            """)

    @Argument(help: ArgumentHelp("\(ImageFormat.names) files.", valueName: "image"))
    var images: [String]

    @Option(help: ArgumentHelp("The class names to choose among.", valueName: "a,b,c"))
    var labels: String

    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions

    @Option(help: ArgumentHelp("Only the first labels of each image.", valueName: "count"))
    var top: Int?

    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--top", top, from: 1)
    }

    func run() throws {
        let listed = try LabelList(labels).labels
        let home = try Home.current()
        let set = try prompts.chosen(home, for: listed) ?? .photo
        if let strange = set.strangeClass(among: listed) { Message.warning(strange) }
        let labels = ClassChoice(listed, set).names
        guard !labels.isEmpty else { throw PromptSetError.everythingHidden(source: prompts.source(of: set)) }
        let clip = try model.load(home)
        let (embedded, _) = try ImageEncoding(usesCache: false).embeddings(
            of: Dataset(files: images, in: .workingDirectory), clip)
        let known = TemplateEmbeddings(model: clip)
        let classified = Classification(
            embedded, labels: labels, classifier: try known.classifier(set, labels: labels), top: top ?? labels.count)
        try output.json ? Output.write(json: classified) : Output.write(classified.text(Screen.style))
        if !embedded.failures.isEmpty { throw ExitCode.failure }
    }
}
