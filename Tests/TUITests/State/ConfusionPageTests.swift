import Foundation
@testable import Model
import Testing

@testable import TUI

@Suite struct ConfusionPageTests {
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("4"))
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        expect(page(columns, rows), matches: "confusion-\(columns)x\(rows)")
    }

    @Test func blocksWithoutTheDiagonal() {
        var state = page(120, 40)
        state.hit(.char("s"), .char("d"))
        expect(state, matches: "confusion-blocks")
    }

    @Test func aColumnWithoutColourStandsBetweenCells() throws {
        let state = page()
        let grid = try #require(ConfusionPage.grid(state))
        var canvas = screen(state)
        grid.put("100", .heat(.wrong, share: 1), 0, 0, on: &canvas)
        let cell = grid.cell(row: 0, column: 0)
        #expect(canvas[cell.maxX - 2, cell.y].style == .heat(.wrong, share: 1))
        #expect(canvas[cell.maxX - 1, cell.y].style == .role(.text, on: .base))
    }

    @Test func withoutLabels() {
        var state = Sample.unlabelled(80, 24)
        state.hit(.char("4"))
        expect(state, matches: "confusion-unlabelled")
    }

    @Test func itBeginsAtTheMostConfusedPair() throws {
        let state = page()
        let first = try #require(state.confusionMap.inquiry.answer?.pairs.first)
        #expect(state.confusionMap.cell == ConfusionMap.Cell(label: first.label, predicted: first.predicted))
        let words = "\(Sample.coarse[first.label]) taken for \(Sample.coarse[first.predicted]): \(first.images) of 6"
        #expect(screen(state).lines.contains { $0.contains(words) })
    }

    @Test func everyCellInSightShowsItsCount() throws {
        let state = page()
        let answer = try #require(state.confusionMap.inquiry.answer)
        let (grid, canvas) = (try #require(ConfusionPage.grid(state)), screen(state))
        #expect(grid.rows >= 14 && grid.columns >= 14)
        for row in 0..<14 {
            for column in 0..<14 {
                let place = grid.cell(row: row, column: column)
                let text = (place.x..<place.maxX).map { canvas[$0, place.y].text }.joined().filter { $0 != " " }
                let images = answer.matrix[row, column]
                let isAtCursor = state.confusionMap.cell == ConfusionMap.Cell(label: row, predicted: column)
                #expect(text == (images == 0 && !isAtCursor ? "·" : String(images)), "\(row) \(column)")
            }
        }
    }

    @Test func enterOpensExactlyTheImagesOfTheCell() throws {
        var state = page()
        let cell = try #require(state.confusionMap.cell)
        state.hit(.enter)
        let expected = (0..<84).filter {
            state.trueLabel(of: $0) == cell.label && state.outcome(of: $0)?.predicted == cell.predicted
        }
        #expect(state.page == .images && Array(state.browse.rows) == expected && !expected.isEmpty)
        state.hit(.escape)
        #expect(state.page == .confusion && state.confusionMap.cell == cell)
    }

    @Test func pairsAreVisitedInTheirOrderRoundTheEnds() throws {
        var state = page()
        let pairs = try #require(state.confusionMap.inquiry.answer?.pairs)
        for pair in pairs.dropFirst() + pairs.prefix(1) {
            state.hit(.char("n"))
            #expect(state.confusionMap.cell == ConfusionMap.Cell(label: pair.label, predicted: pair.predicted))
        }
        state.hit(.char("N"))
        #expect(state.confusionMap.pair == pairs.count - 1)
    }

    @Test func arrowsMoveAndTheMirrorTurnsRound() throws {
        var state = page()
        state.confusionMap.select(ConfusionMap.Cell(label: 3, predicted: 5), in: state.layout.page)
        state.hit(.down, .left)
        #expect(state.confusionMap.cell == ConfusionMap.Cell(label: 4, predicted: 4))
        state.hit(.home, .right, .char("x"))
        #expect(state.confusionMap.cell == ConfusionMap.Cell(label: 5, predicted: 0))
        state.hit(.char("<"), .char("<"))
        #expect(state.confusionMap.cell?.predicted == 0)
    }

    @Test func theCellStaysWhenTheOrderChanges() throws {
        var state = page()
        let cell = state.confusionMap.cell
        state.hit(.char("s"))
        let answer = try #require(state.confusionMap.inquiry.answer)
        #expect(answer.question.order == .blocks && answer.order == answer.matrix.blockOrder)
        #expect(state.confusionMap.cell == cell && state.confusionMap.standing?.order == answer.order)
    }

    @Test func whileTypingTheClassesStay() throws {
        var state = page()
        state.hit(.char("s"), .char("e"))
        let before = state.confusionMap.standing
        state.typed(" something else entirely")
        let answer = try #require(state.confusionMap.inquiry.answer)
        #expect(state.confusionMap.standing == before && answer.order != before?.order)
        #expect(answer.question.evaluation.revision == state.scores.current?.revision)
        state.hit(.enter)
        #expect(state.confusionMap.standing?.order == answer.order)
    }

    /// The cursor is always in sight, whichever of a thousand classes it is on.
    @Test func aThousandClassesScrollBothWays() throws {
        var state = Sample.thousandClasses(80, 24)
        state.hit(.char("4"))
        // Confused classes are neighbours, and what is confused most is in the middle.
        #expect(state.confusionMap.order == .blocks)
        expect(state, matches: "confusion-thousand-blocks")
        state.hit(.char("s"))
        let grid = try #require(ConfusionPage.grid(state))
        #expect(grid.columns < 40 && grid.rows < 24)
        for key in [Key.end, .char(">"), .char(">"), .home, .pageDown, .down, .char("x"), .char("<"), .char("n")] {
            state.hit(key)
            let cell = try #require(state.confusionMap.cell)
            #expect(state.confusionMap.top..<state.confusionMap.top + grid.rows ~= cell.label, "\(key.name)")
            #expect(state.confusionMap.left..<state.confusionMap.left + grid.columns ~= cell.predicted, "\(key.name)")
        }
        expect(state, matches: "confusion-thousand")
    }

    @Test func fewerClassesAreDrawnAfterMany() throws {
        var state = Sample.thousandClasses(120, 40)
        state.hit(.char("4"), .end, .char(">"), .char("l"), .enter)
        _ = screen(state)
        for work in state.apply(.evaluation(Sample.allTakenForTheNext(state.requestedEvaluation!))) {
            guard let request = work.request(of: ConfusionQuestion.self) else { continue }
            state.run(
                .answer(
                    ConfusionQuestion.self, generation: request.generation, ConfusionMap.Answer(request.question)))
        }
        #expect(screen(state).lines.contains { $0.contains("even taken for odd: 500 of 500 images, 100%") })
    }

    @Test func aClickSelectsACellOrAPair() throws {
        var state = page()
        let grid = try #require(ConfusionPage.grid(state))
        let place = grid.cell(row: 2, column: 4)
        state.run(.mouse(Mouse(.press, x: place.x, y: place.y)))
        #expect(state.confusionMap.cell == ConfusionMap.Cell(label: 2, predicted: 4))
        let list = try #require(grid.pairs)
        state.run(.mouse(Mouse(.press, x: list.x + 2, y: list.y + 2)))
        #expect(state.confusionMap.pair == 1)
        state.run(.mouse(Mouse(.doublePress, x: list.x + 2, y: list.y + 2)))
        #expect(state.page == .images && state.browse.filter.chosen != nil)
    }

    @Test(arguments: [ColourDepth.none, .eight, .palette, .direct])
    func moreLooksLikeMore(_ depth: ColourDepth) throws {
        var theme = Theme(name: "test")
        for (role, colour, ansi) in [(Role.wrong, RGB(230, 100, 90), 1), (.strong, RGB(240, 240, 240), 7)] {
            var look = Theme.Look()
            (look.colour, look.ansi) = (colour, ansi)
            theme.roles[role] = look
        }
        let inks = (1...Style.heatLevels).map { theme.ink(.heat(.wrong, level: $0), depth: depth) }
        #expect(inks.first != inks.last)
        if depth == .direct { #expect(Set(inks).count == Style.heatLevels) }
    }
}

extension Sample {
    /// An image a class, taken for the class after it.
    static func thousandClasses(_ columns: Int, _ rows: Int) -> State {
        let names = (0..<1000).map { "class \($0)" }
        let images = ImageList(paths: names.map { "\($0).png" }, in: FilePath("/photos"))
        let labelColumn = Dataset.LabelColumn(name: "many", classes: names, labels: names.indices.map { $0 })
        let halves = Dataset.LabelColumn(name: "two", classes: ["even", "odd"], labels: names.indices.map { $0 % 2 })
        let dataset = Dataset(
            name: "many", folder: URL(filePath: "/photos"), images: images, labelColumns: [labelColumn, halves],
            prompts: nil)
        var state = started(columns, rows)
        _ = state.apply(.opened(dataset, choices: choices, prompts: prompts))
        _ = state.apply(.modelReady(name: "clipscope-lite"))
        _ = state.apply(.evaluation(allTakenForTheNext(state.requestedEvaluation!)))
        return state
    }

    static func allTakenForTheNext(_ request: EvaluationRequest) -> Evaluation {
        let count = request.labelColumn?.classes.count ?? 1
        let outcomes = (request.labelColumn?.labels ?? []).map { label in
            label.map { label in
                Outcome(
                    predicted: (label + 1) % count, confidence: 0.5,
                    truth: Outcome.Truth(label: label, probability: 0.1, rank: 2, margin: -0.4), entropy: 1, lead: 0.1)
            }
        }
        return Evaluation(
            request: request, weights: nil, logitScale: 14, outcomes: Outcomes(outcomes), templatesDone: 2,
            templates: 2)
    }
}
