/// All keys, from the table of actions.
package enum HelpScreen {
    package struct Section: Sendable {
        package let title: String
        package let lines: [Line]
    }

    package struct Line: Sendable {
        package let keys: String
        package let help: String
    }

    package static var sections: [Section] {
        var sections = [
            section("On every page") { Context.pages.isSubset(of: $0) },
            section("Images and prompts") { Action.panes.isSubset(of: $0) && !Context.pages.isSubset(of: $0) },
        ]
        for context in Context.allCases {
            sections.append(section(context.rawValue) { $0.contains(context) && !Action.panes.isSubset(of: $0) })
        }
        let typing = LineEditor.bindings.map { Line(keys: names($0.keys), help: sentence($0.title)) }
        sections.insert(Section(title: "In every text field", lines: typing), at: 5)
        sections.append(
            Section(
                title: "Mouse",
                lines: [
                    Line(keys: "Click", help: "Select a row, toggle a switch, press a key of the last line"),
                    Line(keys: "Click again", help: "Edit the selected template at that place"),
                    Line(keys: "Wheel", help: "Scroll the list under the pointer"),
                ]))
        return sections.filter { !$0.lines.isEmpty }
    }

    /// docs/keys.md.
    package static var page: String {
        var page = """
            # Keys of the explorer

            Printed from the table of actions (Sources/TUI/State/Action+Table.swift) by a test with CLIPSCOPE_RECORD=1.
            `?` shows the same in the explorer, `:` finds a command by its name, and the last line of the screen shows
            what works where you are.

            """
        for section in sections {
            page += "\n## \(section.title)\n\n| keys | |\n|---|---|\n"
            for line in section.lines {
                let keys = line.keys.split(separator: " ").map { $0 == "`" ? "`` ` ``" : "`\($0)`" }.joined(
                    separator: " ")
                page += "| \(keys) | \(line.help) |\n"
            }
        }
        return page
    }

    private static func section(_ title: String, _ belongs: (Set<Context>) -> Bool) -> Section {
        let actions = Action.all.filter { belongs($0.contexts) }
        return Section(title: title, lines: actions.map { Line(keys: names($0.keys), help: $0.help) })
    }

    private static func names(_ keys: [Key]) -> String { keys.map(\.name).joined(separator: " ") }

    private static func sentence(_ title: String) -> String { title.prefix(1).uppercased() + title.dropFirst() }

    /// How far the help can scroll.
    static func overflow(_ size: Size) -> Int { max(0, lines.count - area(size).height + 2) }

    private static func area(_ size: Size) -> Rect {
        let room = MainLayout(size).zoom
        return room.centred(Size(columns: min(96, room.width - 4), rows: room.height - 2))
    }

    private static var lines: [[Span]] {
        sections.flatMap { section in
            [[Span(section.title, .strong)]]
                + section.lines.map { [Span("  "), Span($0.keys.padded(to: 18), .key), Span(" "), Span($0.help)] } + [
                    []
                ]
        }.dropLast()
    }

    static func draw(top: Int, on canvas: inout Canvas) {
        let area = area(canvas.size)
        PopupBox.draw(title: "Keys", in: area, on: &canvas)
        let inner = area.inset(x: 2, y: 1)
        for (line, spans) in lines.dropFirst(top).prefix(inner.height).enumerated() {
            canvas.write(spans, in: inner.row(line), on: .raised)
        }
        if overflow(canvas.size) > top {
            let corner = Rect(x: area.x + 2, y: area.maxY - 1, width: area.width - 4, height: 1)
            canvas.writeRight([Span(" ↓ more ", .quiet)], in: corner, on: .raised)
        }
    }
}
