import Model

/// The columns that labels can be taken from.
struct LabelColumnsPopup: ListPopup {
    static let context = Context("Choosing labels") { keys }
    var chooser = ListChooser()

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "take it", "Take the labels from this column", in: [context], hint: 0,
                begins: { $0.accept() }),
            Action(
                "labelColumn.next", [.char("l")], "next", "Go to the next column", in: [context], hint: 1,
                does: { $0.changeList { $0.move(to: ($0.cursor + 1) % $1, count: $1, height: $2) } }),
            Action(
                "cancel", [.escape, .char("q")], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { state.dataset?.labelColumns.count ?? 0 }

    func accept(_ state: inout State) -> [Work] {
        state.popup = nil
        state.take(labelColumn: chooser.cursor)
        return []
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        guard let columns = state.dataset?.labelColumns else { return }
        let box = state.layout.chooser(around: columns.count)
        PopupBox.draw(title: "Labels", in: box, on: &canvas)
        canvas.write("the column that classes are taken from", .quiet, in: box.inset(x: 2, y: 1).row(0), on: .raised)
        PopupBox.drawList(chooser, count: columns.count, in: state.layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            let isCurrent = index == state.labelColumnIndex
            let column = columns[index]
            let examples = column.classes.prefix(4).joined(separator: ", ")
            canvas.write(
                [
                    Span(isCurrent ? "● " : "  ", .bar),
                    Span(column.name.padded(to: 16), isCurrent ? .strong : .text),
                    Span(Numbers.counted(column.classes.count, "class", "classes").padded(to: 14), .quiet),
                    Span(examples + (column.classes.count > 4 ? ", …" : ""), .faint),
                ], in: line, on: surface)
        }
    }
}

extension State {
    /// The cursor is on the next, so that the same key and Enter go through them.
    mutating func openLabelColumns() {
        popup = LabelColumnsPopup()
        let next = (labelColumnIndex + 1) % max(1, dataset?.labelColumns.count ?? 1)
        changeList { $0.move(to: next, count: $1, height: $2) }
    }
}
