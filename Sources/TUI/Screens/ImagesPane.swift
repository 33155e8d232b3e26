import Model

/// The list of images: right or wrong, label, prediction, probability, and whether the last edit flipped it.
enum ImagesPane {
    static func draw(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        let title = title(state)
        MainScreen.title(title, above: rect, on: &canvas)
        let columns = Columns(width: rect.width, hasLabels: state.labelling != nil)
        if state.labelling != nil, !state.grid.isShown, title.width + 4 < columns.predicted {
            let place = Rect(x: rect.x + columns.predicted - 1, y: rect.y - 1, width: 11, height: 1)
            canvas.write(" predicted ", .faint, in: place, on: .base)
        }
        if case .filter(let editor, _) = state.popup {
            let line = Rect(x: rect.x + 1, y: rect.y - 1, width: rect.width - 2, height: 1)
            canvas.fill(line, on: .field)
            canvas.write("/", .accent, in: line, on: .field)
            TextField.draw(editor, in: Rect(x: line.x + 1, y: line.y, width: line.width - 1, height: 1), on: &canvas)
        }
        guard !state.browse.rows.isEmpty else {
            let words =
                state.dataset == nil ? "" : state.browse.filter.isEmpty ? "no images" : "no image passes the filter"
            return canvas.writeCentred([Span(words, .quiet)], in: rect.row(rect.height / 3), on: .base)
        }
        if let tiles = state.tiles {
            showPath(state, above: rect, beside: title.width, on: &canvas)
            return ThumbnailTiles.draw(state, tiles, on: &canvas)
        }
        for line in 0..<rect.height {
            let row = state.browse.top + line
            guard state.browse.rows.indices.contains(row) else { break }
            draw(image: state.browse.rows[row], state, in: rect.row(line), on: &canvas)
        }
    }

    /// marker, mark, space, label, space, prediction, space, percent, flip mark, space
    private struct Columns {
        let label: Int
        let prediction: Int
        /// Where the prediction begins.
        let predicted: Int

        init(width: Int, hasLabels: Bool) {
            let room = width - 11
            label = hasLabels ? room * 47 / 100 : room * 55 / 100
            prediction = room - label
            predicted = 4 + label
        }
    }

    /// Of the selected image, at the right end of the rule.
    private static func showPath(_ state: State, above rect: Rect, beside title: Int, on canvas: inout Canvas) {
        guard let selected = state.browse.selected, let path = state.dataset?.images[selected].path else { return }
        let room = rect.width - title - 8
        guard room > 12 else { return }
        let words = [Span(" \(path.keepingEnd(of: room)) ", .quiet)]
        canvas.writeRight(words, in: rect.row(-1).inset(x: 1), on: .base)
    }

    private static func title(_ state: State) -> [Span] {
        let isFocused = state.focus == .page && state.prompting.edit == nil
        var spans = [Span("Images", isFocused ? .accent : .strong)]
        let browse = state.browse
        guard let total = state.dataset?.images.count else { return spans }
        spans.append(Span(browse.rows.count == total ? " \(total)" : " \(browse.rows.count) of \(total)", .quiet))
        if let chosen = browse.filter.chosen { spans += [Span(" · ", .faint), Span(chosen.name, .text)] }
        if let verdict = browse.filter.verdict {
            let role: Role = verdict == .wrong ? .wrong : verdict == .right ? .right : .text
            spans += [Span(" · ", .faint), Span(verdict.rawValue, role)]
        }
        if let name = state.className(browse.filter.label) {
            spans += [Span(browse.filter.classRole == .truth ? " · " : " · as ", .faint), Span(name, .text)]
        }
        if !browse.filter.text.isEmpty { spans += [Span(" · ", .faint), Span("/" + browse.filter.text, .text)] }
        if browse.order != .dataset { spans += [Span(" · ", .faint), Span(browse.order.rawValue, .quiet)] }
        return spans
    }

    private static func draw(image: Int, _ state: State, in line: Rect, on canvas: inout Canvas) {
        let isSelected = image == state.browse.selected
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        if isSelected { canvas.fill(line, on: surface) }
        let outcome = state.outcome(of: image)
        let isRight = outcome?.isRight
        let isUnreadable = state.unreadable[image] != nil
        let unmarked = isUnreadable ? Span("!", .warning) : Span(outcome == nil ? "·" : " ", .faint)
        let mark = isRight.map { $0 ? Span("✓", .right) : Span("✗", .wrong) } ?? unmarked
        let columns = Columns(width: line.width, hasLabels: state.labelling != nil)
        let name = state.className(state.trueLabel(of: image)) ?? state.dataset?.images[image].path ?? ""
        let shownName = state.labelling == nil ? name.keepingEnd(of: columns.label) : name
        let missing = isUnreadable ? "unreadable" : outcome == nil ? "…" : ""
        let predicted = state.className(outcome?.predicted) ?? missing
        let confidence = outcome.map { "\(Int((100 * $0.confidence).rounded()))%" } ?? (isUnreadable ? "" : "…")
        let isDim = outcome == nil || state.scores.isUnfinished
        let nameRole: Role = isSelected ? .strong : .text
        let predictedRole: Role = isDim ? .unfinished : isRight == false ? .text : .quiet
        canvas.write(
            [
                Span(isSelected ? "▸" : " ", hasFocus ? .accent : .quiet), mark, Span(" "),
                Span(shownName.padded(to: columns.label), nameRole), Span(" "),
                Span(predicted.padded(to: columns.prediction), predictedRole), Span(" "),
                Span(confidence.rightAligned(to: 4), isDim ? .unfinished : .text), flip(image, state),
            ], in: line, on: surface)
    }

    private static func flip(_ image: Int, _ state: State) -> Span {
        switch state.scores.change?.turn(of: image) {
        case .right: Span("▲", .up)
        case .wrong: Span("▼", .down)
        case nil: Span(" ")
        }
    }
}
