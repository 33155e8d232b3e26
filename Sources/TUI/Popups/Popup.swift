/// What lies over the panes and takes the keys. A popup is one file in this folder, with all that it remembers, its keys,
/// what they do, and how it is drawn; and one line in Popups.swift.
package protocol Popup: Sendable {
    /// Where the keys go while it is open.
    static var context: Context { get }
    /// It takes the place of the panes, and is not drawn over them.
    static var coversPanes: Bool { get }
    /// A click anywhere closes it.
    static var closesOnClick: Bool { get }

    /// What is typed into.
    var field: LineEditor? { get set }
    /// What the cursor moves in.
    var list: ListChooser? { get set }
    /// Lines of the list.
    func count(_ state: State) -> Int

    /// What follows from the text, which has changed.
    func follow(_ state: inout State)
    /// Enter.
    func accept(_ state: inout State) -> [Work]
    /// Esc, and a click beside a list.
    func cancel(_ state: inout State) -> [Work]
    func move(by step: Int, _ state: inout State)
    /// The wheel.
    func scroll(by step: Int, _ state: inout State)
    func draw(_ state: State, on canvas: inout Canvas)
    /// Its box, and the lines of its list in it.
    func place(_ state: State) -> (box: Rect, list: Rect)
    /// Where the picture goes, where it takes the place of the panes and shows one.
    func pictureArea(_ layout: MainLayout) -> Rect?
}

extension Popup {
    package static var coversPanes: Bool { false }
    package static var closesOnClick: Bool { false }
    package var field: LineEditor? {
        get { nil }
        set {}
    }
    package var list: ListChooser? {
        get { nil }
        set {}
    }
    package func count(_ state: State) -> Int { 0 }
    package func follow(_ state: inout State) {}
    package func accept(_ state: inout State) -> [Work] {
        state.popup = nil
        return []
    }
    package func cancel(_ state: inout State) -> [Work] {
        state.popup = nil
        return []
    }
    package func move(by step: Int, _ state: inout State) {
        state.changeList { list, count, height in
            list.move(to: list.cursor + step, count: count, height: height)
        }
    }
    package func scroll(by step: Int, _ state: inout State) { move(by: step, &state) }
    package func draw(_ state: State, on canvas: inout Canvas) {}
    package func place(_ state: State) -> (box: Rect, list: Rect) {
        (state.layout.chooser, state.layout.chooserList)
    }
    package func pictureArea(_ layout: MainLayout) -> Rect? { nil }
}

/// A popup with a text field.
protocol FieldPopup: Popup {
    var editor: LineEditor { get set }
}

extension FieldPopup {
    package var field: LineEditor? {
        get { editor }
        set { editor = newValue ?? LineEditor() }
    }

    /// Of a field that filters as it is typed.
    static var filterKeys: [Action] {
        [
            Action(
                "accept", [.enter], "keep filter", "Keep the filter", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "cancel", [.escape], "take back", "Return to the filter before", in: [context], hint: 1,
                begins: { $0.cancel() }),
        ]
    }
}

/// A popup whose field stands in the place of the images' title.
protocol TitlePopup: FieldPopup {
    /// Before the field.
    static var label: String { get }
    /// What can be typed, while nothing is.
    static var example: String { get }
}

extension TitlePopup {
    static var example: String { "" }
}

/// A popup with a list.
protocol ListPopup: Popup {
    var chooser: ListChooser { get set }
}

extension ListPopup {
    package var list: ListChooser? {
        get { chooser }
        set { chooser = newValue ?? ListChooser() }
    }
}

/// A popup with a list that is narrowed by typing.
protocol SearchListPopup: ListPopup {}

extension SearchListPopup {
    package var field: LineEditor? {
        get { chooser.editor }
        set { chooser = ListChooser(editor: newValue ?? LineEditor()) }
    }
}

/// A list with a cursor, narrowed by typing.
package struct ListChooser: Equatable, Sendable {
    package var editor = LineEditor()
    package var cursor = 0
    package var top = 0

    /// Moves the cursor and keeps it in sight.
    package mutating func move(to row: Int, count: Int, height: Int) {
        cursor = max(0, min(row, count - 1))
        top = min(max(top, cursor - max(1, height) + 1), cursor)
        top = max(0, min(top, count - height))
    }
}
