import Model

/// What the leaderboard page remembers: every prompt set at hand, ranked on this dataset.
package struct LeaderboardTable: Sendable {
    /// A set that is ranked.
    package struct Entrant: Equatable, Sendable {
        let set: PromptSet
        /// "as it is now", "published", "saved, version 2".
        let origin: String
        /// Names of other sets that say the same.
        var alike: [String] = []
    }

    package struct Question: Equatable, Sendable {
        let entrants: [Entrant]
        let labelColumn: Dataset.LabelColumn
        let dataset: Dataset
        let images: EmbeddingTable
        /// The model's fingerprint or name.
        let model: String
        let order: Leaderboard.Order

        package static func == (a: Question, b: Question) -> Bool {
            a.entrants == b.entrants && a.labelColumn.name == b.labelColumn.name && a.images.rows === b.images.rows
                && a.images.known == b.images.known && a.model == b.model && a.order == b.order
        }
    }

    package enum Update: Sendable {
        /// Ranked so far, of all entrants. The last has all.
        case ranked(Leaderboard?, done: Int)
        /// What is being encoded: the number of the entrant, and of its templates done and all.
        case encoding(Int, done: Int, of: Int)
    }

    private(set) var inquiry = Inquiry<Question, Leaderboard?>()
    /// The newest, of some of the entrants while the others are on their way.
    private(set) var board: Leaderboard?
    /// What the board is of.
    private(set) var entrants: [Entrant] = []
    private(set) var encoding: (entrant: Int, done: Int, of: Int)?
    private(set) var done = 0
    private(set) var order = Leaderboard.Order.top1
    private(set) var position = ListPosition()

    var selected: Entrant? {
        guard let board, board.rows.indices.contains(position.cursor) else { return nil }
        return entrants[board.rows[position.cursor].classifier]
    }

    mutating func ask(_ question: Question) -> Request<Question>? {
        guard let request = inquiry.ask(question) else { return nil }
        (encoding, done) = (nil, 0)
        return request
    }

    /// There is nothing to rank, or nobody looks.
    mutating func forget() {
        inquiry.forget()
        (board, entrants, encoding, done) = (nil, [], nil, 0)
    }

    mutating func receive(_ update: Update, generation: Int, height: Int) {
        guard inquiry.isWaiting(for: generation), let question = inquiry.question else { return }
        switch update {
        case .encoding(let entrant, let done, let total): encoding = (entrant, done, total)
        case .ranked(let board, let done):
            let chosen = selected
            (self.board, entrants, self.done, encoding) = (board, question.entrants, done, nil)
            if done == question.entrants.count { _ = inquiry.receive(board, generation: generation) }
            // The cursor stays on its set; nobody has moved it while it is on the first.
            if position.cursor > 0, let chosen,
                let row = board?.rows.firstIndex(where: { entrants[$0.classifier] == chosen })
            {
                position.cursor = row
            }
            move(by: 0, height: height)
        }
    }

    /// - Parameter height: lines in sight.
    mutating func move(by step: Int, height: Int) {
        position.move(to: position.cursor + step, count: board?.rows.count ?? 0, height: height)
    }

    mutating func scroll(by step: Int, height: Int) {
        position.scroll(by: step, count: board?.rows.count ?? 0, height: height)
    }

    mutating func nextOrder() {
        let all = Leaderboard.Order.allCases
        order = all[(all.firstIndex(of: order)! + 1) % all.count]
        position = ListPosition()
    }
}
