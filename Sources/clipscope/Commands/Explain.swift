import ArgumentParser
import Foundation
import Model

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show why an image is classified as it is.",
        discussion: """
            Prints the likeliest classes; where in the picture the model sees the class, by hiding one part after the other; \
            which words of the prompts speak for it, by leaving out each; what every template would say alone; and, with a \
            dataset, the nearest images. An image of the dataset brings its label, and is explained for that class too.

              clipscope explain cat.jpg --labels "cat,dog,bird"
              clipscope explain cats/tabby.jpg --dataset ~/pets --template-set imagenet-7
              clipscope explain cat.jpg --labels "cat,dog" --picture why.png
            """)

    @Argument(help: ArgumentHelp("An image file, or an image of the dataset by its name there.", valueName: "image"))
    var image: String

    @Option(help: ArgumentHelp("The class names to choose among.", valueName: "a,b,c"))
    var labels: String?

    @Option(help: ArgumentHelp("Explain it for this class instead of the predicted one.", valueName: "class"))
    var `class`: String?

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions

    @Option(help: ArgumentHelp("Cells a side of the map, 2 to 32.", valueName: "count"))
    var cells = OcclusionMap.usualSide

    @Option(help: ArgumentHelp("Nearest images to print.", valueName: "count"))
    var top = 5

    @Option(help: ArgumentHelp("Also write the picture with the map over it, as PNG.", valueName: "file"))
    var picture: String?

    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--cells", cells, in: 2...32)
        try check("--top", top, from: 1)
        if labels != nil, dataset.dataset != nil { throw ValidationError("Give --labels or --dataset, not both.") }
    }

    func run() throws {
        let home = try Home.current()
        let data = labels == nil ? try dataset.read(home) : nil
        let (classes, set) =
            try data.map { try prompts.classes(of: $0, home) } ?? prompts.classes(listed: labels ?? "", home)
        let clip = try model.load(home)
        let (source, number) = self.source(in: data)
        let decoded = try source.picture()
        let pixels = clip.pixels(of: [decoded])
        let vector = try clip.embed(pixels)
        let templates = TemplateEmbeddings(model: clip)
        let classifier = try templates.classifier(set, labels: classes)
        let probabilities = classifier.probabilities(vector).values
        let order = probabilities.indices.sorted { (probabilities[$0], $1) > (probabilities[$1], $0) }
        let label = number.flatMap { data?.labelColumns.first?.label(of: $0) }
        let asked = try asked(classes) ?? order[0]
        let explained = [asked] + (label.flatMap(classes.firstIndex).map { $0 == asked ? [] : [$0] } ?? [])

        let threads = try embedding.encoding.threads ?? ProcessInfo.processInfo.activeProcessorCount
        let maps = try StepLine.during("hiding parts") { line in
            try OcclusionMap.maps(
                of: pixels, for: explained, classifier, clip, side: cells, threads: threads,
                progress: { line.show($0, of: $1) }, isCancelled: { line.isCancelled })
        }
        let words = try words(set, classes, vector, explained, templates)
        let votes = try TemplateVote.all(of: set, classes: classes, image: vector, templates)
        let neighbours = try data.map { try self.neighbours(in: $0, vector, besides: number, clip) }
        let report = ExplanationReport(
            image: number.map { data!.images[$0].path } ?? image, model: clip.name, prompts: set.name, label: label,
            classes: order.map { .init(label: classes[$0], probability: probabilities[$0]) },
            maps: zip(explained, maps).map { .init(label: classes[$0], $1) }, words: words,
            votes: votes.map { .init($0, predicted: classes[$0.predicted]) },
            neighbours: neighbours)
        if let file = picture {
            let size = clip.preprocessing
            try AtomicWrite.write(
                maps[0].png(over: size.pixels(decoded), width: size.width, height: size.height),
                to: URL(typed: file))
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }

    private func asked(_ classes: [String]) throws -> Int? {
        try `class`.map { name in
            guard let place = classes.firstIndex(of: name) else { throw Failure.noClass(name, classes) }
            return place
        }
    }

    /// The image of the dataset that goes by the name, else the file.
    private func source(in data: Dataset?) -> (ImageSource, Int?) {
        let number = data?.images.firstIndex { $0.path == image || $0.source.file == URL(typed: image) }
        return (number.map { data!.images[$0].source } ?? ImageSource(URL(typed: image)), number)
    }

    /// Nil where there are too many templates to try each word.
    private func words(
        _ set: PromptSet, _ classes: [String], _ vector: Matrix, _ explained: [Int], _ templates: TemplateEmbeddings
    ) throws -> [ExplanationReport.Word]? {
        guard set.active.count <= WordEffect.mostTemplates else { return nil }
        return try StepLine.during("leaving out words") { line in
            try explained.flatMap { label in
                try WordEffect.all(
                    of: set, classes: classes, image: vector, label: label, templates,
                    progress: { line.show($0, of: $1) }, isCancelled: { line.isCancelled }
                ).map { .init($0, label: classes[label]) }
            }
        }
    }

    private func neighbours(
        in data: Dataset, _ vector: Matrix, besides number: Int?, _ clip: CLIP
    ) throws -> [ExplanationReport.Neighbour] {
        let (embedded, _) = try embedding.encoding.embeddings(of: data, clip)
        let found = try Search(embedded.withImages().table, query: vector[0], top: top, leavingOut: number)
        return found.hits.map { hit in
            .init(
                file: data.images[hit.image].path, label: data.labelColumns.first?.label(of: hit.image),
                similarity: hit.similarity)
        }
    }

    enum Failure: Error, CustomStringConvertible {
        case noClass(String, [String])

        var description: String {
            switch self {
            case .noClass(let name, let classes):
                "--class \(name): no such class\(Spelling.nearest(to: name, among: classes).map { "; did you mean \($0)?" } ?? "")"
            }
        }
    }
}
