/// What the terminal shows for a state: a pure function.
package func screen(_ state: State) -> Canvas {
    guard MainLayout.fits(state.size) else { return TinyScreen.draw(state.size) }
    var canvas = Canvas(state.size)
    Header.draw(state, on: &canvas)
    if state.popup == .zoom {
        ZoomScreen.draw(state, on: &canvas)
    } else {
        MainScreen.draw(state, on: &canvas)
    }
    HintsLine.draw(state, on: &canvas)
    switch state.popup {
    case .help(let search): HelpScreen.draw(search, state, on: &canvas)
    case .palette(let chooser): PalettePopup.draw(chooser, state, on: &canvas)
    case .classChooser(let chooser, let role): ClassesPopup.draw(chooser, role, state, on: &canvas)
    case .models(let chooser): ModelsPopup.draw(chooser, state, on: &canvas)
    case .promptSets(let chooser): PromptSetsPopup.draw(chooser, state, on: &canvas)
    case .references(let chooser, let source): ReferencesPopup.draw(chooser, source, state, on: &canvas)
    case .file(let field): FilePopup.draw(field, state, on: &canvas)
    case .edits(let chooser): EditsPopup.draw(chooser, state, on: &canvas)
    case .leave: LeavePopup.draw(state, on: &canvas)
    case .pasted(let lines): PastePopup.draw(lines, state, on: &canvas)
    case .save(let editor, let existing): SavePopup.draw(editor, existing, state, on: &canvas)
    case .trial(let chooser): TrialPopup.draw(chooser, state, on: &canvas)
    case .orders(let chooser): OrdersPopup.draw(chooser, state, on: &canvas)
    case .note(let editor, let image): NotePopup.draw(editor, image, state, on: &canvas)
    case .filter, .range, .search, .templateFilter, .zoom, nil: break
    }
    return canvas
}
