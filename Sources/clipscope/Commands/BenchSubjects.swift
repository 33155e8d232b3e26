import Foundation
import Model
import TUI

/// What `clipscope bench` measures.
struct BenchSubjects {
    let options: Bench
    let home: Home
    let dataset: Dataset
    let labelling: Dataset.Labelling
    let prompts: PromptSet
    let repeats: Int

    init(_ options: Bench) throws {
        self.options = options
        home = try Home.current()
        dataset = try options.dataset.read(home)
        let own = dataset.labellings.first ?? .unlabelled(images: dataset.images.count, classes: [])
        if let known = options.classesOf {
            labelling = .unlabelled(
                images: dataset.images.count, classes: try home.knownDatasets.named(known).classes)
        } else {
            labelling = try options.labels.map { own.choosing(among: try LabelList($0).labels) } ?? own
        }
        let chosen = try options.prompts.chosen(home, for: labelling.classes)
        // Other classes than the dataset's go by the names that were published for them.
        prompts = options.classesOf == nil ? dataset.prompts(chosen: chosen) : chosen ?? dataset.prompts ?? .photo
        repeats = options.repeats ?? ([.images, .tensors, .precision].contains(options.subject) ? 1 : 11)
    }

    func text() throws -> Benchmark {
        let clip = try options.model.load(home, usesCache: false)
        func run(_ labels: some Sequence<String>) throws {
            let known = TemplateEmbeddings(model: clip)
            _ = try known.classifier(prompts, labels: Array(labels))
        }
        // The first products start OpenBLAS's buffers and the pages of the weights.
        try run(labelling.classes.prefix(8))
        let times = try Benchmark.times(repeats) { _ in try run(labelling.classes) }
        let count = Set(prompts.prompts(for: labelling.classes).joined()).count
        return Benchmark("text", times: times, unit: "prompts", count: count, model: clip.title)
    }

    /// Each repeat types one more character in the first template.
    func edit() throws -> Benchmark {
        let clip = try options.model.load(home, usesCache: false)
        let embedded =
            try options.images.map {
                try EmbeddedDataset.made(images: $0, classes: labelling.classes, dimension: clip.dimension)
            } ?? ImageEncoding().embeddings(of: dataset, clip).0
        let explorer = try rehearsal(embedded, clip, options.images.flatMap { _ in embedded.dataset.labellings.first })
        try explorer.press(.tab, .enter)
        if options.atBeginning { try explorer.press(.home) }
        var answers: [HeadlessExplorer.Answer] = []
        let times = try Benchmark.times(repeats) {
            try explorer.press(.char(Self.letter($0)))
            answers.append(explorer.answer)
        }
        return Benchmark(
            "edit", times: times, unit: "images", count: embedded.table.known, model: clip.title,
            dataset: embedded.dataset.name,
            parts: [
                .init("class weights", answers.map { $0.weights / .seconds(1) }),
                .init("accuracy", answers.map { $0.accuracy / .seconds(1) }),
                .init("screen", times),
            ])
    }

    /// - Parameter labelling: of the images; nil for the one that was asked for.
    func rehearsal(
        _ embedded: EmbeddedDataset, _ clip: CLIP, _ labelling: Dataset.Labelling? = nil
    ) throws -> HeadlessExplorer {
        let dataset = embedded.dataset
        let narrowed = Dataset(
            name: dataset.name, title: dataset.title, folder: dataset.folder, images: dataset.images,
            labellings: [labelling ?? self.labelling])
        var set = prompts
        set.entries = set.entries.filter(\.isOn)
        return try HeadlessExplorer(
            EmbeddedDataset(dataset: narrowed, table: embedded.table, failures: embedded.failures), prompts: set,
            model: clip)
    }

    /// What is typed by and by.
    static func letter(_ number: Int) -> Character {
        let letters = Array(" in the morning light, seen from far away")
        return letters[number % letters.count]
    }

    /// The first start, which may have to fill the cache, is not measured.
    func start() throws -> Benchmark {
        var count = 0
        var name = ""
        var steps: [(name: String, seconds: Double)] = []
        func step<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
            let begin = ContinuousClock.now
            let value = try body()
            steps.append((name, (ContinuousClock.now - begin) / .seconds(1)))
            return value
        }
        func run() throws {
            let dataset = try step("dataset") { try options.dataset.read(home) }
            let clip = try step("model") { try options.model.load(home) }
            let embedded = try step("cached embeddings") { try ImageEncoding().embeddings(of: dataset, clip).0 }
            let classifier = try step("class weights") {
                let known = TemplateEmbeddings(model: clip)
                return try known.classifier(prompts, labels: labelling.classes)
            }
            _ = try step("accuracy") {
                try ClassifiedDataset(embedded, labelling: labelling, classifier: classifier)
            }
            (count, name) = (embedded.table.known, clip.title)
        }
        try run()
        steps = []
        let times = try Benchmark.times(repeats) { _ in try run() }
        let names = steps.prefix(steps.count / repeats).map(\.name)
        return Benchmark(
            "start", times: times, unit: "images", count: count, model: name, dataset: dataset.name,
            parts: names.map { name in .init(name, steps.filter { $0.name == name }.map(\.seconds)) })
    }
}
