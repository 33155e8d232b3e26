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
