import Model
import TUI

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
            let choice = ClassChoice(labelling.classes, prompts)
            seconds.scores = try median { _ in
                let outcomes = try classifier.outcomes(of: table, labels: labelling.labels, among: choice)
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
            dataset: dataset.name, model: clip.name, images: table.images, classes: labelling.classes.count,
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
