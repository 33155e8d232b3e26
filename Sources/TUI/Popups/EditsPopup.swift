import Model

/// The session's edits with the accuracy of each; Enter returns to one.
struct EditsPopup: ListPopup {
    static let context = Context("Edits of the session") { keys }
    var chooser = ListChooser()

    static var keys: [Action] {
        [
            Action(
                "cancel", [.escape, .char("q")], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
            Action(
                "accept", [.enter], "return to it", "Return to this edit's prompts", in: [context], hint: 0,
                begins: { $0.accept() }),
        ]
    }

    func count(_ state: State) -> Int { state.editLog.entries.count }

    func accept(_ state: inout State) -> [Work] {
        state.popup = nil
        state.returnToEdit(chooser.cursor)
        return []
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        // No higher than the list, so that the prompts stay in sight.
        let box = layout.chooser(around: state.editLog.entries.count)
        PopupBox.draw(title: "Edits of the session", in: box, on: &canvas)
        let first = layout.chooser.inset(x: 2, y: 1).row(0)
        let log = state.editLog
        let accuracies = log.accuracies(on: state.basis)
        let graph = Sparkline.spans(accuracies, current: chooser.cursor, width: first.width)
        canvas.write(graph, in: first, on: .raised)
        if log.entries.indices.contains(chooser.cursor) {
            let below = layout.chooser.inset(x: 2, y: 1).row(1)
            canvas.write(log.entries[chooser.cursor].difference, .quiet, in: below, on: .raised)
        }
        PopupBox.drawList(chooser, count: log.entries.count, in: layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            let entry = log.entries[index]
            let before = accuracies[..<index].last { $0 != nil } ?? nil
            let change = accuracies[index].flatMap { now in before.map { Numbers.delta(100 * (now - $0)) } }
            let set = entry.set
            canvas.write(
                [
                    Span(index == log.current ? "● " : "  ", .bar),
                    Span(String(index + 1).rightAligned(to: 3) + "  ", .quiet),
                    Span(accuracies[index].map { Numbers.percent($0) } ?? "  – ", .strong), Span("  "),
                    change ?? Span(""), Span("".padded(to: max(0, 7 - (change?.width ?? 0)))),
                    Span("\(set.effective.entries.count) of \(set.entries.count) on".padded(to: 14), .quiet),
                    Span(entry.what, .text), Span(entry.difference.isEmpty ? "" : ": " + entry.difference, .quiet),
                ], in: line, on: surface)
        }
    }
}

extension State {
    mutating func openEdits() {
        popup = EditsPopup()
        let current = editLog.current
        changeList { $0.move(to: current, count: $1, height: $2) }
    }

    /// Can be undone, like any edit.
    mutating func returnToEdit(_ index: Int) {
        guard editLog.entries.indices.contains(index) else { return }
        let entry = editLog.entries[index]
        changePrompts("return to edit \(index + 1)") { set in
            set.entries = entry.set.entries
            set.takeClasses(of: entry.set)
            set.chosenOn = entry.set.chosenOn
        }
        message = Message(text: "back at edit \(index + 1)", role: .quiet)
    }
}
