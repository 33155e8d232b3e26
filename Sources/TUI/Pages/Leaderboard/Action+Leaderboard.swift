extension Context {
    static let leaderboard = Context("Leaderboard") { Action.ofLeaderboard }
}

extension Action {
    static let ofLeaderboard: [Action] = [
        Action(
            "leaderboard.take", [.enter], "take it", "Make this set the prompts under work; it can be undone",
            in: [.leaderboard], hint: 0, unavailable: nothingRanked, does: { LeaderboardPage.take(&$0) }),
        Action(
            "leaderboard.compare", [.char("c")], "compare", "Compare the prompts with this set, on the compare page",
            in: [.leaderboard], hint: 1, unavailable: nothingRanked, does: { LeaderboardPage.compare(&$0) }),
        Action(
            "leaderboard.order", [.char("s"), .right], "order",
            "Rank by the next figure: top-1 accuracy, the mean of the classes' recalls, the log loss",
            in: [.leaderboard], hint: 2, unavailable: nothingRanked, does: { $0.leaderboard.nextOrder() }),
    ]

    private static let nothingRanked: @Sendable (State) -> String? = { state in
        if state.dataset != nil, state.labelColumn == nil { return "the dataset has no labels" }
        return state.leaderboard.selected == nil ? "nothing is ranked yet" : nil
    }
}
