import Model

/// What these prompts are worth: labelled images of this dataset, and what learns from them, beside the prompts.
enum LearnPage: PageContent {
    static let title = "learn"
    static let help = "Show how many labelled images a class the prompts are worth, and in which classes they lose"
    static let context = Context.learn

    /// Classes in sight, without the headings.
    static func height(_ state: State) -> Int { max(1, LearnLayout(state.layout.page).classes.height - 1) }

    static func move(by step: Int, _ state: inout State) { state.learnTable.move(by: step, height: height(state)) }

    static func scroll(by step: Int, _ state: inout State) {
        state.learnTable.scroll(by: step, height: height(state))
    }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        state.focus = .page
        let list = LearnLayout(state.layout.page).classes
        let row = state.learnTable.position.top + mouse.y - list.y - 1
        guard list.contains(x: mouse.x, y: mouse.y), mouse.y > list.y,
            row < state.learnTable.shown?.classes.count ?? 0
        else { return [] }
        state.learnTable.point(at: row, height: height(state))
        if mouse.kind == .doublePress { listImages(&state) }
        return []
    }

    /// Esc stops the fitting; what is known stays.
    static func backOut(_ state: inout State) -> Bool { state.learnTable.stop() }

    /// Those of the class under the cursor.
    static func listImages(_ state: inout State) {
        guard let selected = state.learnTable.selected, let choice = state.learnTable.choice else { return }
        var filter = Browse.Filter()
        filter[.truth] = choice.offered[selected.label]
        state.showImages(filter)
    }

    static func newWork(_ state: inout State) -> [Work] {
        guard let dataset = state.dataset, let labelColumn = state.labelColumn, let images = state.embeddings,
            state.embedding?.isFinished == true, state.isModelReady
        else {
            state.learnTable.forget()
            return left(&state)
        }
        guard let evaluation = state.scores.current, evaluation.request.labelColumn?.name == labelColumn.name,
            let choice = evaluation.request.choice, let prompts = evaluation.classifier
        else { return [] }
        let request = state.learnTable.ask(
            LearnTable.Question(
                dataset: dataset, labelColumn: labelColumn, choice: choice, images: images, model: state.modelKey,
                prompts: prompts))
        let work = left(&state) + (request.map { [.ask(LearnQuestion.self, $0)] } ?? [])
        guard let learned = state.learnTable.learned else { return work }
        let beside = LearnTable.Beside(
            learned: learned, evaluation: evaluation, chosenOn: state.promptEditor.set.chosenOn)
        return work + (state.learnTable.ask(beside: beside).map { [.ask(WorthQuestion.self, $0)] } ?? [])
            + withPrompts(beside, &state)
    }

    /// Prompts and images together, once the curve is known and nothing is being typed.
    private static func withPrompts(_ beside: LearnTable.Beside, _ state: inout State) -> [Work] {
        guard state.promptEditor.edit == nil else {
            return state.learnTable.interruptWithPrompts() ? [.stop(WithPromptsQuestion.self)] : []
        }
        guard beside.learned.images.curve != nil, beside.evaluation.hasAllTemplates,
            beside.evaluation.request.generation == state.scores.generation
        else { return [] }
        return state.learnTable.ask(withPrompts: beside).map { [.ask(WithPromptsQuestion.self, $0)] } ?? []
    }

    private static func left(_ state: inout State) -> [Work] {
        state.learnTable.takeLeft() ? [.stop(LearnQuestion.self)] : []
    }
}
