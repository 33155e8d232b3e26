import Model

extension LeaderboardPage {
    static func tables(_ state: State) -> [ResultTable] {
        guard let board = state.leaderboard.board else { return [] }
        let entrants = state.leaderboard.entrants
        let estimates = ["top1", "mean_per_class", "log_loss", "to_first"]
        return [
            ResultTable(
                "rows", title: "sets",
                columns: ["rank", "prompts", "origin", "alike", "templates"]
                    + estimates.flatMap { [$0, "\($0)_from", "\($0)_to"] } + ["differs_from_first"],
                count: board.rows.count
            ) { place in
                let row = board.rows[place]
                let entrant = entrants[row.classifier]
                let isLoss = board.order == .logLoss
                let figures: [ResultTable.Cell] =
                    cells(row.top1, isShare: true) + cells(row.meanPerClass, isShare: true)
                    + cells(row.logLoss, isShare: false) + cells(row.toFirst, isShare: !isLoss)
                return [
                    .count(place + 1), .text(entrant.set.name), .text(entrant.origin),
                    .text(entrant.alike.isEmpty ? nil : entrant.alike.joined(separator: "; ")),
                    .count(entrant.set.active.count),
                ] + figures + [row.toFirst == nil ? .missing : .flag(row.differs)]
            }
        ]
    }

    private static func cells(_ estimate: Leaderboard.Estimate?, isShare: Bool) -> [ResultTable.Cell] {
        [estimate?.value, estimate?.interval.lowerBound, estimate?.interval.upperBound].map {
            isShare ? .share($0) : .number($0, decimals: 3)
        }
    }
}
