import Foundation
import Model
import Testing

@testable import TUI

/// A state that opens the sample as a session says.
private func opened(_ session: History.Session, _ dataset: Dataset = Sample.dataset) -> State {
    var state = Sample.started(80, 24)
    state.run(
        .opened(
            dataset, choices: Sample.choices, prompts: session.prompts ?? Sample.prompts, session: session))
    state.run(.modelReady(name: "clipscope-lite", fingerprint: "f00d"))
    state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
    state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, state.embeddings)))
    return state
}

@Suite struct SessionTests {
    @Test func aDatasetIsFoundAsItWasLeft() throws {
        var state = Sample.ready(80, 24)
        state.hit(.char("l"), .enter, .char("w"), .char("/"))
        state.typed("e")
        state.hit(.enter, .char("s"), .enter, .down, .down, .tab, .char(" "), .char("e"))
        state.typed(" half")
        let session = try #require(state.session)
        let found = opened(session)
        #expect(found.session == session)
        #expect(found.promptEditor.set == state.promptEditor.set)
        #expect(found.labelColumn?.name == "fine" && found.browse.order == .loss)
        #expect(found.browse.filter.verdict == .wrong && found.browse.filter.text == "e")
        #expect(found.browse.selected == state.browse.selected && found.browse.rows == state.browse.rows)
    }

    @Test func theDatasetsOwnPromptsAreNotKeptAsThoughTheyWereChanged() throws {
        #expect(try #require(Sample.ready().session).prompts == nil)
    }

    @Test func aFilterByClassIsKeptByName() throws {
        var state = Sample.ready(80, 24)
        state.hit(.char("c"))
        state.typed("reptile")
        state.hit(.tab, .enter)
        let session = try #require(state.session)
        #expect(session.filter == ["predicted": "reptile"])
        #expect(opened(session).browse.filter == state.browse.filter)
    }

    @Test func everyPartOfAFilterIsKeptButWhatThisSessionMade() throws {
        var state = Sample.ready(80, 24)
        state.hit(.char("m"), .char("*"), .char("E"), .char("w"), .char("B"), .char("U"))
        state.typed(">20% <90")
        state.hit(.enter)
        let session = try #require(state.session)
        #expect(
            session.filter == [
                "verdict": "wrong", "remark": "marked", "likely": "label errors", "probability": ">20 <90",
            ])
        var kept = state.browse.filter
        kept.agreement = nil
        #expect(opened(session).browse.filter == kept)
    }

    @Test func aSearchIsNotKeptButTheOrderBeforeIt() throws {
        var state = Sample.ready(80, 24)
        state.hit(.char("s"), .enter, .char("L"))
        #expect(state.browse.order == .similarity && state.session?.order == "most wrong")
        #expect(opened(try #require(state.session)).browse.search == nil)
    }

    @Test func whatIsGoneIsSkipped() {
        let session = History.Session(
            dataset: Sample.dataset.folder, labelColumn: "mood",
            filter: ["class": "unicorn", "verdict": "undecided", "text": "o"], order: "by smell",
            selected: "gone.png")
        let state = opened(session)
        #expect(state.labelColumn?.name == "coarse" && state.browse.order == .dataset)
        #expect(state.browse.filter == Browse.Filter(["text": "o"], classes: []))
        #expect(state.browse.selected == state.browse.rows.first && !state.browse.rows.isEmpty)
    }

    @Test func whatAnEditFlippedIsNotListedAfterwards() throws {
        var state = Sample.ready(80, 24)
        state.hit(.tab, .char(" "), .char("f"))
        #expect(state.browse.filter.isFlipped)
        let session = try #require(state.session)
        #expect(opened(session).browse.filter.isEmpty)
    }

    @Test func withoutLabelsNoFilterAsksForThem() {
        let bare = Dataset(
            name: "bare", folder: URL(filePath: "/photos"), images: Sample.dataset.images, labelColumns: [])
        let session = History.Session(
            dataset: bare.folder, labelColumn: "coarse", filter: ["verdict": "wrong"], order: "most wrong")
        let state = opened(session, bare)
        #expect(state.browse.filter.isEmpty && state.browse.order == .dataset && state.browse.rows.count == 84)
    }

    @Test func anEvaluationIsFinishedOnceNothingIsOnItsWay() {
        #expect(Sample.ready(embedded: 83).finishedEvaluation == nil)
        var state = Sample.ready()
        #expect(state.finishedEvaluation?.images == 84)
        state.hit(.char("e"))
        state.typed("x")
        #expect(state.finishedEvaluation == nil)
        state.hit(.enter)
        #expect(state.finishedEvaluation != nil)
        _ = state.apply(.key(.char("O")))
        _ = state.apply(.key(.char("A")))
        #expect(state.finishedEvaluation == nil)
    }
}
