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
        let (embedded, _) = try ImageEncoding().embeddings(of: dataset, clip)
        let explorer = try rehearsal(embedded, clip)
        try explorer.press(.tab, .enter)
        let times = try Benchmark.times(repeats) { try explorer.press(.char(Self.letter($0))) }
        return Benchmark(
            "edit", times: times, unit: "images", count: embedded.table.known, model: clip.name,
            dataset: dataset.name)
    }

    func rehearsal(_ embedded: EmbeddedDataset, _ clip: CLIP) throws -> Rehearsal {
        let dataset = embedded.dataset
        let narrowed = Dataset(
            name: dataset.name, title: dataset.title, folder: dataset.folder, images: dataset.images,
            labellings: [labelling])
        var set = prompts
        set.entries = set.entries.filter(\.isOn)
        return try Rehearsal(
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
        func run() throws {
            let dataset = try options.dataset.read(home)
            let clip = try options.model.load(home)
            let (embedded, _) = try ImageEncoding().embeddings(of: dataset, clip)
            var known = PromptEmbeddings(model: clip)
            _ = try ClassifiedDataset(
                embedded, labelling: labelling, classifier: known.classifier(prompts, labels: labelling.classes))
            (count, name) = (embedded.images.count, clip.name)
        }
        try run()
        let times = try Benchmark.times(repeats) { _ in try run() }
        return Benchmark("start", times: times, unit: "images", count: count, model: name, dataset: dataset.name)
    }
}
