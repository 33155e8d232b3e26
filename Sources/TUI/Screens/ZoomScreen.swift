import Model

/// The picture as large as the terminal, with one line under it.
enum ZoomScreen {
    static func draw(_ state: State, on canvas: inout Canvas) {
        let area = state.layout.zoom
        PicturePane.drawPicture(state, on: &canvas)
        guard let selected = state.browse.selected, let image = state.dataset?.images[selected] else { return }
        canvas.writeCentred(PicturePane.note(state, selected), in: area.row(area.height - 3).inset(x: 1), on: .base)
        var line = [Span(image.path, .text), Span("   ")] + PicturePane.labels(state, selected)
        if let outcome = state.outcome(of: selected), let predicted = state.className(outcome.predicted) {
            let percent = Numbers.percent(Double(outcome.confidence)).filter { $0 != " " }
            let mark = outcome.isRight.map { $0 ? Span("✓ ", .right) : Span("✗ ", .wrong) } ?? Span("")
            line += [Span("   "), mark, Span("\(predicted) \(percent)%")]
        }
        canvas.writeCentred(line, in: area.row(area.height - 2).inset(x: 1), on: .base)
        canvas.writeCentred(
            PicturePane.facts(state, selected, image, room: area.width), in: area.row(area.height - 1), on: .base)
    }
}
