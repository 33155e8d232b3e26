import Foundation
import Model

/// What `clipscope bench` measures.
struct BenchSubjects {
    private let options: Bench
    private let home: Home
    private let dataset: Dataset
    private let labelling: Dataset.Labelling
    private let prompts: PromptSet
    private let repeats: Int

    init(_ options: Bench) throws {
        self.options = options
        home = try Home.current()
        dataset = try options.dataset.read(home)
        let own = dataset.labellings.first ?? .unlabelled(images: dataset.images.count, classes: [])
        labelling = try options.labels.map { own.choosing(among: try LabelList($0).labels) } ?? own
        prompts = try options.prompts.chosen(home, for: labelling.classes) ?? dataset.prompts ?? .photo
        repeats = options.repeats ?? (options.subject == .images ? 1 : 11)
    }

    func text() throws -> Benchmark {
        let clip = try options.model.load(home)
        func run() throws {
            var known = PromptEmbeddings(model: clip)
            _ = try known.classifier(prompts, labels: labelling.classes)
        }
        try run()
        let times = try Benchmark.times(repeats) { _ in try run() }
        let count = Set(prompts.prompts(for: labelling.classes).joined()).count
        return Benchmark("text", times: times, unit: "prompts", count: count, model: clip.name)
    }

    func images() throws -> Benchmark {
        let clip = try options.model.load(home)
        let encoding = ImageEncoding(usesCache: false, threads: options.threads)
        var read = 0
        let times = try Benchmark.times(repeats) { _ in
            read = try encoding.embed(dataset, clip).0.images.count
        }
        return Benchmark(
            "images", times: times, unit: "images", count: read, model: clip.name, dataset: dataset.name)
    }

    /// Each repeat types one more character at the end of the first template.
    func edit() throws -> Benchmark {
        let clip = try options.model.load(home)
        let (embedded, _) = try ImageEncoding().embed(dataset, clip)
        var known = PromptEmbeddings(model: clip)
        var set = prompts
        set.entries = set.entries.filter(\.isOn)
        func run() throws {
            _ = ClassifiedDataset(
                embedded, labelling: labelling, classifier: try known.classifier(set, labels: labelling.classes))
        }
        try run()
        let letters = Array(" in the morning light, seen from far away")
        let times = try Benchmark.times(repeats) { number in
            let typed = set.entries[0].template.text + String(letters[number % letters.count])
            set.entries[0].template = PromptTemplate(typed)
            try run()
        }
        return Benchmark(
            "edit", times: times, unit: "images", count: embedded.images.count, model: clip.name,
            dataset: dataset.name)
    }

    /// The first start, which may have to fill the cache, is not measured.
    func start() throws -> Benchmark {
        var count = 0
        var name = ""
        func run() throws {
            let dataset = try options.dataset.read(home)
            let clip = try options.model.load(home)
            let (embedded, _) = try ImageEncoding().embed(dataset, clip)
            var known = PromptEmbeddings(model: clip)
            _ = ClassifiedDataset(
                embedded, labelling: labelling, classifier: try known.classifier(prompts, labels: labelling.classes))
            (count, name) = (embedded.images.count, clip.name)
        }
        try run()
        let times = try Benchmark.times(repeats) { _ in try run() }
        return Benchmark("start", times: times, unit: "images", count: count, model: name, dataset: dataset.name)
    }
}
