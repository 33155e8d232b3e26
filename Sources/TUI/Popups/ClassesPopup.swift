import Model

/// The classes, how well each is recognised, and what it is taken for.
struct ClassesPopup: SearchListPopup {
    static let context = Context("Class chooser", takesText: true) { keys }
    var chooser = ListChooser()
    var role: Browse.ClassRole

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "show", "List the images of this class", in: [context], hint: 0,
                begins: { $0.accept() }),
            Action(
                "otherClassRole", [.tab], "true/predicted", "Choose by true class or by predicted class", in: [context],
                hint: 1, does: { $0.switchClassRole() }),
            Action(
                "cancel", [.escape], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { state.classes(matching: chooser.editor.text).count }

    func accept(_ state: inout State) -> [Work] {
        let classes = state.classes(matching: chooser.editor.text)
        guard classes.indices.contains(chooser.cursor) else { return [] }
        state.popup = nil
        state.setFilter { $0[role] = classes[chooser.cursor] }
        return []
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "Images by \(role.rawValue)", in: layout.chooser, on: &canvas)
        TextField.draw(chooser.editor, in: layout.chooser.inset(x: 2, y: 1).row(0), on: &canvas)
        let classes = state.classes(matching: chooser.editor.text)
        let columns = Columns(width: layout.chooserList.width - 2)
        Self.drawHeadings(role, columns, in: layout.chooserList.row(-1).inset(x: 1), on: &canvas)
        if classes.isEmpty {
            canvas.write("no class matches", .quiet, in: layout.chooserList.row(0).inset(x: 1), on: .raised)
        }
        PopupBox.drawList(chooser, count: classes.count, in: layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            Self.draw(classes[index], role, state, columns, in: line, surface, on: &canvas)
        }
    }

    /// name, images, bar and top-1, and the class that it is taken for
    private struct Columns {
        let name: Int
        let other: Int
        static let images = 7
        static let bar = 6

        init(width: Int) {
            let room = width - Self.images - 2 - Self.bar - 5 - 2
            name = room * 55 / 100
            other = room - name
        }
    }

    private static func drawHeadings(
        _ role: Browse.ClassRole, _ columns: Columns, in line: Rect, on canvas: inout Canvas
    ) {
        var words = "class".padded(to: columns.name) + "images".rightAligned(to: Columns.images)
        if role == .truth {
            words += "  " + "top-1".rightAligned(to: Columns.bar + 5) + "  " + "taken for".padded(to: columns.other)
        }
        canvas.write(words, .faint, in: line, on: .raised)
    }

    private static func draw(
        _ label: Int, _ role: Browse.ClassRole, _ state: State, _ columns: Columns, in line: Rect, _ surface: Surface,
        on canvas: inout Canvas
    ) {
        let name = Span((state.className(label) ?? "").padded(to: columns.name), .text)
        let metrics = state.scores.current?.metrics?.perClass
        let own = metrics.flatMap { $0.indices.contains(label) ? $0[label] : nil }
        let count = role == .truth ? own?.images ?? 0 : own?.predicted ?? 0
        var spans = [name, Span(String(count).rightAligned(to: Columns.images), .quiet)]
        if role == .truth, let top1 = own?.recall {
            let other = state.className(own?.mostConfusedWith) ?? ""
            spans += [
                Span("  "), Span(Bar.text(top1, width: Columns.bar), .bar), Span(" "), Span(Numbers.percent(top1)),
                Span("  "), Span(other.padded(to: columns.other), .quiet),
            ]
        }
        canvas.write(spans, in: line, on: surface)
    }
}

extension State {
    fileprivate mutating func switchClassRole() {
        guard var open = popup as? ClassesPopup else { return }
        open.role = open.role == .truth ? .predicted : .truth
        popup = open
    }

    package func classes(matching text: String) -> [Int] {
        let classes = classes
        return FuzzyMatch.ranked(Array(classes.indices)) { FuzzyMatch(text, in: classes[$0])?.score }
    }
}
