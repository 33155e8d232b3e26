import Model

/// Which prompt set is best here: all at hand on the same images, with intervals, and the one under the cursor in words.
enum LeaderboardPage: PageContent {
    static let title = "sets"
    static let help = "Rank all prompt sets at hand on this dataset: published, saved, the prompts as they are now"
    static let context = Context.leaderboard

    /// Sets in sight, without the headings.
    static func height(_ state: State) -> Int { max(1, list(state.layout.page).height - 1) }

    private static func list(_ area: Rect) -> Rect {
        Rect(x: area.x, y: area.y, width: area.width, height: max(2, area.height - previewRows(area) - 2))
    }

    private static func previewRows(_ area: Rect) -> Int { max(1, min(6, area.height / 4)) }

    static func move(by step: Int, _ state: inout State) { state.leaderboard.move(by: step, height: height(state)) }

    static func scroll(by step: Int, _ state: inout State) {
        state.leaderboard.scroll(by: step, height: height(state))
    }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        state.focus = .page
        let list = list(state.layout.page)
        let row = state.leaderboard.position.top + mouse.y - list.y - 1
        guard mouse.y > list.y, mouse.y < list.maxY, row < state.leaderboard.board?.rows.count ?? 0 else { return [] }
        move(by: row - state.leaderboard.position.cursor, &state)
        if mouse.kind == .doublePress { take(&state) }
        return []
    }

    static func take(_ state: inout State) {
        guard let chosen = state.leaderboard.selected else { return }
        guard !chosen.set.reads(like: state.promptEditor.set) else {
            state.message = State.Message(text: "these are the prompts already", role: .quiet)
            return
        }
        state.replacePrompts(by: chosen.set)
    }

    static func compare(_ state: inout State) {
        guard let chosen = state.leaderboard.selected else { return }
        state.compare(with: chosen.set, chosen.origin)
        state.show(.compare)
    }

    /// What the prompts, the labels and the images call for; while a template is typed the board stays.
    static func newWork(_ state: inout State) -> [Work] {
        guard let labelColumn = state.labelColumn, let dataset = state.dataset, state.isModelReady,
            let images = state.embeddings, state.embedding?.isFinished == true
        else {
            state.leaderboard.forget()
            return []
        }
        guard state.promptEditor.edit == nil else { return [] }
        let question = LeaderboardTable.Question(
            entrants: entrants(state), labelColumn: labelColumn, dataset: dataset, images: images,
            model: state.modelKey, order: state.leaderboard.order)
        return state.leaderboard.ask(question).map { [.ask(LeaderboardQuestion.self, $0)] } ?? []
    }

    /// The prompts as they are now, then the sets at hand that fit the dataset; a set that reads like one before it counts once.
    private static func entrants(_ state: State) -> [LeaderboardTable.Entrant] {
        let now = LeaderboardTable.Entrant(set: state.promptEditor.set, origin: "as it is now")
        let others = state.choices.filter { state.fault(of: $0.set) == nil }.map { choice in
            LeaderboardTable.Entrant(
                set: state.completed(choice.set),
                origin: choice.saved.map { "\(choice.origin), version \($0.version)" } ?? choice.origin)
        }
        return ([now] + others).reduce(into: []) { all, entrant in
            let set = entrant.set
            guard !set.effective.entries.isEmpty else { return }
            if let same = all.firstIndex(where: { $0.set.reads(like: set) }) {
                if !([all[same].set.name] + all[same].alike).contains(set.name) { all[same].alike.append(set.name) }
            } else {
                all.append(entrant)
            }
        }
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: state.focus == .page, on: &canvas)
        MainScreen.title(heading(state, room: area.width), above: area, on: &canvas)
        let table = state.leaderboard
        guard let board = table.board else {
            return canvas.writeCentred([missing(state)], in: area.row(area.height / 3), on: .base)
        }
        let list = list(area)
        let columns = LeaderboardColumns(width: area.width, order: board.order)
        columns.drawHeadings(table.order, in: list.row(0), on: &canvas)
        for line in 0..<height(state) {
            let row = table.position.top + line
            guard board.rows.indices.contains(row) else { break }
            let isSelected = row == table.position.cursor
            let surface: Surface = !isSelected ? .base : state.focus == .page ? .selected : .marked
            let place = list.row(line + 1)
            canvas.fill(place, on: surface)
            canvas.write(
                [Span(isSelected ? "▸" : " ", state.focus == .page ? .accent : .quiet)], in: place, on: surface)
            columns.draw(
                board.rows[row], rank: row + 1, board.order, table.entrants[board.rows[row].classifier], in: place,
                surface,
                on: &canvas)
        }
        canvas.horizontalRule(y: list.maxY, x: area.x..<area.maxX)
        let note = Rect(x: area.x + 1, y: list.maxY + 1, width: area.width - 2, height: 1)
        canvas.write(Self.note(board), .quiet, in: note, on: .base)
        drawPreview(
            state, in: Rect(x: note.x, y: note.maxY, width: note.width, height: area.maxY - note.maxY), on: &canvas)
    }

    /// The templates of the set under the cursor.
    private static func drawPreview(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        guard let set = state.leaderboard.selected?.set else { return }
        let texts = set.active.map(\.text)
        let shown = texts.count > rect.height ? rect.height - 1 : texts.count
        for (line, text) in texts.prefix(shown).enumerated() {
            canvas.write([Span("  ")] + PromptsPane.spans(text, .text), in: rect.row(line), on: .base)
        }
        guard shown < texts.count, rect.height > 0 else { return }
        canvas.write("  and \(texts.count - shown) more", .faint, in: rect.row(rect.height - 1), on: .base)
    }

    private static func heading(_ state: State, room: Int) -> [Span] {
        let isFocused = state.focus == .page && state.promptEditor.edit == nil
        let table = state.leaderboard
        var spans = [Span("Prompt sets", isFocused ? .accent : .strong)]
        guard let board = table.board else { return spans }
        spans.append(Span(" \(board.rows.count) by \(table.order.title)", .quiet))
        if let question = table.inquiry.question, table.inquiry.isWaiting {
            spans += [Span(" · ", .faint), Span("ranking \(table.done) of \(question.entrants.count)", .unfinished)]
            if let (entrant, done, total) = table.encoding, question.entrants.indices.contains(entrant) {
                spans.append(
                    Span(", \(question.entrants[entrant].set.name): \(done) of \(total) templates", .unfinished))
            }
        }
        let images = [Span(" · ", .faint), Span(Numbers.counted(board.images, "image"), .quiet)]
        return spans.width + images.width + 4 <= room ? spans + images : spans
    }

    /// What the figures must not be read without.
    private static func note(_ board: Leaderboard) -> String {
        guard board.isTested else {
            return "A set was chosen on all of these images, which praises it too much: nothing is tested"
        }
        let left =
            board.chosenOn > 0 ? "\(Numbers.counted(board.chosenOn, "image")) that a set was chosen on left out · " : ""
        let together = board.rows.prefix { !$0.differs }.count - 1
        guard board.rows.count > 1 else { return left + "one set" }
        let first =
            together == 0
            ? "the first is ahead by more than chance explains"
            : "the first is not told apart from the next \(together == 1 ? "one" : "\(together)")"
        return left + first + "; it is first by luck too"
    }

    private static func missing(_ state: State) -> Span {
        guard state.dataset != nil else { return Span("") }
        guard state.labelColumn != nil else { return Span("no labels, so nothing to rank by", .quiet) }
        if state.embedding?.isFinished == false { return Span("once all images are embedded…", .unfinished) }
        return Span("…", .faint)
    }
}
