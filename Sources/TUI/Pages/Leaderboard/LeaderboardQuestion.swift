import Model

/// Every prompt set at hand on the same images, one after the other.
enum LeaderboardQuestion: BackgroundQuestion {
    static let name = "leaderboard"

    static func answer(
        _ question: LeaderboardTable.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (LeaderboardTable.Update) -> Void
    ) throws {
        guard let bench, bench.isOf(model: question.model) else { return }
        let chosenOn = question.entrants.reduce(nil as ChosenOn?) { ChosenOn.of($0, $1.set.chosenOn) }
        let isChosenOn = { (image: Int) in
            chosenOn?.contains(question.dataset.images[image].path) ?? false
        }
        var session = EvaluationSession(templates: bench.templates)
        var outcomes: [Outcomes] = []
        for (number, entrant) in question.entrants.enumerated() {
            var whole: Outcomes?
            try session.evaluate(
                EvaluationRequest(generation: 0, prompts: entrant.set.effective, labelColumn: question.labelColumn),
                images: { question.images }, isCancelled: isStale
            ) { evaluation in
                if evaluation.hasAllTemplates {
                    whole = evaluation.outcomes
                } else {
                    post(.encoding(number, done: evaluation.templatesDone, of: evaluation.templates))
                }
            }
            if isStale() { throw CancellationError() }
            guard let whole else { return }
            outcomes.append(whole)
            let board = Leaderboard(
                outcomes, classes: question.labelColumn.classes.count, by: question.order, isChosenOn: isChosenOn)
            post(.ranked(board, done: outcomes.count))
        }
    }

    static func receive(_ answer: LeaderboardTable.Update, generation: Int, _ state: inout State) {
        state.leaderboard.receive(answer, generation: generation, height: LeaderboardPage.height(state))
    }
}
