import ArgumentParser
import Foundation
import Model

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how fast the engine is on this machine.",
        discussion: """
            text       class weights of all labels under a prompt set, nothing known before
            images     embeddings of the dataset's images from their files, without the cache
            tensors    the same of images that are decoded and resized already
            edit       one letter typed in a template, to the new accuracy over the dataset
            precision  int8 beside f32: images/s, prompts/s, accuracy, and how far embeddings move
            products   matrix products of the model's layers, beside the most that the processor can do
            data       what the dataset costs in the explorer: edits, sorting, filters, steps, start, memory
            start      model, dataset, cached embeddings, and the first evaluation

              clipscope bench text --template-set imagenet-80
              clipscope bench text --classes-of imagenet --template-set imagenet-80 --repeats 1
              clipscope bench images --images 100 --threads 1 --json
              clipscope bench edit --classes-of pets --images 50000
              clipscope bench products --model ViT-B-32 --threads 1
              clipscope bench data --dataset ~/pets
            """)

    enum Subject: String, CaseIterable, ExpressibleByArgument {
        case text, images, tensors, edit, precision, products, data, start
    }

    @Argument(help: ArgumentHelp("What to measure.", valueName: "subject"))
    var subject: Subject

    @Option(help: ArgumentHelp("Classes, instead of the dataset's.", valueName: "a,b,c"))
    var labels: String?

    @Option(help: ArgumentHelp("The classes of a known data set: pets, imagenet, ...", valueName: "name"))
    var classesOf: String?

    @Option(
        help: ArgumentHelp(
            "images, tensors: number of the dataset's images. edit: number of made-up images instead.",
            valueName: "count"))
    var images: Int?

    @Flag(help: "edit: the letter is typed at the beginning of the template, not at its end.")
    var atBeginning = false

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions

    @Option(
        help: ArgumentHelp(
            "Number of measurements. (default: 1 for images, tensors and precision, 11 for the others)",
            valueName: "count"))
    var repeats: Int?

    @Option(help: ArgumentHelp("Threads that encode images, or multiply. (default: one a core)", valueName: "count"))
    var threads: Int?

    @OptionGroup var telling: QuietOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--threads", threads, in: threadCounts)
        try check("--repeats", repeats, in: 1...1_000_000)
        try check("--images", images, in: 1...10_000_000)
        if labels != nil, classesOf != nil { throw ValidationError("Give one of --labels and --classes-of.") }
        if images != nil, ![.images, .tensors, .edit].contains(subject) {
            throw ValidationError("--images goes with images, tensors and edit.")
        }
        if atBeginning, subject != .edit { throw ValidationError("--at-beginning goes with edit.") }
    }

    func run() throws {
        let bench = try BenchSubjects(self)
        switch subject {
        case .text: try write(bench.text())
        case .images: try write(bench.images())
        case .tensors: try write(bench.tensors())
        case .edit: try write(bench.edit())
        case .start: try write(bench.start())
        case .precision:
            let result = try bench.precision()
            try output.json ? Output.write(json: result) : Output.write(result.text(Screen.style))
        case .products:
            let result = try bench.products()
            try output.json ? Output.write(json: result) : Output.write(result.text(Screen.style))
        case .data:
            let result = try bench.data()
            try output.json ? Output.write(json: result) : Output.write(result.text)
        }
    }

    private func write(_ result: Benchmark) throws {
        try output.json ? Output.write(json: result) : Output.write(result.text)
    }
}
