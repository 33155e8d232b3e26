import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct ModelChoiceTests {
    /// The embedded model, one from the cache, and one whose configuration is not read.
    static let entries: [ModelCatalogue.Entry] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let goldens = root.appending(path: "Tests/ModelTests/Goldens")
        return [
            ModelCatalogue.Entry(name: "clipscope-lite", location: root.appending(path: "sample-data/model")),
            ModelCatalogue.Entry(name: "acme/tiny", location: goldens.appending(path: "towers/hugging-face")),
            ModelCatalogue.Entry(name: "acme/other", location: goldens.appending(path: "tokenizer/small")),
        ]
    }()

    private func chooser(_ columns: Int = 80, _ rows: Int = 24) -> State {
        var state = Sample.ready(columns, rows)
        #expect(state.apply(.key(.char("M"))).contains(.listModels))
        state.run(.models(Self.entries))
        return state
    }

    @Test func theChooserTellsWhatEachIs() {
        expect(chooser(), matches: "popup-models")
    }

    @Test func belowThemAreThoseThatAreWorthFetching() {
        var state = chooser(120, 40)
        let missing = RecommendedModel.all
        expect(state, matches: "popup-models-120x40")
        for _ in 0..<Self.entries.count { state.hit(.down) }
        let text = screen(state).lines.joined(separator: "\n")
        #expect(text.contains(missing[0].name) && text.contains(missing[0].licence))
        #expect(state.apply(.key(.enter)).isEmpty)
        #expect(state.message?.text == "not here yet: clipscope pull \(missing[0].name)")
        #expect(state.modelName == "clipscope-lite" && state.popup != nil)
    }

    @Test func nothingIsChosenBeforeTheListHasCome() {
        var state = Sample.ready(80, 24)
        state.hit(.char("M"))
        #expect(state.apply(.key(.enter)).isEmpty)
        #expect(state.popup is ModelsPopup && screen(state).lines.contains { $0.contains("looking…") })
    }

    @Test func whatIsHereIsNotRecommendedOnceMore() throws {
        var state = chooser()
        let name = RecommendedModel.all[2].name
        state.run(.models(Self.entries + [ModelCatalogue.Entry(name: name, location: Self.entries[1].location)]))
        let popup = try #require(state.popup as? ModelsPopup)
        #expect(popup.count(state) == Self.entries.count + RecommendedModel.all.count)
    }

    @Test func anotherModelTakesTheNumbersOfTheOneBeforeAway() {
        var state = chooser()
        state.hit(.down)
        let work = state.apply(.key(.enter))
        #expect(work.first == .use(model: Self.entries[1].location))
        #expect(work.contains { if case .evaluate = $0 { true } else { false } })
        #expect(state.modelName == "acme/tiny" && !state.isModelReady)
        #expect(state.scores.current == nil && state.scores.change == nil && state.embeddings == nil)
    }

    @Test func whatIsStillOnItsWayFromTheModelBeforeIsNotTaken() {
        var state = chooser()
        let old = Sample.evaluate(state.requestedEvaluation!, state.embeddings)
        state.hit(.down, .enter)
        state.run(.evaluation(old))
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        #expect(state.scores.current == nil && state.embeddings == nil)
    }

    /// Everything open under a model of that name; a hopeless prompt takes nearly every image for the wrong class.
    private func evaluated(_ model: String, hopeless: Bool, columns: Int = 120) -> State {
        var state = Sample.started(columns)
        let prompts = hopeless ? PromptSet(name: "none", templates: ["no label here"]) : Sample.prompts
        state.run(.opened(Sample.dataset, choices: Sample.choices, prompts: prompts))
        state.run(.modelReady(name: model))
        state.run(.embeddings(Sample.embeddings(40), EmbeddingProgress(done: 40, total: 84)))
        state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, state.embeddings)))
        #expect(state.message == nil)
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, state.embeddings)))
        #expect((state.scores.current?.metrics?.top1 ?? 1 < 0.5) == hopeless)
        return state
    }

    @Test func whereTheEmbeddedModelDoesBadlyTheScreenSaysOnceHowToGetARealOne() {
        var state = evaluated("embedded", hopeless: true)
        #expect(state.message?.text == "embedded is a small model to try prompts with; clipscope pull gets a real one")
        state.hit(.down)
        state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, state.embeddings)))
        #expect(state.message == nil)
        let narrow = evaluated("embedded", hopeless: true, columns: 80)
        #expect(narrow.message?.text == "a small model; see clipscope pull")
    }

    @Test func aModelThatDoesWellAndOneThatWasPulledAreNotTalkedAbout() {
        #expect(evaluated("embedded", hopeless: false).message == nil)
        #expect(evaluated("acme/tiny", hopeless: true).message == nil)
    }

    @Test func aModelThatCannotBeUsedSaysWhy() {
        var state = chooser()
        state.hit(.down, .down)
        #expect(!state.apply(.key(.enter)).contains { if case .use = $0 { true } else { false } })
        #expect(state.message?.text.hasPrefix("acme/other: ") == true)
        #expect(state.modelName == "clipscope-lite")
    }

    @Test func theModelAtWorkStaysWithItsNumbers() {
        var state = chooser()
        let before = state.scores.current?.metrics
        state.hit(.enter)
        #expect(state.popup == nil && state.isModelReady && state.scores.current?.metrics == before)
    }

    @Test func whereTheOtherCannotBeReadTheOneBeforeIsAskedAgain() {
        var state = chooser()
        state.hit(.down, .enter)
        state.run(.failed("weights.safetensors: is cut short"))
        state.run(.modelReady(name: "clipscope-lite"))
        #expect(state.modelName == "clipscope-lite" && state.isModelReady)
        #expect(state.message?.text == "weights.safetensors: is cut short")
    }
}
