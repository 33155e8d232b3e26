import Model
import Testing

@testable import TUI

@Suite struct ComparePageTests {
    /// One template of two is off in B.
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("5"), .tab, .down, .char(" "), .tab)
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        expect(page(columns, rows), matches: "compare-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func thePromptsOfBothStandBesideEachOther(_ columns: Int, _ rows: Int) {
        var state = page(columns, rows)
        state.hit(.char("v"), .down)
        expect(state, matches: "compare-prompts-\(columns)x\(rows)")
        state.hit(.escape)
        #expect(state.comparison.view == .lists && state.page == .compare)
    }

    @Test func templatesAndNamesThatDifferAreMarked() {
        var a = Sample.prompts
        var b = Sample.prompts
        b.entries = Array(b.entries.reversed())
        a.classNames = ["mouse": ["a mouse"]]
        b.hidden = ["cat"]
        b.added = ["none of these"]
        let rows = PromptSides(a: a, b: b, classes: Sample.coarse).rows
        let texts = { (set: PromptSet) in Set(set.active.map(\.text)) }
        #expect(Set(rows.compactMap(\.a)).isSuperset(of: texts(a)))
        #expect(Set(rows.compactMap(\.b)).isSuperset(of: texts(b)))
        #expect(rows.contains(.init(a: "mouse: a mouse", b: "mouse: mouse")))
        #expect(rows.contains(.init(a: "cat: cat", b: "cat: hidden")))
        #expect(rows.contains(.init(a: nil, b: "none of these (added): none of these")))
        #expect(PromptSides(a: a, b: a, classes: Sample.coarse).rows.allSatisfy { !$0.differs })
    }

    @Test func theSidesChangePlaces() throws {
        var state = page()
        let (a, b) = (state.comparison.reference.set, state.promptEditor.set)
        let before = try #require(state.comparison.inquiry.answer?.comparison)
        state.hit(.char("x"))
        #expect(state.promptEditor.set.reads(like: a) && state.comparison.reference.set == b)
        let after = try #require(state.comparison.inquiry.answer?.comparison)
        #expect(after.mcNemar.onlyA == before.mcNemar.onlyB && after.mcNemar.onlyB == before.mcNemar.onlyA)
        state.hit(.char("u"))
        #expect(state.promptEditor.set.reads(like: b))
    }

    @Test func theSameSetOnBothSides() {
        var state = Sample.ready(80, 24)
        state.hit(.char("5"))
        expect(state, matches: "compare-same")
    }

    @Test func withoutLabels() {
        var state = Sample.unlabelled(80, 24)
        state.hit(.char("5"))
        expect(state, matches: "compare-unlabelled")
    }

    @Test func theNumbersAreThoseOfTheComparison() throws {
        let state = page()
        let answer = try #require(state.comparison.inquiry.answer)
        let (a, b) = (Predictions(answer.question.outcomesOfA), Predictions(answer.question.outcomesOfB))
        let expected = try #require(try Comparison.of(a, b, classes: 14))
        #expect(answer.comparison?.differences == expected.differences && answer.hasIntervals)
        #expect(answer.comparison?.mcNemar == expected.mcNemar)
        #expect(answer.question.b.revision == state.scores.current?.revision)
        #expect(answer.question.a.request.prompts.entries.count == 2)
    }

    /// First what is counted, then the intervals.
    @Test func intervalsFollow() throws {
        let state = page()
        let question = try #require(state.comparison.inquiry.answer).question
        let told = Sample.compare(question)
        let first = try #require(told.first)
        #expect(!first.hasIntervals && first.comparison?.mcNemar == told.last?.comparison?.mcNemar)
        #expect(told.last?.hasIntervals == true)
        var early = state
        _ = early.comparison.receive(first, generation: 2)
        expect(early, matches: "compare-resampling")
    }

    @Test func aStaleComparisonEnds() throws {
        let question = try #require(page().comparison.inquiry.answer).question
        #expect(throws: CancellationError.self) {
            try SetComparison.Answer.find(question, isCancelled: { true }, tell: { _ in })
        }
    }

    @Test func bIsLive() throws {
        var state = page()
        let before = try #require(state.comparison.inquiry.answer?.question.b.revision)
        state.hit(.tab, .up, .char("e"))
        state.typed("x")
        #expect(state.context == .editing && state.comparison.inquiry.answer?.question.b.revision != before)
        state.hit(.escape)
        #expect(state.comparison.inquiry.answer?.question.a.request.prompts.entries.count == 2)
    }

    /// What is typed may be blank for a moment: then nothing is classified, and nothing compared.
    @Test func promptsThatAreAllBlankAreNotCompared() {
        var state = Sample.ready(80, 24)
        state.hit(.char("5"), .tab, .char("O"))
        let request = state.requestedEvaluation!
        let nothing = Evaluation(
            request: request, weights: nil, logitScale: 14, outcomes: nil, templatesDone: 0, templates: 0)
        #expect(state.apply(.evaluation(nothing)).isEmpty && state.comparison.inquiry.answer == nil)
        #expect(screen(state).lines.contains { $0.contains("no template is on") })
    }

    @Test func aBecomesWhatThePromptsAreNow() {
        var state = page()
        state.hit(.char("A"))
        #expect(state.comparison.reference.set.reads(like: state.promptEditor.set))
        #expect(state.comparison.reference.origin == "edit 2")
        #expect(state.comparison.inquiry.answer?.comparison?.mcNemar == McNemar(onlyA: 0, onlyB: 0))
    }

    @Test func aIsChosenFromTheSets() throws {
        var state = page()
        state.hit(.char("c"))
        expect(state, matches: "popup-references")
        state.hit(.end, .enter)
        #expect(state.context == .comparison && state.comparison.reference.set.name == "imagenet-80")
        #expect(state.comparison.inquiry.answer?.question.a.templates == 80)
        #expect(state.promptEditor.set.name == Sample.prompts.name)
    }

    @Test func aSetThatIsOffSaysSo() {
        var state = Sample.ready(80, 24)
        state.hit(.char("O"), .char("5"))
        state.comparison.take(SetComparison.Reference(set: state.promptEditor.set, origin: "edit 2"))
        state.hit(.tab, .char("i"))
        #expect(screen(state).lines.contains { $0.contains("A has no template that is on") })
    }

    @Test(arguments: SetComparison.Agreed.allCases)
    func eachNumberOpensItsImages(_ agreed: SetComparison.Agreed) throws {
        var state = page()
        let wanted = try #require(state.comparison.inquiry.answer).images(agreed)
        let index = SetComparison.Agreed.allCases.firstIndex(of: agreed)!
        state.hit(.left, .left, .left)
        for _ in 0..<index { state.hit(.right) }
        #expect(state.comparison.agreed == agreed)
        state.hit(.enter)
        guard !wanted.isEmpty else {
            #expect(state.page == .compare && state.message != nil)
            return
        }
        #expect(state.page == .images && state.browse.rows.map { Int32($0) } == wanted)
        #expect(state.browse.filter.chosen?.name == agreed.rawValue)
        state.hit(.escape)
        #expect(state.page == .compare && state.browse.filter.isEmpty)
    }

    @Test func otherFiltersNarrowWhatWasOpened() throws {
        var state = page()
        state.hit(.right, .right, .enter)
        let all = state.browse.rows.count
        state.hit(.char("/"))
        state.typed("bird")
        #expect(state.browse.rows.count < all && state.browse.filter.chosen?.images.count == all)
    }

    @Test func bothProbabilitiesStandBesideEachOther() throws {
        var state = page(200, 60)
        state.hit(.right, .right, .enter)
        expect(state, matches: "compare-images-200x60")
        let image = try #require(state.browse.selected)
        let row = try #require(ProbabilitiesPane.rows(state, image)?.first)
        let embedding = try #require(state.embeddings?[image])
        let a = try #require(state.comparison.evaluation?.probabilities(of: embedding[...]))
        #expect(row.before == a[row.label].map { Double($0) })
        // Elsewhere the last edit is what is compared with.
        state.hit(.char("1"))
        #expect(!state.showsBothSets)
    }

    @Test func aClassOpensTheImagesThatTurned() throws {
        var state = page()
        state.hit(.down)
        let answer = try #require(state.comparison.inquiry.answer)
        let row = try #require(answer.classes.first)
        state.hit(.enter)
        #expect(state.browse.rows.count == row.gained + row.lost)
        for image in state.browse.rows {
            #expect(state.trueLabel(of: image) == row.label)
            #expect(answer.question.outcomesOfA.isRight(image) != answer.question.outcomesOfB.isRight(image))
        }
    }

    @Test func aConfusionOpensWhatEitherTakesForIt() throws {
        var state = page()
        state.hit(.down, .right)
        #expect(state.comparison.place == .confusions)
        let answer = try #require(state.comparison.inquiry.answer)
        let cell = try #require(answer.confusions.first)
        state.hit(.enter)
        #expect(state.browse.rows.count >= max(cell.a, cell.b))
        for image in state.browse.rows {
            let taken = [answer.question.outcomesOfA.predicted(image), answer.question.outcomesOfB.predicted(image)]
            #expect(state.trueLabel(of: image) == cell.label && taken.contains(cell.predicted))
        }
    }

    @Test func upFromAListLeadsToTheNumbersAndDownBack() {
        var state = page()
        state.hit(.down, .down)
        #expect(state.comparison.place == .classes && state.comparison.classes.cursor == 1)
        state.hit(.up, .up)
        #expect(state.comparison.place == .agreement)
        state.hit(.end)
        #expect(state.comparison.place == .classes)
    }

    @Test func aClickSelectsAndADoubleClickOpens() throws {
        var state = page()
        let layout = ComparisonLayout(state)
        let place = layout.agreement[3]
        state.run(.mouse(Mouse(.press, x: place.x + 1, y: place.y)))
        #expect(state.comparison.agreed == .bothWrong)
        state.run(.mouse(Mouse(.press, x: 3, y: layout.lists.y + 2)))
        #expect(state.comparison.place == .classes && state.comparison.classes.cursor == 1)
        state.run(.mouse(Mouse(.doublePress, x: 3, y: layout.lists.y + 2)))
        #expect(state.page == .images && state.browse.filter.chosen != nil)
    }

    @Test func otherLabelsAndOtherModelsAreComparedAnew() throws {
        var state = page()
        state.hit(.char("l"), .enter)
        #expect(state.comparison.inquiry.answer?.question.a.request.labelColumn?.name == "fine")
        _ = state.apply(.modelReady(name: "another"))
        #expect(state.comparison.inquiry.answer == nil && state.comparison.evaluation == nil)
    }

    @Test func anAnswerAboutAnOlderAIsDropped() throws {
        var state = page()
        let old = try #require(state.comparison.evaluation)
        state.hit(.char("A"))
        let now = try #require(state.comparison.evaluation?.revision)
        state.run(.reference(old))
        #expect(state.comparison.evaluation?.revision == now)
    }
}
