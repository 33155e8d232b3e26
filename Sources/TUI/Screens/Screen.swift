/// What the terminal shows for a state: a pure function.
package func screen(_ state: State) -> Canvas {
    guard MainLayout.fits(state.size) else { return TinyScreen.draw(state.size) }
    var canvas = Canvas(state.size)
    Header.draw(state, on: &canvas)
    if let popup = state.popup, type(of: popup).coversPanes {
        popup.draw(state, on: &canvas)
        HintsLine.draw(state, on: &canvas)
    } else {
        MainScreen.draw(state, on: &canvas)
        HintsLine.draw(state, on: &canvas)
        state.popup?.draw(state, on: &canvas)
    }
    return canvas
}

/// One clear line where there is no room for more.
enum TinyScreen {
    static func draw(_ size: Size) -> Canvas {
        var canvas = Canvas(size)
        let (columns, rows) = (MainLayout.minimum.columns, MainLayout.minimum.rows)
        let sentences = [
            "clipscope needs \(columns) columns and \(rows) rows; this terminal has \(size.columns) and \(size.rows)",
            "clipscope needs \(columns)x\(rows), has \(size.columns)x\(size.rows)",
            "needs \(columns)x\(rows), has \(size.columns)x\(size.rows)",
            "need \(columns)x\(rows)",
            "\(columns)x\(rows)!",
        ]
        let sentence = sentences.first { $0.count <= size.columns } ?? sentences.last!
        let middle = Rect(x: 0, y: size.rows / 2, width: size.columns, height: 1)
        if size.rows > 0 { canvas.writeCentred([Span(sentence, .strong)], in: middle, on: .base) }
        return canvas
    }
}
