/// The pages as a quiet row of words in the first line; the digit before each shows it.
enum Tabs {
    /// All names; the digits, with the name of the current one; the current one alone.
    enum Form: CaseIterable { case names, digits, current }

    private struct Tab {
        let page: Page
        let text: String
    }

    private static func tabs(_ state: State, _ form: Form) -> [Tab] {
        Page.allCases.filter { form != .current || $0 == state.page }.map { page in
            let name = page == state.page || form == .names ? " \(page.content.title)" : ""
            return Tab(page: page, text: " \(page.key.name)\(name) ")
        }
    }

    static func width(_ state: State, _ form: Form) -> Int {
        tabs(state, form).reduce(0) { $0 + DisplayWidth.of($1.text) }
    }

    static func draw(_ state: State, _ form: Form, in line: Rect, on canvas: inout Canvas) {
        var room = line
        for tab in tabs(state, form) {
            let isCurrent = tab.page == state.page
            let name = tab.text.dropFirst(2)
            let spans = [
                Span(String(tab.text.prefix(2)), isCurrent ? .accent : .faint),
                Span(String(name), isCurrent ? .accent : .quiet),
            ]
            let width = canvas.write(spans, in: room, on: isCurrent ? .marked : .edge)
            room = Rect(x: room.x + width, y: room.y, width: room.width - width, height: 1)
        }
    }

    /// - Parameter x: counted from the row's begin.
    static func page(at x: Int, _ state: State, _ form: Form) -> Page? {
        var end = 0
        return tabs(state, form).first { tab in
            end += DisplayWidth.of(tab.text)
            return x >= 0 && x < end
        }?.page
    }
}
