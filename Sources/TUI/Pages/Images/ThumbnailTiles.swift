import Model

/// The images as thumbnails: under each whether it is right, its label, and what it was taken for.
enum ThumbnailTiles {
    static func draw(_ state: State, _ tiles: TileLayout, on canvas: inout Canvas) {
        for index in 0..<tiles.count {
            let row = state.browse.top + index
            guard state.browse.rows.indices.contains(row) else { break }
            draw(state.browse.rows[row], state, tiles.tile(index), picture: tiles.picture(index), on: &canvas)
        }
    }

    private static func draw(
        _ image: Int, _ state: State, _ tile: Rect, picture area: Rect, on canvas: inout Canvas
    ) {
        let isSelected = image == state.browse.selected
        let surface: Surface = !isSelected ? .base : state.focus == .page ? .selected : .marked
        if isSelected { canvas.fill(tile, on: surface) }
        if let reason = state.unreadable[image] ?? state.grid.views[image]?.failure {
            let lines = reason.wrapped(to: area.width).prefix(area.height)
            for (index, line) in lines.enumerated() {
                let row = area.row((area.height - lines.count) / 2 + index)
                canvas.writeCentred([Span(line, .warning)], in: row, on: surface)
            }
        } else if let view = state.grid.views[image] {
            PicturePane.draw(view, in: area, state, on: &canvas)
        } else {
            canvas.writeCentred([Span("…", .faint)], in: area.row(area.height / 2), on: surface)
        }
        canvas.write(label(of: image, state, isSelected), in: tile.row(tile.height - 1).inset(x: 1), on: surface)
        guard isSelected else { return }
        let role: Role = state.focus == .page ? .accent : .quiet
        for row in 0..<tile.height {
            canvas.put("▌", x: tile.x, y: tile.y + row, style: .role(role, on: surface))
        }
    }

    private static func label(of image: Int, _ state: State, _ isSelected: Bool) -> [Span] {
        let name =
            state.className(state.trueLabel(of: image)) ?? state.dataset?.images[image].path.keepingEnd(of: 14) ?? ""
        let nameRole: Role = isSelected ? .strong : .text
        guard let outcome = state.outcome(of: image) else {
            let isUnreadable = state.unreadable[image] != nil
            return [isUnreadable ? Span("! ", .warning) : Span("· ", .faint), Span(name, nameRole)]
        }
        let mark: Span =
            switch outcome.isRight {
            case true?: Span("✓ ", .right)
            case false?: Span("✗ ", .wrong)
            case nil: Span("  ", .faint)
            }
        let predicted = outcome.isRight == true ? nil : state.className(outcome.predicted)
        let dim: Role = state.scores.isUnfinished ? .unfinished : .quiet
        return [mark, Span(name, nameRole)] + (predicted.map { [Span(" → ", .faint), Span($0, dim)] } ?? [])
    }
}
