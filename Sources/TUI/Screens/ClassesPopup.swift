import Model

/// The classes, how well each is recognised, and what it is taken for.
enum ClassesPopup {
    static func draw(_ chooser: ListChooser, _ role: Browse.ClassRole, _ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "Images by \(role.rawValue)", in: layout.chooser, on: &canvas)
        TextField.draw(chooser.editor, in: layout.chooser.inset(x: 2, y: 1).row(0), on: &canvas)
        let classes = state.classes(matching: chooser.editor.text)
        if classes.isEmpty {
            canvas.write("no class matches", .quiet, in: layout.chooserList.row(0).inset(x: 1), on: .raised)
        }
        PopupBox.drawList(chooser, count: classes.count, in: layout.chooserList, on: &canvas) { index, line, surface, canvas in
            draw(classes[index], role, state, in: line, surface, on: &canvas)
        }
    }

    private static func draw(
        _ label: Int, _ role: Browse.ClassRole, _ state: State, in line: Rect, _ surface: Surface,
        on canvas: inout Canvas
    ) {
        let nameWidth = min(24, line.width * 2 / 5)
        let name = Span((state.className(label) ?? "").padded(to: nameWidth), .text)
        let metrics = state.scores.current?.metrics?.perClass
        let own = metrics.flatMap { $0.indices.contains(label) ? $0[label] : nil }
        let count = role == .truth ? own?.images ?? 0 : predictedCount(label, state)
        var spans = [name, Span(" "), Span(String(count).rightAligned(to: 5), .quiet)]
        if role == .truth, let top1 = own?.top1 {
            spans += [
                Span("  "), Span(Bar.text(top1, width: 8), .bar), Span(" "), Span(Numbers.percent(top1)),
            ]
            if let other = state.className(own?.mostConfusedWith) { spans.append(Span("  taken for \(other)", .quiet)) }
        }
        canvas.write(spans, in: line, on: surface)
    }

    private static func predictedCount(_ label: Int, _ state: State) -> Int {
        state.scores.current?.outcomes.reduce(0) { $0 + ($1?.predicted == label ? 1 : 0) } ?? 0
    }
}
