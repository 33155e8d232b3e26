import Model

/// The lines of a page that `/` looks among.
struct FindableLines {
    /// What is looked for in, one a line.
    let texts: [String]
    /// The line under the cursor.
    let cursor: Int
    /// Moves it there.
    let go: (Int, inout State) -> Void

    /// From a line on, round the end if need be.
    func first(_ words: String, from start: Int, step: Int = 1) -> Int? {
        guard !texts.isEmpty, words.contains(where: { $0 != " " }) else { return nil }
        let isFound = FilterWords(words).test
        let count = texts.count
        return (0..<count).lazy.map { ((start + step * $0) % count + count) % count }.first { isFound(texts[$0]) }
    }
}

/// Goes to the line in which words stand, as they are typed; its field stands in the page's title.
struct FindPopup: FieldPopup {
    static let context = Context("Finding a line", takesText: true) { keys }
    var editor = LineEditor()
    /// Where the cursor was.
    private let before: Int

    init(before: Int) {
        self.before = before
    }

    static var keys: [Action] {
        [
            Action("accept", [.enter], "stay", "Stay on the line", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "nextFound", [.down, .control("n")], "next", "Go to the next line in which they stand", in: [context],
                hint: 1, does: { $0.findLine(step: 1) }),
            Action(
                "previousFound", [.up, .control("p")], "before", "Go to the line before in which they stand",
                in: [context], hint: 2, does: { $0.findLine(step: -1) }),
            Action(
                "cancel", [.escape], "back", "Return to the line before", in: [context], hint: 3,
                begins: { $0.cancel() }),
        ]
    }

    func follow(_ state: inout State) {
        state.found = editor.text
        guard let lines = state.page.content.findable(state) else { return }
        lines.go(lines.first(editor.text, from: before) ?? before, &state)
    }

    func cancel(_ state: inout State) -> [Work] {
        state.popup = nil
        state.page.content.findable(state)?.go(before, &state)
        return []
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let page = state.layout.page
        let line = Rect(x: page.x + 1, y: page.y - 1, width: min(60, page.width - 2), height: 1)
        canvas.fill(line, on: .field)
        canvas.write("/", .accent, in: line, on: .field)
        let lines = state.page.content.findable(state)
        let isMissing = editor.text.contains { $0 != " " } && lines?.first(editor.text, from: 0) == nil
        let room = line.width - 1 - (isMissing ? 10 : 0)
        TextField.draw(editor, in: Rect(x: line.x + 1, y: line.y, width: room, height: 1), on: &canvas)
        if isMissing { canvas.writeRight([Span("no line ", .warning)], in: line, on: .field) }
    }
}

extension State {
    mutating func openFinding() {
        guard let lines = page.content.findable(self) else { return }
        found = ""
        popup = FindPopup(before: lines.cursor)
    }

    /// The next one after the cursor, or before it.
    mutating func findLine(step: Int) {
        guard let lines = page.content.findable(self) else { return }
        guard let line = lines.first(found, from: lines.cursor + step, step: step) else {
            if popup == nil { message = Message(text: "no line has \(found)", role: .quiet) }
            return
        }
        lines.go(line, &self)
    }
}
