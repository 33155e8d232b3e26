import Model
import Testing

@testable import TUI

@Suite struct ClassesPageTests {
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("3"))
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        var state = page(columns, rows)
        // An edit, so that there is something to compare with.
        state.hit(.tab, .down, .char(" "), .tab)
        expect(state, matches: "classes-\(columns)x\(rows)")
    }

    @Test func withoutLabels() {
        var state = Sample.unlabelled(80, 24)
        state.hit(.char("3"))
        expect(state, matches: "classes-unlabelled")
    }

    /// Recall, precision and F1 of two classes, by hand: of three a one is taken for b, of one b none for a.
    @Test func figuresAreCounted() throws {
        let labelColumn = Dataset.LabelColumn(name: "two", classes: ["a", "b"], labels: [0, 0, 0, 1, nil])
        let request = EvaluationRequest(
            generation: 1, prompts: Sample.prompts, labelColumn: labelColumn)
        let rows: [([Float], Int?)] = [
            ([0.9, 0.1], 0), ([0.6, 0.4], 0), ([0.2, 0.8], 0), ([0.3, 0.7], 1), ([0, 1], nil),
        ]
        let evaluation = Evaluation(
            request: request, weights: nil, logitScale: 1,
            outcomes: Outcomes(rows.map { row in Outcome(probabilities: row.0, label: row.1) }), templatesDone: 1,
            templates: 1)
        let figures = try #require(ClassFigures(evaluation))
        #expect(figures.rows.map(\.images) == [3, 1])
        #expect(figures.rows.map(\.recall) == [2.0 / 3, 1])
        #expect(figures.rows.map(\.precision) == [1, 0.5])
        #expect(figures.rows.map(\.f1) == [0.8, 2.0 / 3])
        #expect(figures.rows[0].mostConfusedWith == 1)
        #expect(abs(figures.mean(\.f1)! - (0.8 + 2.0 / 3) / 2) < 1e-12)
    }

    @Test func theWorstStandFirstAndReverseTurnsThemRound() throws {
        var state = page()
        func recalls() throws -> [Double] {
            let rows = try #require(state.classTable.inquiry.answer?.figures?.rows)
            return state.classTable.order.compactMap { rows[$0].recall }
        }
        #expect(try recalls() == recalls().sorted())
        state.hit(.char("r"))
        #expect(try recalls() == recalls().sorted(by: >))
    }

    @Test func everyColumnSorts() {
        var state = page()
        for _ in ClassTable.Column.allCases {
            state.hit(.char("s"))
            #expect(Set(state.classTable.order) == Set(Sample.coarse.indices), "\(state.classTable.column)")
        }
        #expect(state.classTable.column == .recall)
        state.hit(.left, .left)
        #expect(state.classTable.column == .label && state.classTable.order == Array(Sample.coarse.indices))
    }

    @Test func aClickOnAHeadingSortsByItAndAgainTurnsItRound() throws {
        var state = page()
        let y = state.layout.page.y
        let line = screen(state).lines[y]
        let x = line.distance(from: line.startIndex, to: try #require(line.firstRange(of: "precision")).lowerBound)
        state.run(.mouse(Mouse(.press, x: x, y: y)))
        #expect(state.classTable.column == .precision && !state.classTable.isDescending)
        state.run(.mouse(Mouse(.press, x: x, y: y)))
        #expect(state.classTable.isDescending)
    }

    @Test func enterListsTheImagesOfTheClassAndEscLeadsBack() throws {
        var state = page()
        state.hit(.down)
        let label = try #require(state.classTable.selected)
        state.hit(.enter)
        #expect(state.page == .images)
        #expect(Array(state.browse.rows) == Array(0..<84).filter { $0 % 14 == label })
        state.hit(.escape)
        #expect(state.page == .classes && state.browse.filter.isEmpty && state.classTable.selected == label)
    }

    @Test func theWrongOnesOfAClassAreListed() throws {
        var state = page()
        let label = try #require(state.classTable.selected)
        state.hit(.char("w"))
        #expect(!state.browse.rows.isEmpty)
        for image in state.browse.rows {
            #expect(state.trueLabel(of: image) == label && state.outcome(of: image)?.isRight == false)
        }
    }

    @Test func aDoubleClickOpensTheClass() throws {
        var state = page()
        let y = state.layout.page.y + 3
        state.run(.mouse(Mouse(.press, x: 5, y: y)))
        let label = try #require(state.classTable.selected)
        #expect(label == state.classTable.order[2])
        state.run(.mouse(Mouse(.doublePress, x: 5, y: y)))
        #expect(state.page == .images && state.browse.filter.label == label)
    }

    @Test func whileTypingTheRowsStay() {
        var state = page()
        let before = state.classTable.order
        state.hit(.char("e"))
        state.typed(" something else entirely")
        #expect(state.context == .editing && state.classTable.order == before)
        let figures = state.classTable.inquiry.answer?.figures
        #expect(figures == state.scores.current.flatMap(ClassFigures.init))
        state.hit(.enter)
        let rows = figures?.rows.map { $0.recall ?? 2 } ?? []
        #expect(state.classTable.order.map { rows[$0] } == rows.sorted() && state.classTable.order != before)
    }

    @Test func figuresOfOtherLabelsAreNotShown() {
        var state = page()
        state.hit(.char("l"), .enter)
        #expect(state.labelColumn?.name == "fine" && state.classTable.order.count == 14)
        #expect(screen(state).lines.contains { $0.contains("house mouse") })
    }
}
