@testable import Model
import Testing

@testable import TUI

/// Some classes of the confusion map, and all others as one.
@Suite struct ConfusionLimitTests {
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("4"))
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func someClassesAndAllOthersAsOne(_ columns: Int, _ rows: Int) {
        var state = page(columns, rows)
        state.hit(.char("v"))
        expect(state, matches: "confusion-limited-\(columns)x\(rows)")
    }

    @Test func everyCellOfALimitedMapOpensItsImages() throws {
        var state = page()
        state.hit(.char("3"), .char("v"), .down, .down, .char("v"), .char("4"), .char("v"))
        let answer = try #require(state.confusionMap.inquiry.answer)
        let marked = state.classTable.marked
        #expect(marked.count == 2 && answer.order == marked.sorted() + [14])
        #expect(screen(state).lines.contains { $0.contains("2 of 14 classes, all others as one") })
        var sum = 0
        for label in answer.order {
            for predicted in answer.order {
                let images = answer.images(label, takenFor: predicted)
                #expect(images.count == answer.matrix[label, predicted])
                for image in images.map({ Int($0) }) {
                    let own = try #require(state.trueLabel(of: image))
                    let found = try #require(state.outcome(of: image)?.predicted)
                    #expect(label == 14 ? !marked.contains(own) : own == label)
                    #expect(predicted == 14 ? !marked.contains(found) : found == predicted)
                }
                sum += images.count
            }
        }
        #expect(sum == 84)
        let row = try #require(answer.order.first)
        state.confusionMap.select(ConfusionMap.Cell(label: 14, predicted: 14), in: state.layout.page)
        state.hit(.enter)
        #expect(state.browse.filter.chosen?.name == "other taken for other")
        #expect(state.browse.rows.count == answer.matrix[14, 14])
        state.hit(.char("4"))
        #expect(state.confusionMap.cell?.label == 14 && state.confusionMap.chosen?.first == row)
    }

    @Test func escShowsAllClassesAgainAndThenLeaves() throws {
        var state = page()
        let cell = try #require(state.confusionMap.cell)
        state.hit(.char("v"))
        let chosen = try #require(state.confusionMap.chosen)
        #expect(chosen.contains(cell.label) && chosen.contains(cell.predicted) && chosen.count <= 9)
        #expect(state.confusionMap.cell == cell, "the cursor stays")
        state.hit(.escape)
        #expect(state.confusionMap.chosen == nil && state.page == .confusion && state.confusionMap.cell == cell)
        #expect(state.confusionMap.inquiry.answer?.other == nil)
        state.hit(.escape)
        #expect(state.page == .images)
        state.hit(.char("4"), .char("v"), .char("l"), .enter)
        #expect(state.confusionMap.chosen == nil, "other labels have other classes")
    }

    /// What is written on the rule ends where the list of pairs begins.
    @Test func theTitleKeepsOutOfTheList() {
        for columns in 60...220 {
            var state = page(columns, 24)
            for _ in 0..<2 {
                let line = screen(state).lines[2]
                #expect(line.contains("Confusion"))
                #expect(columns < 100 || line.contains(" Most confused "), "\(columns): \(line)")
                state.hit(.char("v"))
            }
        }
    }
}
