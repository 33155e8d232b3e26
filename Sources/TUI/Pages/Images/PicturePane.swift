import Model

/// The selected picture, and under it what is known of it.
enum PicturePane {
    /// A note or a blank line, labels, facts.
    static let factLines = 3

    static func draw(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        guard let selected = state.browse.selected, let image = state.dataset?.images[selected] else { return }
        MainScreen.title([Span(image.path.keepingEnd(of: rect.width - 5), .quiet)], above: rect, on: &canvas)
        drawPicture(state, on: &canvas)
        guard rect.height > factLines else { return }
        canvas.writeCentred(note(state, selected), in: rect.row(rect.height - 3).inset(x: 1), on: .base)
        canvas.writeCentred(labels(state, selected), in: rect.row(rect.height - 2).inset(x: 1), on: .base)
        let line = rect.row(rect.height - 1).inset(x: 1)
        canvas.writeCentred(facts(state, selected, image, room: line.width), in: line, on: .base)
    }

    /// The pane without the lines of facts; nil where nothing is left.
    static func pictureArea(in pane: Rect) -> Rect? {
        guard pane.height > factLines else { return nil }
        return Rect(x: pane.x + 1, y: pane.y, width: pane.width - 2, height: pane.height - factLines)
    }

    static func drawPicture(_ state: State, on canvas: inout Canvas) {
        guard let area = state.pictureArea else { return }
        guard let view = state.picture else {
            return canvas.writeCentred([Span("…", .faint)], in: area.row(area.height / 2), on: .base)
        }
        if let failure = view.failure {
            let lines = failure.wrapped(to: area.width - 2).prefix(area.height)
            for (index, line) in lines.enumerated() {
                let row = area.row((area.height - lines.count) / 2 + index)
                canvas.writeCentred([Span(line, .warning)], in: row, on: .base)
            }
            return
        }
        draw(view, in: area, state, on: &canvas)
    }

    /// In the middle of `area`.
    static func draw(_ view: PictureView, in area: Rect, _ state: State, on canvas: inout Canvas) {
        if let picture = view.pixels, picture.size.columns <= area.width, picture.size.rows <= area.height {
            canvas.place(
                picture, in: area.centred(picture.size),
                withPlaceholders: picture.style == .kitty && state.pictureMeans.usesPlaceholders)
        }
        guard let picture = view.cells else { return }
        let place = area.centred(picture.size)
        for y in 0..<place.height {
            for x in 0..<place.width {
                let cell = picture.cells[y * picture.size.columns + x]
                canvas.put(
                    String(cell.glyph), x: place.x + x, y: place.y + y,
                    style: .colours(ink: cell.ink, ground: cell.ground))
            }
        }
    }

    /// What the user noted of it, or that it is marked.
    static func note(_ state: State, _ image: Int) -> [Span] {
        guard !state.remarks[image].isEmpty else { return [] }
        return [ImagesPane.remark(image, state), Span(" " + (state.remarks.note(on: image) ?? "marked"), .quiet)]
    }

    /// The label of the column in use, then those of the other columns.
    static func labels(_ state: State, _ image: Int) -> [Span] {
        guard let dataset = state.dataset, let labelColumn = state.labelColumn else { return [] }
        guard let own = state.className(state.trueLabel(of: image)) else { return [Span("no label", .quiet)] }
        var spans = [Span(own, .truth)]
        if state.isOfHiddenClass(image) { spans.append(Span(" hidden", .quiet)) }
        for other in dataset.labelColumns where other.name != labelColumn.name {
            guard let label = other.labels[image], other.classes[label] != own else { continue }
            spans += [Span(" · ", .faint), Span(other.classes[label], .quiet)]
        }
        return spans
    }

    /// As many as there is room for.
    static func facts(_ state: State, _ index: Int, _ image: Dataset.Image, room: Int) -> [Span] {
        guard let view = state.picture, view.image == index, let facts = view.facts else {
            return [Span(state.picture?.failure == nil ? "…" : "", .faint)]
        }
        var words = ["\(facts.width)×\(facts.height)", facts.format]
        if let bytes = facts.bytes { words.append(Numbers.bytes(bytes)) }
        if let split = image.split { words.append(split) }
        while words.count > 1, words.joined(separator: " · ").count > room { words.removeLast() }
        return [Span(words.joined(separator: " · "), .quiet)]
    }
}
