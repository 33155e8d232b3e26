import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct LearnPageTests {
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("8"))
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        expect(page(columns, rows), matches: "learn-\(columns)x\(rows)")
    }

    @Test func namesOfClassesGetTheRoomThatIsFree() {
        #expect(screen(page(120, 40)).lines.contains { $0.contains("computer mouse") })
    }

    /// What the commands do with the same images and the same seed.
    private func parts(_ state: State) throws -> (train: LabelledRows, test: LabelledRows, prompts: ZeroShotClassifier)
    {
        let column = try #require(state.labelColumn)
        let dataset = try #require(state.dataset)
        let images = EvaluatedImages(try #require(state.embeddings), labels: column.labels)
        let chosenOn = state.promptEditor.set.chosenOn
        let parts = try LearningParts(images, of: dataset, splits: nil, seed: 1) {
            chosenOn?.contains(dataset.images[$0].path) ?? false
        }
        return (
            try LabelledRows(images.selecting(parts.train), classes: column.classes.count),
            try LabelledRows(images.selecting(parts.test), classes: column.classes.count),
            try #require(state.scores.current?.classifier)
        )
    }

    private func expectFigures(_ state: State) throws {
        let (train, test, prompts) = try parts(state)
        let shown = try #require(state.learnTable.shown)
        let probe = try ProbeComparison(train: train, test: test, prompts: prompts, neighbours: 5, seed: 1)
        let together = try #require(state.learnTable.withPrompts.answer)
        for result in probe.results {
            let found = try #require((shown.methods + together).first { $0.method == result.method })
            #expect(found.top1 == LearnedFigures(result.predictions, of: test).top1, "\(result.method)")
        }
        let curve = try FewShotCurve(
            train: train, test: test, prompts: prompts, methods: LearningMethod.allCases, draws: 10, neighbours: 5,
            seed: 1)
        let estimates = try curve.estimates(seed: 1)
        #expect(shown.estimates?.worth == estimates.worth && shown.estimates?.zeroShot == estimates.zeroShot)
        #expect(shown.estimates?.accuracies.map { $0[0] } == estimates.accuracies.map { $0[0] })
        #expect(shown.reportedOn == test.count && shown.fittedOn == train.count)
    }

    @Test func theFiguresAreThoseOfTheCommands() throws { try expectFigures(page()) }

    @Test func imagesThatThePromptsWereChosenOnAreLeftOutAndNothingIsFittedAgain() throws {
        var state = page()
        let before = try #require(state.learnTable.inquiry.question)
        let dataset = try #require(state.dataset)
        var chosen = state.promptEditor.set
        chosen.chosenOn = ChosenOn(dataset: dataset.name, images: (0..<30).map { dataset.images[$0].path })
        state.replacePrompts(by: chosen)
        state.hit(.char("7"), .char("8"))
        #expect(state.learnTable.inquiry.question == before && !state.learnTable.isFitting)
        #expect(try #require(state.learnTable.shown).leftOut > 0)
        #expect(screen(state).lines.contains { $0.contains("left out") })
        try expectFigures(state)
    }

    @Test func aLetterMovesTheCrossingAndNothingElse() throws {
        var state = page()
        let before = try #require(state.learnTable.shown)
        state.hit(.tab, .char("e"))
        state.typed(" no more")
        let after = try #require(state.learnTable.shown)
        #expect(before.estimates?.zeroShot != after.estimates?.zeroShot)
        #expect(before.estimates?.accuracies.map { $0[0] } == after.estimates?.accuracies.map { $0[0] })
        #expect(!state.learnTable.isFitting)
        // Prompts and images together are fitted when the line is kept, not at each letter.
        #expect(state.learnTable.withPrompts.question?.evaluation.request.generation != state.scores.generation)
        state.hit(.enter)
        #expect(state.learnTable.withPrompts.question?.evaluation.request.generation == state.scores.generation)
        try expectFigures(state)
    }

    @Test func enterListsTheImagesOfTheClass() throws {
        var state = page()
        state.hit(.down)
        let selected = try #require(state.learnTable.selected)
        state.hit(.enter)
        #expect(state.page == .images)
        #expect(state.browse.rows.count == Sample.perClass)
        #expect(state.browse.rows.allSatisfy { state.trueLabel(of: $0) == selected.label })
        state.hit(.escape)
        #expect(state.page == .learn)
    }

    @Test func classesThatTheProbeKnowsBetterComeFirst() throws {
        let classes = try #require(page().learnTable.shown?.classes)
        let differences = classes.compactMap(\.difference)
        #expect(differences == differences.sorted(by: >) && classes.count == Sample.coarse.count)
    }

    @Test func whatWasFittedIsKeptForTheSession() throws {
        var state = page()
        state.hit(.char("l"), .enter)
        let fine = try #require(state.learnTable.learned?.question)
        #expect(fine.labelColumn.name == "fine")
        // Back at the first labels nothing is asked.
        var asked = 0
        state.hit(.char("l"))
        for work in state.apply(.key(.enter)) {
            asked += work.request(of: LearnQuestion.self) == nil ? 0 : 1
            if case .evaluate(let request) = work {
                for more in state.apply(.evaluation(Sample.evaluate(request, state.embeddings))) {
                    asked += more.request(of: LearnQuestion.self) == nil ? 0 : 1
                }
            }
        }
        #expect(asked == 0 && state.learnTable.learned?.question.labelColumn.name == "coarse")
        #expect(state.learnTable.learned?.images.curve != nil)
    }

    /// The page is open and its questions are not answered.
    private func waiting() throws -> (State, Request<LearnTable.Question>) {
        var state = Sample.ready()
        let work = state.apply(.key(.char("8")))
        return (state, try #require(work.lazy.compactMap { $0.request(of: LearnQuestion.self) }.first))
    }

    @Test func escapeStopsAndRBeginsAgain() throws {
        var (state, request) = try waiting()
        state.run(
            .answer(
                LearnQuestion.self, generation: request.generation,
                .progress(.curve(done: 12, of: 50), secondsLeft: 31)))
        #expect(screen(state).lines.contains { $0.contains("drawing images for the curve: 12 of 50, 31 s left") })
        let work = state.apply(.key(.escape))
        #expect(work == [.stop(LearnQuestion.self)] && state.page == .learn)
        #expect(screen(state).lines.contains { $0.contains("stopped: r fits again") })
        // Another event begins nothing.
        #expect(
            state.apply(.resize(Size(columns: 100, rows: 30))).allSatisfy { $0.request(of: LearnQuestion.self) == nil })
        state.hit(.char("r"))
        #expect(state.learnTable.shown?.estimates?.worth != nil)
        state.hit(.escape)
        #expect(state.page == .images)
    }

    @Test func anAnswerToAnotherQuestionIsDropped() throws {
        var (state, request) = try waiting()
        state.run(.answer(LearnQuestion.self, generation: request.generation - 1, .failed("late")))
        #expect(state.learnTable.failure == nil && state.learnTable.isFitting)
    }

    @Test func withoutLabelsItSaysSo() {
        var state = Sample.unlabelled(80, 24)
        state.hit(.char("8"), .enter)
        #expect(screen(state).lines.contains { $0.contains("no labels, so nothing to learn from") })
        #expect(state.message?.text == "its images: the dataset has no labels")
    }

    /// The sample with other labels.
    private func page(labels: (Int) -> Int?, classes: [String]) -> State {
        let own = Sample.dataset
        var state = Sample.started(80, 24)
        let column = Dataset.LabelColumn(name: "own", classes: classes, labels: own.images.indices.map(labels))
        let dataset = Dataset(
            name: "photos", folder: own.folder, images: own.images, labelColumns: [column], prompts: Sample.prompts)
        state.run(.opened(dataset, choices: [], prompts: Sample.prompts))
        state.run(.modelReady(name: "clipscope-lite"))
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        if let request = state.requestedEvaluation {
            state.run(.evaluation(Sample.evaluate(request, state.embeddings)))
        }
        state.run(.key(.char("8")))
        return state
    }

    @Test func oneClassIsOneLine() {
        let state = page(labels: { _ in 0 }, classes: ["thing"])
        #expect(screen(state).lines.contains { $0.contains("images of 1 class to learn from, expected two at least") })
    }

    @Test func oneImageAClassIsOneLine() {
        let state = page(labels: { $0 < 14 ? $0 : nil }, classes: Sample.coarse)
        #expect(
            screen(state).lines.contains {
                $0.contains("photos: no class has two images: one to learn from and one to report on")
            })
    }

    @Test func promptsChosenOnEverythingAreOneLine() throws {
        var state = page()
        let dataset = try #require(state.dataset)
        var chosen = state.promptEditor.set
        chosen.chosenOn = ChosenOn(
            dataset: dataset.name, images: dataset.images.indices.map { dataset.images[$0].path })
        state.replacePrompts(by: chosen)
        state.hit(.char("7"), .char("8"))
        #expect(screen(state).lines.contains { $0.contains("the prompts were chosen on all of the 42 images") })
    }

    @Test func withoutATemplateItSaysSo() {
        var state = page()
        state.hit(.tab, .char(" "), .down, .char(" "), .tab)
        #expect(screen(state).lines.contains { $0.contains("no template is on") })
    }

    @Test func aClassWithoutTrainingImagesIsSaid() throws {
        // The last class has one image, which is reported on or learnt from.
        let state = page(labels: { $0 % 3 == 2 && $0 > 2 ? nil : $0 % 3 }, classes: ["a", "b", "c"])
        let classes = try #require(state.learnTable.shown?.classes)
        #expect(classes.contains { $0.fittedOn == 0 } || classes.contains { $0.images == 0 })
        #expect(classes.count == 3)
    }
}
