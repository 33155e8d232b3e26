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
