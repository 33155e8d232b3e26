import Model

/// The prompt sets at hand, or the versions of one.
struct PromptSetsPopup: ListPopup {
    static let context = Context("Prompt set chooser") { keys }
    var chooser = ListChooser()

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "replace", "Replace the templates by this set", in: [context], hint: 0,
                begins: { $0.accept() }),
            Action(
                "append", [.char("a")], "append", "Append this set's templates to those there", in: [context], hint: 1,
                does: { $0.choosePromptSet(appending: true) }),
            Action(
                "versions", [.char("v")], "versions", "List all versions of this saved set", in: [context], hint: 1,
                unavailable: { $0.choiceAtCursor?.saved == nil ? "this set is not a saved one" : nil },
                begins: { $0.listVersions() }),
            Action(
                "openFile", [.char("o")], "open a file", "Open a prompt set by its path: TOML, or one template a line",
                in: [context], hint: 1, does: { $0.popup = FilePopup(PathField(.prompts)) }),
            Action(
                "cancel", [.escape, .char("q")], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { state.offered.count }

    func accept(_ state: inout State) -> [Work] {
        state.choosePromptSet(appending: false)
        return []
    }

    func cancel(_ state: inout State) -> [Work] {
        if !state.leaveVersions() { state.popup = nil }
        return []
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        let title = state.versions.first.map { "Versions of \($0.set.name)" } ?? "Prompt sets"
        PopupBox.draw(title: title, in: layout.chooser, on: &canvas)
        let first = layout.chooser.inset(x: 2, y: 1).row(0)
        if let choice = state.choiceAtCursor {
            let template = choice.set.entries.first?.template.text ?? ""
            canvas.write([Span(template, .quiet)], in: first, on: .raised)
        }
        PopupBox.drawList(chooser, count: state.offered.count, in: layout.chooserList, on: &canvas) {
            Self.draw(state.offered[$0], in: $1, $2, on: &$3)
        }
    }

    static func draw(_ choice: PromptChoice, in line: Rect, _ surface: Surface, on canvas: inout Canvas) {
        let nameWidth = min(26, line.width * 2 / 5)
        canvas.write(
            [
                Span(choice.set.name.padded(to: nameWidth), .strong),
                Span(" \(choice.set.entries.count)".rightAligned(to: 4), .text),
                Span(choice.set.entries.count == 1 ? " template   " : " templates  ", .quiet),
                Span(origin(choice, isNarrow: line.width < 60), .quiet),
            ], in: line, on: surface)
    }

    private static func origin(_ choice: PromptChoice, isNarrow: Bool) -> String {
        guard let saved = choice.saved else { return choice.origin }
        let date = saved.date.toTheMinute
        return isNarrow ? "v\(saved.version) \(date.prefix(10))" : "version \(saved.version), \(date)"
    }
}

/// Older versions of a saved set, listed in the chooser.
extension State {
    mutating func openPromptSets() {
        versions = []
        popup = PromptSetsPopup()
    }

    /// The choice under the cursor of the chooser.
    var choiceAtCursor: PromptChoice? {
        guard let cursor = (popup as? PromptSetsPopup)?.chooser.cursor, offered.indices.contains(cursor) else {
            return nil
        }
        return offered[cursor]
    }

    func listVersions() -> [Work] {
        choiceAtCursor.map { [.listVersions(of: $0.set.name)] } ?? []
    }

    mutating func list(versions: [PromptChoice]) {
        guard popup is PromptSetsPopup else { return }
        self.versions = versions
        popup = PromptSetsPopup()
    }

    /// - Returns: false where no versions were listed.
    mutating func leaveVersions() -> Bool {
        guard popup is PromptSetsPopup, let first = versions.first else { return false }
        versions = []
        popup = PromptSetsPopup()
        if let index = choices.firstIndex(where: { $0.saved != nil && $0.set.name == first.set.name }) {
            changeList { $0.move(to: index, count: $1, height: $2) }
        }
        return true
    }
}
