import ArgumentParser
import Foundation
import Model

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how fast the engine is on this machine.",
        discussion: """
            text     class weights of all labels under a prompt set, nothing known before
            images   embeddings of the dataset's images from their files, without the cache
            edit     one letter typed in a template, to the new accuracy over the dataset
            data     what the dataset costs in the explorer: edits, sorting, filters, steps, start, memory
            start    model, dataset, cached embeddings, and the first evaluation

              clipscope bench text --template-set imagenet-80
              clipscope bench text --labels "cat,dog,bird" --repeats 20
              clipscope bench images --threads 1 --json
              clipscope bench data --dataset ~/pets
            """)

    enum Subject: String, CaseIterable, ExpressibleByArgument {
        case text, images, edit, data, start
    }

    @Argument(help: ArgumentHelp("What to measure.", valueName: "subject"))
    var subject: Subject

    @Option(help: ArgumentHelp("Classes, instead of the dataset's.", valueName: "a,b,c"))
    var labels: String?

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions

    @Option(help: ArgumentHelp("How often to measure. (default: 1 for images, 11 for the others)", valueName: "count"))
    var repeats: Int?

    @Option(help: ArgumentHelp("Threads that encode images. (default: one a core)", valueName: "count"))
    var threads: Int?

    @OptionGroup var output: JSONOption

    func validate() throws {
        if let repeats, repeats < 1 { throw ValidationError("--repeats is \(repeats), expected at least 1.") }
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads), expected at least 1.") }
    }

    func run() throws {
        let bench = try BenchSubjects(self)
        switch subject {
        case .text: try write(bench.text())
        case .images: try write(bench.images())
        case .edit: try write(bench.edit())
        case .start: try write(bench.start())
        case .data:
            let result = try bench.data()
            try output.json ? Output.write(json: result) : Output.write(result.text)
        }
    }

    private func write(_ result: Benchmark) throws {
        try output.json ? Output.write(json: result) : Output.write(result.text)
    }
}
