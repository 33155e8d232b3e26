import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct ScreenTests {
    @Test(arguments: [(80, 24), (120, 40), (200, 60), (60, 15)])
    func main(_ columns: Int, _ rows: Int) {
        expect(Sample.ready(columns, rows), matches: "main-\(columns)x\(rows)")
    }

    @Test func beforeAnythingIsOpen() {
        expect(Sample.started(80, 24), matches: "starting")
    }

    @Test func whileTheModelLoads() {
        var state = Sample.started(80, 24)
        state.run(.opened(Sample.dataset, choices: Sample.choices, prompts: Sample.prompts))
        expect(state, matches: "loading-model")
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func whileEmbedding(_ columns: Int, _ rows: Int) {
        expect(Sample.ready(columns, rows, embedded: 33), matches: "embedding-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func whileTyping(_ columns: Int, _ rows: Int) {
        var state = Sample.ready(columns, rows)
        state.hit(.char("w"), .tab, .enter, .backspace)
        state.typed(", a type of animal")
        expect(state, matches: "typing-\(columns)x\(rows)")
    }

    @Test func partOfAnEnsemble() {
        var state = Sample.ready()
        state.hit(.char("p"), .down)
        _ = state.apply(.key(.enter))
        _ = state.apply(.evaluation(Sample.evaluate(state.requestedEvaluation!, state.embeddings, templatesDone: 23)))
        expect(state, matches: "ensemble-partial")
    }

    @Test func mostWrongFirst() {
        var state = Sample.ready(80, 24)
        state.hit(.char("w"), .char("s"), .enter)
        expect(state, matches: "most-wrong")
    }

    @Test(arguments: [
        ("help", Key.char("?")), ("palette", .char(":")), ("classes", .char("c")), ("prompt-sets", .char("p")),
        ("save", .char("S")), ("zoom", .char("z")), ("filter", .char("/")),
    ])
    func popups(_ name: String, _ key: Key) {
        var state = Sample.ready(80, 24)
        state.hit(key)
        expect(state, matches: "popup-\(name)")
    }

    @Test func withoutLabels() {
        expect(Sample.unlabelled(80, 24), matches: "unlabelled")
    }

    @Test(arguments: [(10, 5), (30, 8), (59, 40), (1, 1), (90, 14)])
    func tooSmall(_ columns: Int, _ rows: Int) {
        expect(Sample.ready(columns, rows), matches: "small-\(columns)x\(rows)")
    }

    @Test func namesFromOutside() {
        expect(Sample.hostile(80, 24), matches: "hostile")
    }

    @Test func oneClassHasNoAccuracy() {
        var state = Sample.started(120, 24)
        let labelColumn = Dataset.LabelColumn(
            name: "label", classes: ["cat"], labels: Sample.dataset.images.map { _ in 0 })
        let dataset = Dataset(
            name: "cats", folder: URL(filePath: "/photos"), images: Sample.dataset.images, labelColumns: [labelColumn])
        state.run(.opened(dataset, choices: Sample.choices, prompts: Sample.prompts))
        state.run(.modelReady(name: "clipscope-lite"))
        let count = dataset.images.count
        state.run(.embeddings(Sample.embeddings(count), EmbeddingProgress(done: count, total: count)))
        state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, Sample.embeddings(count))))
        let header = screen(state).lines[1]
        #expect(header.contains("one class, cat: every image is right, so no accuracy"))
        #expect(!header.contains("%"))
    }
}
