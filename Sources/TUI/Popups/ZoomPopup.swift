import Model

/// The picture as large as the terminal, with one line under it.
struct ZoomPopup: Popup {
    static let context = Context("Large picture") { keys }
    static let coversPanes = true
    static let closesOnClick = true

    static var keys: [Action] {
        [
            Action(
                "cancel", [.escape, .char("q")], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() })
        ]
    }

    /// To the images before and after.
    func move(by step: Int, _ state: inout State) { state.page.content.move(by: step, &state) }

    func scroll(by step: Int, _ state: inout State) {
        state.select(row: (state.browse.selectedRow ?? 0) + step.signum())
    }

    func pictureArea(_ layout: MainLayout) -> Rect? { PicturePane.pictureArea(in: layout.zoom) }

    func draw(_ state: State, on canvas: inout Canvas) {
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
