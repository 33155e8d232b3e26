import Model

/// The prompt under the cursor as the model reads it, and what is probably not meant.
enum PromptDetail {
    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        guard let prompt = state.promptAtCursor else { return }
        MainScreen.title(title(prompt, state), above: area, on: &canvas)
        var lines = tokenLines(state, width: area.width - 4)
        // Tokens keep two thirds where there is something to say.
        let findings = findings(state)
        let room = findings.isEmpty ? area.height : max(2, area.height - min(findings.count, max(1, area.height / 3)))
        lines = Array(lines.prefix(room / 2 * 2))
        for (row, spans) in lines.enumerated() {
            canvas.write(spans, in: area.row(row).inset(x: 2), on: .base)
        }
        let left = area.height - lines.count
        let first = area.height - min(findings.count, left)
        for (row, spans) in findings.prefix(left).enumerated() {
            canvas.write(spans, in: area.row(first + row).inset(x: 2), on: .base)
        }
    }

    /// What there is to show.
    static func rows(_ state: State, width: Int) -> Int {
        state.promptAtCursor == nil ? 0 : tokenLines(state, width: width - 4).count + findings(state).count
    }

    private static func title(_ prompt: String, _ state: State) -> [Span] {
        var spans = [Span("“\(prompt.padded(to: min(DisplayWidth.of(prompt), state.size.columns - 34)))”", .strong)]
        guard let tokens = state.promptTable.tokens.answer else { return spans }
        let role: Role = tokens.isTruncated ? .warning : .quiet
        let count = "\(tokens.count) of \(tokens.contextLength) tokens" + (tokens.isTruncated ? ", cut" : "")
        spans += [Span("  "), Span(count, state.promptTable.tokens.isWaiting ? .unfinished : role)]
        return spans
    }

    /// Pieces with their ids below them; a word that is cut into several is set off.
    private static func tokenLines(_ state: State, width: Int) -> [[Span]] {
        guard let tokens = state.promptTable.tokens.answer else { return [[Span("…", .faint)], []] }
        var lines: [[Span]] = []
        var (texts, ids, used) = ([Span](), [Span](), 0)
        var wasContinued = false
        for piece in tokens.pieces {
            let text = piece.text + (piece.isContinued ? "·" : "")
            let id = String(piece.id)
            let column = max(DisplayWidth.of(text), id.count) + 2
            if used + column > width, used > 0 {
                lines += [texts, ids]
                (texts, ids, used) = ([], [], 0)
            }
            let isPart = piece.isContinued || wasContinued
            texts.append(Span(text.padded(to: column), isPart ? .accent : .text))
            ids.append(Span(id.padded(to: column), .faint))
            used += column
            wasContinued = piece.isContinued
        }
        return lines + [texts, ids]
    }

    /// Of the line under the cursor first, then of the classes.
    private static func findings(_ state: State) -> [[Span]] {
        guard let findings = state.promptTable.findings.answer else { return [] }
        let own: [PromptFinding]
        switch state.promptTable.side {
        case .templates:
            own =
                state.promptEditor.current.map { findings.findings(of: $0.template, at: state.promptEditor.cursor) }
                ?? []
        case .classNames: own = state.namedLabel.map(findings.findings(of:)) ?? []
        }
        let others = findings.ofClasses.filter { !own.contains($0) }
        return own.map { [Span("! ", .warning), Span($0.description, .warning)] }
            + others.map { [Span("! ", .faint), Span($0.description, .quiet)] }
    }
}
