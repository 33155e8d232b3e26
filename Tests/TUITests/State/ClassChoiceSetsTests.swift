import Foundation
@testable import Model
import Testing

@testable import TUI

/// Hidden and added classes beside other sets, and from one start to the next.
@Suite struct ClassChoiceSetsTests {
    @Test func setsOfDifferentClassesAreComparedOnTheImagesOfBoth() throws {
        var state = Sample.withOtherClasses()
        state.hit(.char("5"))
        let comparison = try #require(state.comparison.inquiry.answer?.comparison)
        #expect(comparison.images == 78)
        let metrics = try #require(state.evaluation?.metrics)
        #expect(abs(comparison.differences[0].b - metrics.top1) < 1e-12)
        #expect(comparison.perClass.map(\.label).sorted() == Array(1...13))
        // A has the added class, B another in its place.
        state.hit(.char("A"), .char("2"), .end, .enter, .control("u"))
        state.typed("background")
        state.hit(.enter, .char("5"))
        let answer = try #require(state.comparison.inquiry.answer)
        #expect(answer.name(of: 14) == "background" && answer.name(of: 15) == "none of these")
        let taken = answer.question.outcomesOfA.indices.filter {
            answer.question.outcomesOfA.predicted($0) == 14 && $0 % 14 != 0
        }
        #expect(Set((1...13).flatMap { answer.taken($0, for: 15) }) == Set(taken.map { Int32($0) }))
    }

    @Test func templatesAreEvaluatedAmongTheSameClasses() throws {
        let state = Sample.withOtherClasses()
        let evaluated = try #require(state.evaluatedPrompts)
        #expect(evaluated.evaluatedImages.count == 78)
        let figures = state.promptTable.contributions
        #expect(state.promptEditor.set.entries.allSatisfy { figures.figures(of: $0) != nil && figures.areFresh($0) })
        let accuracy = try TemplateContributions(
            Sample.sums(evaluated), isOn: evaluated.entries.map(\.isOn), images: evaluated.evaluatedImages,
            logitScale: 12
        ).accuracy
        #expect(abs((accuracy ?? 0) - (state.evaluation?.metrics?.top1 ?? 9)) < 1e-12)
    }

    @Test func aPublishedSetLeavesTheClassesAsTheyAre() {
        var state = Sample.withOtherClasses()
        state.hit(.char("p"), .down, .enter)
        #expect(state.promptEditor.set.name == "imagenet-80")
        #expect((state.promptEditor.set.hidden, state.promptEditor.set.added) == (["bird"], ["none of these"]))
    }

    @Test func whatIsHiddenIsKeptForTheNextStart() throws {
        let state = Sample.withOtherClasses()
        let prompts = try #require(state.session?.prompts)
        #expect(state.hasUnsavedPrompts)
        let read = try PromptSet(stored: prompts.toml, in: URL(filePath: "/history.sqlite"))
        var next = Sample.started()
        next.run(.opened(Sample.dataset, choices: Sample.choices, prompts: read, session: state.session))
        next.run(.modelReady(name: "clipscope-lite"))
        next.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        next.run(.evaluation(Sample.evaluate(next.requestedEvaluation!, next.embeddings)))
        #expect(next.evaluation?.metrics == state.evaluation?.metrics)
    }
}
