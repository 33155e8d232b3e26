/// The words of the screens, then the keys: those of the place where help was asked for first. Typing narrows them.
struct HelpPopup: Popup {
    static let context = Context("Help", takesText: true) { keys }
    static let closesOnClick = true
    var search: HelpSearch

    init(_ search: HelpSearch) {
        self.search = search
    }

    var field: LineEditor? {
        get { search.editor }
        set { (search.editor, search.top) = (newValue ?? LineEditor(), 0) }
    }

    static var keys: [Action] {
        [
            Action(
                "cancel", [.escape, .char("?"), .enter], "close", "Clear what is looked for, then close help",
                in: [context], hint: 2, begins: { $0.cancel() })
        ]
    }

    func cancel(_ state: inout State) -> [Work] {
        state.popup = search.editor.text.isEmpty ? nil : HelpPopup(HelpSearch(context: search.context))
        return []
    }

    func move(by step: Int, _ state: inout State) {
        var moved = self
        moved.search.top = max(0, min(search.top + step, Self.overflow(search, state)))
        state.popup = moved
    }

    /// How far the help can scroll.
    static func overflow(_ search: HelpSearch, _ state: State) -> Int {
        max(0, lines(search, state).count - list(state).height)
    }

    private static func area(_ state: State) -> Rect {
        let room = state.layout.zoom
        return room.centred(Size(columns: min(96, room.width - 4), rows: room.height - 2))
    }

    /// Under the field.
    private static func list(_ state: State) -> Rect {
        let inner = area(state).inset(x: 2, y: 1)
        return Rect(x: inner.x, y: inner.y + 2, width: inner.width, height: inner.height - 2)
    }

    private static let keyColumn = 18

    private static func lines(_ search: HelpSearch, _ state: State) -> [[Span]] {
        let sections = HelpSections.sections(at: search.context, matching: search.editor.text)
        let room = max(20, list(state).width - keyColumn - 3)
        let lines = sections.flatMap { section in
            [[Span(section.title, .strong)]]
                + section.lines.flatMap { line in
                    let isHere = section.contexts.contains(search.context)
                    return spans(line, reason: isHere ? line.action?.unavailable(state) : nil, room)
                } + [[]]
        }
        return lines.dropLast()
    }

    /// Keys, and what they do, on as many lines as that takes.
    private static func spans(_ line: HelpSections.Line, reason: String?, _ room: Int) -> [[Span]] {
        let words = line.help.wrapped(to: room).map { Span($0, reason == nil ? .text : .quiet) }
        var lines = words.enumerated().map { index, words in
            let keys = index == 0 ? line.keys : ""
            return [Span("  "), Span(keys.padded(to: keyColumn), reason == nil ? .key : .faint), Span(" "), words]
        }
        guard let reason else { return lines }
        let aside = Span(" · \(reason)", .faint)
        if (words.last?.width ?? 0) + aside.width <= room {
            lines[lines.count - 1].append(aside)
        } else {
            lines += reason.wrapped(to: room).map { [Span("".padded(to: keyColumn + 3)), Span($0, .faint)] }
        }
        return lines
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let area = Self.area(state)
        PopupBox.draw(title: "Help", in: area, on: &canvas)
        let field = area.inset(x: 2, y: 1).row(0)
        canvas.write("find ", .quiet, in: field, on: .raised)
        TextField.draw(
            search.editor, in: Rect(x: field.x + 5, y: field.y, width: field.width - 5, height: 1), on: &canvas)
        let lines = Self.lines(search, state)
        let list = Self.list(state)
        if lines.isEmpty { canvas.write("nothing is found", .quiet, in: list.row(0), on: .raised) }
        for (line, spans) in lines.dropFirst(search.top).prefix(list.height).enumerated() {
            canvas.write(spans, in: list.row(line), on: .raised)
        }
        if lines.count - list.height > search.top {
            let corner = Rect(x: area.x + 2, y: area.maxY - 1, width: area.width - 4, height: 1)
            canvas.writeRight([Span(" ↓ more ", .quiet)], in: corner, on: .raised)
        }
    }
}

/// What is looked for, how far it is scrolled, and where it was asked for.
package struct HelpSearch: Equatable, Sendable {
    package var editor = LineEditor()
    package var top = 0
    package let context: Context

    package init(context: Context) {
        self.context = context
    }
}
