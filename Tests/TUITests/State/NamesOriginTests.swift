import Foundation
import Testing

@testable import Model
@testable import TUI

/// The names of classes follow one rule with the command line: a set that says nothing of classes goes with the dataset's
/// own names.
@Suite struct NamesOriginTests {
    /// A dataset whose own set names a class, a set with other names, and one of templates alone.
    private static func opened(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var own = Sample.prompts
        own.classNames = ["bird": ["small bird"]]
        var other = PromptSet(name: "other", templates: ["art of a {label}."])
        other.classNames = ["cat": ["kitten"]]
        let dataset = Dataset(
            name: "photos", folder: URL(filePath: "/photos"), images: Sample.dataset.images,
            labelColumns: Sample.dataset.labelColumns, prompts: own)
        var state = Sample.started(columns, rows)
        state.run(
            .opened(
                dataset,
                choices: [own, other, Sample.published].map { PromptChoice(set: $0, origin: PromptChoice.published) },
                prompts: own))
        state.run(.modelReady(name: "clipscope-lite"))
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, state.embeddings)))
        return state
    }

    private func chosen(_ steps: Int, in state: inout State) {
        state.hit(.char("p"))
        for _ in 0..<steps { state.hit(.down) }
        state.hit(.enter)
    }

    @Test func aSetOfTemplatesHasOneAccuracyWhateverCameBefore() {
        var state = Self.opened()
        let own = state.promptEditor.set.classNames
        chosen(2, in: &state)
        #expect(state.promptEditor.set.name == "imagenet-80" && state.promptEditor.set.classNames == own)
        let first = state.evaluation?.metrics
        #expect(first != nil)
        chosen(1, in: &state)
        #expect(state.promptEditor.set.classNames == ["cat": ["kitten"]] && state.namesOrigin == .prompts)
        chosen(2, in: &state)
        #expect(state.promptEditor.set.classNames == own && state.evaluation?.metrics == first)
        #expect(state.namesOrigin == .dataset && !state.hasUnsavedPrompts)
        #expect(screen(state).lines.contains { $0.contains("80 of 80 on · names the dataset's own") })
    }

    @Test func namesThatWereEditedHereStayAndAreCalledSo() {
        var state = Self.opened()
        state.promptEditor.set.callClass("dog", ["hound"])
        chosen(2, in: &state)
        #expect(state.promptEditor.set.classNames["dog"] == ["hound"])
        #expect(state.namesOrigin == .edited && state.hasUnsavedPrompts)
        #expect(screen(state).lines.contains { $0.contains("names edited") })
    }

    @Test func whoTakesTheLastNameAwayKeepsTheLabels() throws {
        var state = Self.opened()
        state.promptEditor.set.callClass("bird", nil)
        #expect(state.namesOrigin == .labels)
        let file = URL(filePath: "/set.toml")
        let read = try PromptSet(stored: state.promptEditor.set.toml, in: file)
        #expect(read.keepsLabels && read.completed(by: state.dataset?.prompts).classNames.isEmpty)
        chosen(2, in: &state)
        #expect(state.promptEditor.set.classNames.isEmpty)
    }

    @Test func aSetThatNamesAClassThatIsNotThereIsNotTaken() {
        var state = Self.opened()
        var typo = PromptSet(name: "typo", templates: ["a {label}"])
        typo.classNames = ["brid": ["wren"]]
        state.choices.append(PromptChoice(set: typo, origin: PromptChoice.file))
        chosen(3, in: &state)
        #expect(state.promptEditor.set.name != "typo")
        let words = "typo: [labels] has \"brid\", which is no class of the dataset; did you mean \"bird\"?"
        #expect(state.message?.text == words)
        state.hit(.escape, .char("p"), .char("o"))
        state.typed("t.toml")
        state.hit(.enter)
        state.run(.read(path: "t.toml", .prompts(typo)))
        guard let field = (state.popup as? FilePopup)?.path else { Issue.record("closed"); return }
        #expect(field.failure?.hasPrefix("t.toml: [labels] has \"brid\"") == true)
    }

    @Test func topFiveOfFewClassesSaysNothing() {
        var state = Self.opened()
        #expect(screen(state).lines[1].contains("top-5") && !screen(state).lines[1].contains("says nothing"))
        state.promptEditor.set.hidden = Set(Sample.coarse.dropFirst(5))
        state.run(.resize(state.size))
        #expect(screen(state).lines[1].contains("top-5 says nothing"))
        state.hit(.char("5"))
        #expect(screen(state).lines.contains { $0.contains("says nothing of five classes or fewer") })
    }

    @Test func imagesWithoutALabelAreTold() {
        let labels = Sample.dataset.labelColumns[0].labels.enumerated().map { $0 < 10 ? nil : $1 }
        let dataset = Dataset(
            name: "photos", folder: URL(filePath: "/photos"), images: Sample.dataset.images,
            labelColumns: [Dataset.LabelColumn(name: "coarse", classes: Sample.coarse, labels: labels)])
        var state = Sample.started()
        state.run(.opened(dataset, choices: Sample.choices, prompts: Sample.prompts))
        state.run(.modelReady(name: "clipscope-lite"))
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        state.run(.evaluation(Sample.evaluate(state.requestedEvaluation!, state.embeddings)))
        #expect(screen(state).lines[1].contains("74 of 84 images have a label"))
    }
}
