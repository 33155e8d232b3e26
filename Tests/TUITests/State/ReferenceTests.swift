import Foundation
import Testing

@testable import Model
@testable import TUI

/// A of the compare page: another model, a run of the history, a saved run.
@Suite struct ReferenceTests {
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("5"))
        return state
    }

    /// The events of another thread, as `answer` gives them.
    private func expectRequest(_ work: [Work]) throws -> Request<SetComparison.ReferenceQuestion> {
        if let request = work.lazy.compactMap({ $0.request(of: ReferenceEvaluationQuestion.self) }).first {
            return request
        }
        throw Missing()
    }

    private struct Missing: Error {}

    /// A under another model: `other` turns the embeddings a little.
    private func underAnotherModel(_ state: inout State) throws -> Request<SetComparison.ReferenceQuestion> {
        state.hit(.char("c"))
        state.run(.models(ModelChoiceTests.entries))
        state.hit(.tab, .down)
        return try expectRequest(state.apply(.key(.enter)))
    }

    private func other(_ state: State) -> EmbeddingTable {
        let vectors = (0..<84).map { Sample.vector($0 % 14, seed: 4000 + $0, spread: 1.6) }
        return Sample.table(vectors, images: 84)
    }

    @Test func theChoiceOfAHasAListOfModelsAndOneOfRuns() {
        var state = page(80, 24)
        #expect(state.apply(.key(.char("c"))).filter { [.listModels, .listRuns].contains($0) }.count == 2)
        state.run(.models(ModelChoiceTests.entries))
        state.hit(.tab)
        expect(state, matches: "popup-references-models")
        state.hit(.tab)
        #expect(screen(state).lines.contains { $0.contains("no run of these images and labels yet") })
        state.hit(.tab)
        #expect((state.popup as? ReferencesPopup)?.source == .sets)
    }

    @Test func theSamePromptsUnderAnotherModel() throws {
        var state = page()
        let request = try underAnotherModel(&state)
        #expect(request.question.request.prompts == Sample.prompts.effective)
        #expect(state.comparison.inquiry.answer == nil && state.popup == nil)
        state.run(
            .answer(
                ReferenceEvaluationQuestion.self, generation: request.generation, .waiting(for: "loading acme/tiny")))
        #expect(screen(state).lines.contains { $0.contains("A: loading acme/tiny…") })
        let progress = EmbeddingProgress(done: 21, total: 84, rate: 12)
        state.run(.answer(ReferenceEvaluationQuestion.self, generation: request.generation, .embedding(progress)))
        expect(state, matches: "compare-embedding-120x40")
        let table = other(state)
        let evaluation = Sample.evaluate(request.question.request, table)
        state.run(
            .answer(
                ReferenceEvaluationQuestion.self, generation: request.generation, .evaluated(evaluation, images: table))
        )
        let answer = try #require(state.comparison.inquiry.answer)
        #expect(answer.question.a.revision == evaluation.revision && answer.hasIntervals)
        expect(state, matches: "compare-model-120x40")
        // Of each side its own embedding.
        state.hit(.left, .left, .left, .right, .enter)
        let image = try #require(state.browse.selected)
        let row = try #require(ProbabilitiesPane.rows(state, image)?.first)
        let embedding = try #require(table[image])
        let probabilities = try #require(evaluation.probabilities(of: embedding[...]))
        #expect(row.before == probabilities[row.label].map { Double($0) })
    }

    @Test func anotherModelIsGivenUpWithEscAndAIsWhatItWas() throws {
        var state = page()
        let before = state.comparison.reference
        let request = try underAnotherModel(&state)
        let work = state.apply(.key(.escape))
        #expect(work.contains(.stop(ReferenceEvaluationQuestion.self)) && state.page == .compare)
        #expect(state.comparison.reference == before)
        #expect(state.comparison.inquiry.question != nil || state.comparison.evaluation != nil)
        // What comes too late is dropped.
        state.run(.answer(ReferenceEvaluationQuestion.self, generation: request.generation, .waiting(for: "late")))
        #expect(!state.comparison.evaluating.isWaiting)
        state.hit(.escape)
        #expect(state.page == .images)
    }

    @Test func aModelThatCannotBeReadIsToldAndAIsWhatItWas() throws {
        var state = page()
        let before = state.comparison.reference
        let request = try underAnotherModel(&state)
        state.run(
            .answer(
                ReferenceEvaluationQuestion.self, generation: request.generation, .failed("/models/tiny: no such model")
            )
        )
        #expect(state.message?.text == "/models/tiny: no such model" && state.comparison.reference == before)
        #expect(state.comparison.inquiry.answer?.comparison != nil)
    }

    @Test func anotherSetKeepsAsModelAndTheOwnModelLeavesIt() throws {
        var state = page()
        _ = try underAnotherModel(&state)
        state.hit(.char("c"), .end)
        let request = try expectRequest(state.apply(.key(.enter)))
        #expect(
            request.question.request.prompts.entries.count == 80 && state.comparison.reference.modelName == "acme/tiny")
        state.hit(.char("c"), .tab)
        #expect(state.apply(.key(.enter)).contains(.stop(ReferenceEvaluationQuestion.self)))
        #expect(
            state.comparison.reference.evaluate == .modelAtWork && state.comparison.reference.set.name == "imagenet-80")
    }

    @Test func aWaitsForTheImagesOfB() {
        var state = Sample.ready(80, 24, embedded: 33)
        state.hit(.char("5"))
        state.run(.models(ModelChoiceTests.entries))
        state.hit(.char("c"), .tab, .down)
        let work = state.apply(.key(.enter))
        #expect(!work.contains { $0.request(of: ReferenceEvaluationQuestion.self) != nil })
        #expect(screen(state).lines.contains { $0.contains("A waits until B's images are embedded") })
    }

    // MARK: - A saved run

    /// What `eval --run` would write of the prompts on the screen.
    private func document(_ state: State, files: (String) -> String? = { $0 }, classes: [String]? = nil) throws
        -> RunDocument
    {
        let (dataset, evaluation) = (try #require(state.dataset), try #require(state.scores.current))
        let own = Sample.coarse
        let names = classes ?? own
        let images: [[String: Any]] = try dataset.images.indices.compactMap { image in
            guard let file = files(dataset.images[image].path) else { return nil }
            let probabilities = try #require(evaluation.probabilities(of: state.embeddings![image]![...])).map { $0! }
            let outcome = try #require(evaluation.outcomes?[image])
            func number(_ label: Int) -> Int { names.firstIndex(of: own[label]) ?? 0 }
            let best = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }.prefix(5)
            return [
                "file": file, "predicted": number(outcome.predicted), "confidence": outcome.confidence,
                "entropy": outcome.entropy, "label": number(outcome.truth!.label), "label_rank": outcome.truth!.rank,
                "label_probability": outcome.truth!.probability,
                "top": best.map { ["label": number($0), "probability": probabilities[$0]] as [String: Any] },
            ]
        }
        let json: [String: Any] = [
            "format": "clipscope run", "format_version": 1, "program": "clipscope", "dataset": "photos",
            "model": ["name": "embedded", "fingerprint": "f", "logit_scale": 14], "classes": names,
            "prompts": ["name": "old", "templates": ["a {label}"], "class_names": [String: [String]]()],
            "images": images,
        ]
        let file = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try JSONSerialization.data(withJSONObject: json).write(to: file)
        return try RunDocument(contentsOf: file)
    }

    private func take(_ document: RunDocument, _ state: inout State) throws {
        state.hit(.char("c"), .char("o"))
        state.typed("old.json")
        #expect(state.apply(.key(.enter)).contains(.read(path: "old.json", .reference)))
        let run = SavedRun(name: "old.json", document: document)
        let request = try expectRequest(state.apply(.read(path: "old.json", .run(run))))
        let matched = try document.matched("old.json", files: state.dataset!.images.map(\.path), classes: Sample.coarse)
        let evaluation = Evaluation(
            request: request.question.request, weights: nil, logitScale: 14, outcomes: Outcomes(matched.outcomes),
            templatesDone: 1, templates: 1)
        state.run(
            .answer(ReferenceEvaluationQuestion.self, generation: request.generation, .matched(evaluation, matched)))
    }

    @Test func aSavedRunIsMatchedByFileAndByNameOfClass() throws {
        var state = page()
        let document = try document(
            state, files: { $0.contains("robin-1") ? nil : $0.contains("oak-2") ? "elsewhere.png" : $0 },
            classes: Sample.coarse.reversed())
        state.hit(.tab, .down, .char(" "), .tab)
        let before = try #require(state.comparison.inquiry.answer?.comparison)
        try take(document, &state)
        let answer = try #require(state.comparison.inquiry.answer)
        #expect(answer.comparison?.images == 82 && before.images == 84)
        expect(state, matches: "compare-run-120x40")
        // Of the images that both have, who is right is what it was.
        #expect(answer.images(.onlyA) == before.agreement.onlyA && answer.images(.onlyB) == before.agreement.onlyB)
    }

    @Test func aSavedRunTellsTheProbabilitiesThatItKept() throws {
        var state = page(200, 60)
        try take(try document(state), &state)
        state.hit(.left, .left, .left, .enter)
        let image = try #require(state.browse.selected)
        let rows = try #require(ProbabilitiesPane.rows(state, image))
        #expect([5, 6].contains(rows.count { $0.before != nil }))
        for row in rows {
            if let before = row.before { #expect(abs(before - row.probability) < 1e-6) }
        }
        #expect(screen(state).lines.contains { $0.hasSuffix(" –") })
    }

    @Test func aFileThatCannotBeReadIsToldWhereItWasTyped() {
        var state = page(80, 24)
        state.hit(.char("c"), .char("o"))
        state.typed("sets/bad.txt")
        state.hit(.enter)
        state.run(
            .notRead(path: "sets/bad.txt", reason: "/home/me/sets/bad.txt:3: template without {label}: \"a photo\""))
        expect(state, matches: "popup-file-failed")
        state.typed("x")
        #expect(!screen(state).lines.contains { $0.contains("bad.txt:3") })
        state.hit(.escape)
        #expect(state.context == ReferencesPopup.context)
    }

    @Test func anAnswerToAPathThatWasLeftIsDropped() {
        var state = page()
        let before = state.promptEditor.set
        state.hit(.char("p"), .char("o"))
        state.typed("a.toml")
        state.hit(.enter, .escape)
        #expect(state.context == PromptSetsPopup.context)
        state.run(.read(path: "a.toml", .prompts(PromptSet(name: "a", templates: ["a {label}"]))))
        #expect(state.promptEditor.set == before)
    }

    @Test func anOpenedSetReplacesThePromptsAndCanBeUndone() {
        var state = page()
        let before = state.promptEditor.set
        state.hit(.char("p"), .char("o"))
        state.typed("my sets/a.toml")
        state.hit(.enter)
        state.run(.read(path: "my sets/a.toml", .prompts(PromptSet(name: "a", templates: ["a {label}"]))))
        #expect(state.promptEditor.set.name == "a" && state.popup == nil && !state.hasUnsavedPrompts)
        #expect(state.choices.first?.origin == "from a file")
        state.hit(.char("u"))
        #expect(state.promptEditor.set == before)
    }

    @Test func tabGoesOnWithAPath() {
        var state = page(80, 24)
        state.hit(.char("p"), .char("o"))
        state.typed("se")
        #expect(state.apply(.key(.tab)) == [.complete(path: "se")])
        state.run(.completed(path: "se", PathCompletion(path: "sets/pet", candidates: ["pets.toml", "petals/"])))
        #expect(state.editor?.text == "sets/pet")
        expect(state, matches: "popup-file")
        // Typed on meanwhile.
        state.typed("s")
        state.run(.completed(path: "se", PathCompletion(path: "sea", candidates: [])))
        #expect(state.editor?.text == "sets/pets")
    }

    // MARK: - The difference of the matrices

    @Test(arguments: [(80, 24), (120, 40)])
    func theDifferenceOfTheMatricesIsDrawn(_ columns: Int, _ rows: Int) {
        var state = page(columns, rows)
        state.hit(.tab, .down, .char(" "), .tab, .char("d"))
        expect(state, matches: "compare-matrix-\(columns)x\(rows)")
    }

    @Test func everyCellIsTheDifferenceAndOpensItsImages() throws {
        var state = page()
        state.hit(.tab, .down, .char(" "), .tab, .char("d"))
        let answer = try #require(state.comparison.inquiry.answer)
        let (a, b) = (Predictions(answer.question.outcomesOfA), Predictions(answer.question.outcomesOfB))
        let (old, new) = (ConfusionMatrix(a, classes: 14), ConfusionMatrix(b, classes: 14))
        var found = 0
        for (row, label) in answer.change.rows.enumerated() {
            for (column, predicted) in answer.change.columns.enumerated() {
                let difference = new[label, predicted] - old[label, predicted]
                #expect(answer.change[row, column]?.difference ?? 0 == difference)
                found += difference == 0 ? 0 : 1
            }
        }
        #expect(found == answer.comparison?.confusion.cells.count)
        let cell = try #require(answer.comparison?.confusion.cells.first)
        #expect(answer.change[state.comparison.rows.cursor, state.comparison.columns.cursor] == cell)
        state.hit(.enter)
        #expect(state.browse.rows.count >= max(cell.a, cell.b))
        state.hit(.escape, .escape)
        #expect(state.page == .compare && state.comparison.view == .lists)
    }
}
