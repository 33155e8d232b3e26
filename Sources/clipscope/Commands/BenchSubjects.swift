import Foundation
import Model
import TUI

/// What `clipscope bench` measures.
struct BenchSubjects {
    let options: Bench
    let home: Home
    let dataset: Dataset
    let labelColumn: Dataset.LabelColumn
    let prompts: PromptSet
    let repeats: Int

    init(_ options: Bench) throws {
        self.options = options
        home = try Home.current()
        dataset = try options.dataset.read(home)
        let own = dataset.labelColumns.first ?? .unlabelled(images: dataset.images.count, classes: [])
        if let known = options.classesOf {
            labelColumn = .unlabelled(
                images: dataset.images.count, classes: try home.knownDatasets.named(known).classes)
        } else {
            labelColumn = try options.labels.map { own.choosing(among: try LabelList($0).labels) } ?? own
        }
        let chosen = try options.prompts.chosen(home, for: labelColumn.classes)
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
        try run(labelColumn.classes.prefix(8))
        let times = try Benchmark.times(repeats) { _ in try run(labelColumn.classes) }
        let count = Set(prompts.prompts(for: labelColumn.classes).joined()).count
        return Benchmark("text", times: times, unit: "prompts", count: count, model: clip.title)
    }

    /// Each repeat types one more character in the first template.
    func edit() throws -> Benchmark {
        let clip = try options.model.load(home, usesCache: false)
        let embedded =
            try options.images.map {
                try EmbeddedDataset.made(images: $0, classes: labelColumn.classes, dimension: clip.dimension)
            } ?? ImageEncoding().embeddings(of: dataset, clip).0
        let explorer = try rehearsal(
            embedded, clip, options.images.flatMap { _ in embedded.dataset.labelColumns.first })
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

    /// - Parameter labelColumn: of the images; nil for the one that was asked for.
    func rehearsal(
        _ embedded: EmbeddedDataset, _ clip: CLIP, _ labelColumn: Dataset.LabelColumn? = nil
    ) throws -> HeadlessExplorer {
        let dataset = embedded.dataset
        let narrowed = Dataset(
            name: dataset.name, title: dataset.title, folder: dataset.folder, images: dataset.images,
            labelColumns: [labelColumn ?? self.labelColumn])
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
                return try known.classifier(prompts, labels: labelColumn.classes)
            }
            _ = try step("accuracy") {
                try ClassifiedDataset(embedded, labelColumn: labelColumn, classifier: classifier)
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

extension BenchSubjects {
    /// What a model's layers multiply, beside what the processor does at most.
    func products() throws -> ProductBenchmark {
        let clip = try options.model.load(home, usesCache: false)
        return try StepLine.during("products") { line in
            try ProductBenchmark(clip, threads: threads, repeats: repeats) { done, total in
                if line.isCancelled { throw CancellationError() }
                line.show(done, of: total)
            }
        }
    }
}

extension BenchSubjects {
    /// From the files, without the cache.
    func images() throws -> Benchmark {
        let clip = try options.model.load(home, usesCache: false)
        let dataset = dataset.spread(options.images)
        let encoding = ImageEncoding(usesCache: false, threads: options.threads)
        _ = try encoding.encode(dataset.spread(threads), clip)
        var read = 0
        let times = try Benchmark.times(repeats) { _ in
            read = try encoding.encode(dataset, clip).0.table.known
        }
        return Benchmark(
            "images", times: times, unit: "images", count: read, model: clip.title, dataset: dataset.name)
    }

    /// From what the image encoder takes, in batches as a run makes them.
    func tensors() throws -> Benchmark {
        let clip = try options.model.load(home, usesCache: false)
        let pictures = try dataset.spread(options.images).images.map { try $0.source.picture() }
        var rest = pictures[...]
        var batches: [FeatureMap] = []
        while !rest.isEmpty {
            let size = EmbeddingBatch.size(of: rest.count, threads: threads)
            batches.append(clip.pixels(of: Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        _ = try clip.embed(Array(batches.prefix(threads)), threads: threads)
        var count = 0
        let times = try Benchmark.times(repeats) { _ in
            count = try clip.embed(batches, threads: threads).rows
        }
        return Benchmark(
            "tensors", times: times, unit: "images", count: count, model: clip.title, dataset: dataset.name)
    }

    var threads: Int { options.threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

extension Dataset {
    /// So many of its images, from all over it; all of them where it has not more.
    fileprivate func spread(_ count: Int?) -> Dataset {
        guard let count, count < images.count else { return self }
        return only((0..<count).map { $0 * images.count / count })
    }
}

extension BenchSubjects {
    /// Each step from the key to the drawn screen, on a new text every time.
    func data() throws -> DataBenchmark {
        let clip = try options.model.load(home, usesCache: false)
        var seconds = DataBenchmark.Seconds()
        func open() throws -> HeadlessExplorer {
            try rehearsal(ImageEncoding().embeddings(of: try options.dataset.read(home), clip).0, clip)
        }
        seconds.start = Benchmark.median(try Benchmark.times(min(3, repeats)) { _ in _ = try open() })
        let explorer = try open()
        let table = explorer.table
        let metrics = explorer.state.scores.current?.metrics

        try explorer.press(.tab, .enter)
        seconds.edit = try median { try explorer.press(.char(Self.letter($0))) }
        if let weights = explorer.state.scores.current?.weights {
            let classifier = ZeroShotClassifier(weights: weights, logitScale: clip.logitScale)
            let choice = ClassChoice(labelColumn.classes, prompts)
            seconds.scores = try median { _ in
                let outcomes = try classifier.outcomes(of: table, labels: labelColumn.labels, among: choice)
                _ = Metrics(outcomes, classes: choice.classes.count)
            }
        }
        try explorer.press(.enter, .tab)

        seconds.next = try median { _ in try explorer.press(.down) }
        seconds.nextWrong = try median { _ in try explorer.press(.char("n")) }
        seconds.filterWrong = try median(undoing: { try explorer.press(.char("w")) }) { _ in
            try explorer.press(.char("w"))
        }
        try explorer.press(.char("/"))
        seconds.filterText = try median { try explorer.press(.char(Self.letter($0 + 3))) }
        try explorer.press(.escape)
        seconds.labelErrors = try median(undoing: { try explorer.press(.char("E")) }) { _ in
            try explorer.press(.char("E"))
        }
        try explorer.press(.char("I"))
        seconds.search = try median { try explorer.press(.char(Self.letter($0))) }
        try explorer.press(.escape)
        // The first line of the orders is the dataset's own.
        seconds.sort = try median(undoing: { try explorer.press(.char("s"), .char("g"), .enter) }) { _ in
            try explorer.press(.char("s"), .enter)
        }
        try explorer.press(.char("s"), .enter, .char("e"))
        seconds.resort = try median(undoing: { try explorer.press(.char("e")) }) { number in
            try explorer.press(.char(Self.letter(number)), .enter)
        }
        return DataBenchmark(
            dataset: dataset.name, model: clip.name, images: table.images, classes: labelColumn.classes.count,
            dimension: table.dimension, top1: metrics?.top1, repeats: repeats, seconds: seconds)
    }

    /// - Parameter undo: what leads back to where `body` began, not measured.
    private func median(undoing undo: () throws -> Void = {}, _ body: (Int) throws -> Void) throws -> Double {
        let times = try (0..<repeats).map { number in
            let time = try Benchmark.times(1) { _ in try body(number) }[0]
            try undo()
            return time
        }
        return Benchmark.median(times)
    }
}
