import Foundation
@testable import Model
import Testing

@testable import TUI

/// Classes that are hidden and added among the class names, and what the other pages make of it.
@Suite struct ClassChoicePageTests {
    private func names(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("2"), .tab)
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        var state = Sample.withOtherClasses(columns, rows)
        expect(state, matches: "class-names-chosen-\(columns)x\(rows)")
        state.hit(.char("1"))
        expect(state, matches: "images-chosen-\(columns)x\(rows)")
        state.hit(.char("3"))
        expect(state, matches: "classes-chosen-\(columns)x\(rows)")
    }

    // MARK: - Hiding

    /// The accuracy, counted anew from the class weights and the embeddings.
    @Test func imagesOfAHiddenClassAreNotCounted() throws {
        var state = names()
        state.hit(.char("x"))
        let evaluation = try #require(state.evaluation)
        let (weights, embeddings) = (try #require(evaluation.weights), try #require(state.embeddings))
        #expect(weights.matrix.rows == 13)
        var right = 0
        for image in 0..<84 where image % 14 != 0 {
            let own = try #require(embeddings[image])
            let scores = (0..<13).map { row in zip(weights.matrix[row], own).reduce(0) { $0 + $1.0 * $1.1 } }
            right += scores.indices.max { scores[$0] < scores[$1] }! + 1 == image % 14 ? 1 : 0
        }
        let metrics = try #require(evaluation.metrics)
        #expect((metrics.images, metrics.right, evaluation.notCounted) == (78, right, 6))
        #expect((0..<84).allSatisfy { state.outcome(of: $0)?.predicted != 0 })
        #expect((0..<84).allSatisfy { (state.outcome(of: $0)?.isRight == nil) == ($0 % 14 == 0) })
        #expect(screen(state).lines[1].contains("6 of 84 images are of a hidden class: not counted"))
    }

    @Test func hidingIsUndoneAndFoundAmongTheEdits() throws {
        var state = names()
        let before = try #require(state.evaluation?.metrics)
        state.hit(.char("x"))
        #expect(state.promptEditor.set.hidden == ["bird"])
        state.hit(.char("u"))
        #expect(state.promptEditor.set.hidden.isEmpty && state.evaluation?.metrics == before)
        state.hit(.control("r"))
        #expect(state.promptEditor.set.hidden == ["bird"])
        #expect(state.editLog.entries.map(\.what) == ["as opened", "hide bird"])
        #expect(state.editLog.accuracies(on: state.basis).allSatisfy { $0 != nil })
        state.hit(.char("H"), .up, .enter)
        #expect(state.promptEditor.set.hidden.isEmpty)
        state.hit(.char("x"), .char("x"))
        #expect(state.promptEditor.set.hidden.isEmpty && state.promptEditor.past.last?.what == "show bird")
    }

    @Test func theLastClassStays() {
        var state = names()
        for _ in 0..<13 { state.hit(.char("x"), .down) }
        #expect(state.promptEditor.set.hidden.count == 13)
        state.hit(.char("x"))
        #expect(state.promptEditor.set.hidden.count == 13)
        #expect(state.message?.text == "hide/show: it is the only one to choose")
        #expect(state.evaluation?.metrics == nil, "one class has no accuracy")
    }

    @Test func aSetThatHidesEverythingSaysSo() {
        var state = Sample.started()
        var set = Sample.prompts
        set.hidden = Set(Sample.coarse)
        state.run(.opened(Sample.dataset, choices: Sample.choices, prompts: set))
        state.run(.modelReady(name: "clipscope-lite"))
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, nil)))
        for page in "12345" {
            state.hit(.char(page))
            #expect(screen(state).lines[1].contains("every class is hidden"))
        }
    }

    @Test func everyPageLeavesTheHiddenClassOut() throws {
        var state = Sample.withOtherClasses()
        state.hit(.char("3"))
        #expect(state.classTable.order.sorted() == Array(1...14))
        #expect(state.classTable.selectedFigures != nil)
        state.hit(.char("4"))
        let answer = try #require(state.confusionMap.inquiry.answer)
        #expect(answer.order.sorted() == Array(1...14) && answer.matrix.images == 78)
        #expect(answer.name(of: 14) == "none of these")
        state.hit(.char("1"))
        let image = try #require(state.browse.selected)
        let rows = try #require(ProbabilitiesPane.rows(state, image))
        #expect(rows.map(\.label).sorted() == Array(1...14))
        #expect(abs(rows.reduce(0) { $0 + $1.probability } - 1) < 1e-5)
        // The first image is a bird.
        #expect(image == 0 && !rows.contains { $0.isTrue })
        #expect(state.isOfHiddenClass(image) && !state.isOfHiddenClass(1))
    }

    /// The other labels have no class of that name.
    @Test func otherLabelsGoOnAsTheyAre() {
        var state = names()
        state.hit(.char("x"), .char("l"), .enter)
        #expect(state.evaluation?.notCounted == 0 && state.classCounts == "14")
        #expect(state.promptTable.findings.answer?.all.isEmpty == true)
    }

    // MARK: - Adding

    @Test func everyKeyOfANewClassIsEvaluated() throws {
        var state = names()
        state.hit(.char("a"))
        #expect(state.context == .editing && state.evaluation?.request.choice?.classes.count == 14)
        state.typed("no")
        #expect(state.evaluation?.request.choice?.names.last == "no")
        state.typed("ne; nothing ")
        #expect(state.evaluation?.request.prompts.classNames == ["none": ["none", "nothing"]])
        state.hit(.enter)
        #expect(
            (state.promptEditor.set.added, state.promptEditor.set.names(of: "none")) == (["none"], ["none", "nothing"]))
        let figures = try #require(state.evaluation?.metrics?.perClass.last)
        #expect(figures.images == 0 && figures.predicted > 0)
        #expect(screen(state).lines.contains { $0.contains("\(figures.predicted) image") && $0.contains("none") })
        #expect(state.evaluation?.metrics?.images == 84)
        state.hit(.enter, .control("u"))
        state.typed("thing")
        state.hit(.enter)
        #expect((state.promptEditor.set.added, state.promptEditor.set.classNames) == (["thing"], [:]))
        state.hit(.char("u"), .char("u"))
        #expect(state.promptEditor.set.reads(like: Sample.prompts))
    }

    @Test func whatIsNoNewNameIsTakenBack() {
        var state = names()
        state.hit(.char("a"), .enter)
        #expect(state.promptEditor.set == Sample.prompts && state.promptEditor.past.isEmpty)
        state.hit(.char("a"))
        state.typed("cat; kitten")
        #expect(state.promptEditor.set.classNames.isEmpty, "the dataset's class keeps its names")
        state.hit(.enter)
        #expect(state.promptEditor.set == Sample.prompts && state.message?.text == "there is a class cat already")
        state.hit(.char("a"))
        state.typed("fox")
        state.hit(.escape)
        #expect(state.promptEditor.set == Sample.prompts)
    }

    @Test func anAddedClassIsHiddenRenamedAndRemoved() {
        var state = Sample.withOtherClasses()
        #expect(state.namedLabel == "none of these")
        state.hit(.char("x"))
        #expect(state.promptEditor.set.hidden == ["bird", "none of these"])
        #expect(state.evaluation?.request.choice?.offered == Array(1...13))
        state.hit(.char("e"), .control("u"))
        state.typed("nothing")
        state.hit(.enter)
        #expect((state.promptEditor.set.hidden, state.promptEditor.set.added) == (["bird", "nothing"], ["nothing"]))
        state.hit(.char("d"))
        #expect((state.promptEditor.set.hidden, state.promptEditor.set.added) == (["bird"], []))
        #expect(state.namedLabel == Sample.coarse.last, "the cursor goes to what is there")
    }

    @Test func imagesTakenForAnAddedClassAreListed() throws {
        var state = Sample.withOtherClasses()
        state.hit(.char("3"), .end)
        let row = try #require(state.classTable.order.firstIndex(of: 14))
        ClassesPage.move(by: row - state.classTable.position.cursor, &state)
        let taken = try #require(state.classTable.selectedFigures?.predicted)
        #expect(taken > 0)
        state.hit(.char("W"))
        #expect(state.browse.rows.count == taken)
        #expect(state.browse.rows.allSatisfy { state.outcome(of: $0)?.predicted == 14 })
        state.hit(.char("/"))
        state.typed("none of")
        #expect(state.browse.rows.count == taken)
    }

    @Test func noLabelIsCorrectedToAnAddedClass() {
        var state = Sample.withOtherClasses()
        state.hit(.char("1"), .char("E"))
        #expect(state.browse.rows.allSatisfy { (1...13).contains(state.outcome(of: $0)?.predicted ?? -1) })
    }
}

extension Sample {
    /// The class names with bird hidden and none of these added.
    static func withOtherClasses(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = ready(columns, rows)
        state.hit(.char("2"), .tab, .char("x"), .char("a"))
        state.typed("none of these")
        state.hit(.enter)
        return state
    }
}
