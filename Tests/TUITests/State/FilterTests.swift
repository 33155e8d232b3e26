import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct FilterTests {
    @Test(arguments: [
        (">60", 0.6001 as Float, 0.6 as Float), (">=60", 0.6, 0.599), ("<90%", 0.899, 0.9), ("<= 90", 0.9, 0.901),
        (">60 <90", 0.75, 0.95), ("30-60", 0.6, 0.61), ("30–60%", 0.3, 0.29), ("12.5..100", 1, 0.12),
    ])
    func aRangeIsWhatItSays(_ text: String, inside: Float, outside: Float) throws {
        let range = try #require(ProbabilityRange(text))
        #expect(range.bounds.contains(inside) && !range.bounds.contains(outside))
        #expect(ProbabilityRange(range.text) == range)
    }

    @Test(arguments: [
        "", " ", "60", ">", "> <", ">101", "-5", "60-30", ">90 <60", "a-b", ">6.0.0", "30-60-90", ">100",
        String(repeating: ">60 ", count: 30),
    ])
    func whatIsNoRangeIsNone(_ text: String) {
        #expect(ProbabilityRange(text) == nil)
    }

    @Test func allWordsAreWantedAndNoneBehindAnExclamationMark() {
        var state = Sample.ready()
        func found(_ text: String) -> [String] {
            state.setFilter { $0 = Browse.Filter(text: text) }
            return state.browse.rows.map { state.dataset!.images.path($0) }
        }
        let mice = found("mouse")
        #expect(mice.contains("mouse/house_mouse-1.png") && mice.contains("computer_mouse/computer_mouse-1.png"))
        #expect(found("MOUSE house-").isEmpty && found("mouse_ !house").isEmpty)
        let others = found("mouse !house_m")
        #expect(!others.isEmpty && others.count < mice.count && !others.contains { $0.contains("house_m") })
        #expect(Set(others).isSubset(of: mice))
        #expect(found("robin -1 bird") == ["bird/robin-1.png"])
        // Half typed it asks for nothing yet.
        #expect(found("robin !").count == 6 && found("!").count == 84 && found("  ").count == 84)
    }

    @Test func filtersCombine() throws {
        var state = Sample.ready()
        let outcomes = try #require(state.outcomes)
        state.hit(.char("w"), .char("U"))
        state.typed(">50")
        state.hit(.enter, .char("m"), .char("j"), .char("j"), .char("m"))
        let wrong = outcomes.indices.filter { outcomes.isRight($0) == false && outcomes[$0]!.confidence > 0.5 }
        #expect(Array(state.browse.rows) == wrong)
        state.hit(.char("*"))
        #expect(Array(state.browse.rows) == [wrong[0], wrong[2]])
        state.hit(.char("c"))
        state.typed(try #require(state.className(outcomes.predicted(wrong[2]))))
        state.hit(.tab, .enter)
        #expect(state.browse.rows.contains(wrong[2]))
        #expect(state.browse.rows.allSatisfy { outcomes.predicted($0) == outcomes.predicted(wrong[2]) })
        state.hit(.char("r"))
        #expect(state.browse.rows.isEmpty && state.browse.filter.verdict == .right)
        state.hit(.char("0"))
        #expect(state.browse.rows.count == 84 && state.browse.filter.isEmpty)
    }

    @Test func aRangeThatSaysNothingIsNotKept() {
        var state = Sample.ready(80, 24)
        state.hit(.char("U"))
        state.typed("60")
        state.hit(.enter)
        #expect(state.context == RangePopup.context && state.message?.text.hasPrefix("expected a range") == true)
        state.hit(.backspace, .backspace, .enter)
        #expect(state.popup == nil && state.browse.filter.isEmpty)
        state.hit(.char("U"))
        state.typed("<50")
        #expect(state.browse.rows.count < 84)
        state.hit(.escape)
        #expect(state.browse.rows.count == 84)
    }

    @Test func whoIsRightFollowsTheEdits() throws {
        var state = Sample.ready()
        state.hit(.char("B"))
        #expect(state.browse.rows.isEmpty)
        #expect(screen(state).lines.contains { $0.contains("A has the same prompts as B") })
        let a = try #require(state.outcomes)
        state.hit(.char("0"), .tab, .char(" "), .tab)
        let b = try #require(state.outcomes)
        func expected(_ wasRight: Bool, _ isRight: Bool) -> [Int] {
            a.indices.filter { a.isRight($0) == wasRight && b.isRight($0) == isRight }
        }
        for (wasRight, isRight) in [(false, true), (true, false), (false, false), (true, true)] {
            state.hit(.char("B"))
            #expect(Array(state.browse.rows) == expected(wasRight, isRight))
        }
        #expect(!expected(false, true).isEmpty || !expected(true, false).isEmpty)
        state.hit(.char("B"))
        #expect(state.browse.filter.isEmpty)
    }

    @Test func likelyLabelErrorsAreThoseOfAAndB() throws {
        var state = Sample.ready()
        state.hit(.char("E"))
        let one = Array(state.browse.rows)
        let own = LikelyLabelErrors(try #require(state.outcomes), classes: Sample.coarse.count)
        #expect(!one.isEmpty && one.sorted() == state.outcomes!.indices.filter(own.contains))
        #expect(one.allSatisfy { state.outcome(of: $0)?.isRight == false })
        state.hit(.char("0"), .tab, .char(" "), .tab, .char("E"))
        let now = LikelyLabelErrors(try #require(state.outcomes), classes: Sample.coarse.count)
        #expect(state.browse.rows.sorted() == one.filter(now.contains).sorted())
    }

    @Test func orders() throws {
        var state = Sample.ready()
        func listed(_ order: Browse.Order) -> [Int] {
            state.sort(by: order)
            // The order of the names is made by another thread.
            state.run(.resize(state.size))
            return Array(state.browse.rows)
        }
        let entropies = listed(.entropy).map { state.outcome(of: $0)!.entropy }
        #expect(entropies == entropies.sorted(by: >))
        let labels = listed(.label).map { state.className(state.trueLabel(of: $0))! }
        #expect(labels == labels.sorted() && Set(labels).count == 14)
        let names = listed(.name).map { state.dataset!.images.path($0).split(separator: "/").last! }
        #expect(names == names.sorted() && names[0] == "apple-1.png")
        #expect(!state.orders.contains(.similarity))
    }

    @Test func theOrderIsChosenByTheSameKeyAgain() {
        var state = Sample.ready(80, 24)
        state.hit(.char("s"), .char("s"), .char("s"))
        #expect(state.browse.order == .dataset && state.context == OrdersPopup.context)
        state.hit(.enter)
        #expect(state.browse.order == .confidence && state.popup == nil)
        state.hit(.char("s"), .escape)
        #expect(state.browse.order == .confidence)
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func screens(_ columns: Int, _ rows: Int) {
        var state = Sample.ready(columns, rows)
        state.hit(.char("w"), .char("U"))
        state.typed(">60")
        expect(state, matches: "images-range-\(columns)x\(rows)")
        state.hit(.enter, .char("r"), .char("/"))
        state.typed("unicorn")
        state.hit(.enter)
        expect(state, matches: "images-none-\(columns)x\(rows)")
        state.hit(.char("0"), .char("s"))
        expect(state, matches: "popup-orders-\(columns)x\(rows)")
    }
}

/// What depends on an answer that has not come.
@Suite struct EarlyFilterTests {
    private static let filters = [
        "verdict": "wrong", "probability": ">20 <90", "likely": "label errors", "predicted": "reptile",
        "class": "reptile", "remark": "marked", "text": "mouse",
    ]

    /// Every part of a filter, alone and with each other, under every order.
    @Test(arguments: Browse.Order.allCases.map(\.rawValue))
    func aSessionBeginsWithAnyFilterBeforeThereIsAnAnswer(_ order: String) throws {
        for (key, value) in Self.filters {
            for (other, its) in Self.filters {
                let session = History.Session(
                    dataset: URL(filePath: "/photos"), filter: [key: value].merging([other: its]) { $1 },
                    order: order, selected: "none")
                var state = Sample.started()
                _ = state.apply(.opened(Sample.dataset, choices: [], prompts: Sample.prompts, session: session))
                #expect(
                    state.outcomes == nil && state.browse.filter.described(classes: state.classes) == session.filter)
            }
        }
    }

    @Test func likelyLabelErrorsWaitForTheAnswer() throws {
        let session = History.Session(dataset: URL(filePath: "/photos"), filter: ["likely": "label errors"])
        var state = Sample.started()
        _ = state.apply(.opened(Sample.dataset, choices: [], prompts: Sample.prompts, session: session))
        #expect(state.browse.rows.isEmpty && state.browse.filter.isLikelyMislabelled)
    }

    @Test func otherLabelsAreShownWhileLikelyLabelErrorsAreListed() throws {
        var state = Sample.ready()
        state.hit(.char("E"))
        state.hit(.char("l"))
        _ = state.apply(.key(.enter))
        #expect(state.outcomes == nil && state.labelColumn?.name == "fine")
        state.hit(.char("l"), .enter, .char("l"), .enter)
        #expect(state.outcomes != nil)
    }

    /// No template on, no class that can be chosen, no labels: there is nothing to choose among.
    @Test func withoutAnythingToChooseAmongThereAreNoOutcomes() throws {
        var state = Sample.ready()
        state.hit(.char("E"), .tab, .char("-"))
        var request = try #require(state.requestedEvaluation)
        request = EvaluationRequest(
            generation: request.generation, prompts: PromptSet(name: "", entries: []), labelColumn: request.labelColumn)
        var session = EvaluationSession(
            templates: TemplateEmbeddings(dimension: 2, logitScale: 1) { _, _ in Matrix(rows: 0, columns: 2) })
        try session.evaluate(request, images: { nil }) { #expect($0.outcomes == nil && $0.metrics == nil) }
    }
}
