extension LeaderboardPage {
    static func findable(_ state: State) -> FindableLines? {
        guard let board = state.leaderboard.board else { return nil }
        let texts = board.rows.map { row in
            let entrant = state.leaderboard.entrants[row.classifier]
            return ([entrant.set.name, entrant.origin] + entrant.alike).joined(separator: " ")
        }
        return FindableLines(texts: texts, cursor: state.leaderboard.position.cursor) { line, state in
            move(by: line - state.leaderboard.position.cursor, &state)
        }
    }
}
