import Model

/// The list of images: right or wrong, label, prediction, probability, and whether the last edit flipped it.
enum ImagesPane {
    static func draw(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        let title = ImagesTitle.spans(state)
        MainScreen.title(title, above: rect, on: &canvas)
        let columns = Columns(width: rect.width, hasLabels: state.labelColumn != nil)
        if state.labelColumn != nil, !state.grid.isShown, title.width + 4 < columns.predicted {
            let place = Rect(x: rect.x + columns.predicted - 1, y: rect.y - 1, width: 11, height: 1)
            canvas.write(" predicted ", .faint, in: place, on: .base)
        }
        if state.similarities != nil, title.width + 4 < rect.width - 9 {
            let place = Rect(x: rect.maxX - 9, y: rect.y - 1, width: 8, height: 1)
            canvas.write(" cosine ", .faint, in: place, on: .base)
        }
        drawField(state, in: rect.row(-1).inset(x: 1), on: &canvas)
        guard !state.browse.rows.isEmpty else { return NoImages.draw(state, in: rect, on: &canvas) }
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

    /// What is typed to filter or to find images stands in the title's place.
    private static func drawField(_ state: State, in line: Rect, on canvas: inout Canvas) {
        guard let popup = state.popup as? any TitlePopup else { return }
        canvas.fill(line, on: .field)
        let used = canvas.write(type(of: popup).label, .accent, in: line, on: .field)
        let field = Rect(x: line.x + used, y: line.y, width: line.width - used, height: 1)
        TextField.draw(popup.editor, in: field, on: &canvas)
        guard popup.editor.text.isEmpty else { return }
        let room = Rect(x: field.x + 1, y: field.y, width: max(0, field.width - 1), height: 1)
        canvas.write(type(of: popup).example, .faint, in: room, on: .field)
    }

    /// marker, mark, remark, label, space, prediction, space, percent, flip mark, space
    private struct Columns {
        let label: Int
        let prediction: Int
        /// Where the prediction begins.
        let predicted: Int

        init(width: Int, hasLabels: Bool) {
            let room = width - 11
            label = hasLabels ? room * 47 / 100 : room
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

    private static func draw(image: Int, _ state: State, in line: Rect, on canvas: inout Canvas) {
        let isSelected = image == state.browse.selected
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        if isSelected { canvas.fill(line, on: surface) }
        let outcome = state.outcome(of: image)
        let isRight = outcome?.isRight
        let isUnreadable = state.unreadable[image] != nil
        let unmarked =
            isUnreadable
            ? Span("!", .warning) : Span(outcome == nil ? "·" : state.isOfHiddenClass(image) ? "○" : " ", .faint)
        let mark = isRight.map { $0 ? Span("✓", .right) : Span("✗", .wrong) } ?? unmarked
        let columns = Columns(width: line.width, hasLabels: state.labelColumn != nil)
        let name = state.className(state.trueLabel(of: image)) ?? state.dataset?.images[image].path ?? ""
        let shownName = state.labelColumn == nil ? name.keepingEnd(of: columns.label) : name
        let missing = isUnreadable ? "unreadable" : outcome == nil ? "…" : ""
        let predicted = state.className(outcome?.predicted) ?? missing
        let number = number(image, state) ?? (isUnreadable ? "" : "…")
        let isDim = outcome == nil || state.scores.isUnfinished
        let nameRole: Role = isSelected ? .strong : .text
        let predictedRole: Role = isDim ? .unfinished : isRight == false ? .text : .quiet
        canvas.write(
            [
                Span(isSelected ? "▸" : " ", hasFocus ? .accent : .quiet), mark, remark(image, state),
                Span(shownName.padded(to: columns.label), nameRole), Span(" "),
                Span(predicted.padded(to: columns.prediction), predictedRole), Span(" "),
                Span(number.rightAligned(to: 4), isDim && state.similarities == nil ? .unfinished : .text),
                flip(image, state),
            ], in: line, on: surface)
    }

    /// The probability of the prediction; after a search the cosine with what was searched. At most four columns.
    private static func number(_ image: Int, _ state: State) -> String? {
        if let similarities = state.similarities {
            return similarities[image].isNaN ? nil : Numbers.cosine(Double(similarities[image]))
        }
        if state.labelColumn == nil { return state.embeddings?.row(of: image).map { _ in "" } }
        return state.outcome(of: image).map { "\(Int((100 * $0.confidence).rounded()))%" }
    }

    /// Filled where the image is marked, hollow where it has only a note.
    static func remark(_ image: Int, _ state: State) -> Span {
        if state.remarks.isMarked(image) { return Span("◆", .accent) }
        return Span(state.remarks.note(on: image) == nil ? " " : "◇", .accent)
    }

    private static func flip(_ image: Int, _ state: State) -> Span {
        switch state.scores.change?.turn(of: image) {
        case .right: Span("▲", .up)
        case .wrong: Span("▼", .down)
        case nil: Span(" ")
        }
    }
}

/// Why a list is empty, and which key leads out.
enum NoImages {
    static func draw(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        guard state.dataset != nil else { return }
        var lines = reason(state).wrapped(to: rect.width - 4).map { Span($0, .quiet) }
        if !state.browse.filter.isEmpty {
            lines += [Span(""), Span(state.popup == nil ? "0 lists all images" : "Esc leads back", .faint)]
        }
        for (index, line) in lines.enumerated() where index < rect.height {
            canvas.writeCentred([line], in: rect.row(max(0, rect.height / 3 - 1) + index).inset(x: 2), on: .base)
        }
    }

    /// What the filter still waits for, else what no image is.
    private static func reason(_ state: State) -> String {
        let filter = state.browse.filter
        if filter.isEmpty { return "no images" }
        if filter.isFlipped, state.scores.change == nil { return "no edit to compare with yet" }
        if filter.agreement != nil, state.outcomes != nil {
            if state.referenceOutcomes == nil { return "the prompts of A are being evaluated…" }
            let isSame = state.comparison.reference.set.effective.reads(like: state.promptEditor.set.effective)
            if isSame { return "A has the same prompts as B; page 5 chooses another A" }
        }
        let needsAnswers = filter.verdict != nil || filter.probability != nil || filter.predicted != nil
        if needsAnswers || filter.needsReference, state.outcomes == nil { return "no image is classified yet" }
        let parts = ImagesTitle.filters(state).map { $0.map(\.text).joined() }
        return "no image passes: " + parts.joined(separator: " · ")
    }
}
