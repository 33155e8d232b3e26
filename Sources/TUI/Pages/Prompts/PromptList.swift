import Model

/// The templates with their figures. What the eye should meet: which of them help, and which harm.
enum PromptList {
    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        let columns = PromptColumns(width: area.width)
        let table = state.promptTable
        guard !state.promptEditor.set.entries.isEmpty else {
            let words = [
                Span("no templates: ", .quiet), Span("a", .key), Span(" adds one, ", .quiet), Span("p", .key),
                Span(" chooses a set", .quiet),
            ]
            return canvas.writeCentred(state.dataset == nil ? [] : words, in: area.row(area.height / 3), on: .base)
        }
        drawHeadings(table, columns, in: area.row(0), on: &canvas)
        guard !table.order.isEmpty else {
            return canvas.writeCentred(
                [Span("no template passes the filter", .quiet)], in: area.row(area.height / 3), on: .base)
        }
        let marked = state.markedRows
        for line in 0..<area.height - 1 {
            let row = table.top + line
            guard table.order.indices.contains(row) else { break }
            draw(
                table.order[row], isMarked: marked?.contains(row) ?? false, state, columns, in: area.row(line + 1),
                on: &canvas)
        }
        guard table.order.count > area.height - 1 else { return }
        let place = " \((state.cursorRow ?? 0) + 1) of \(table.order.count) "
        canvas.writeRight(
            [Span(place, .faint)], in: Rect(x: area.x, y: area.maxY, width: area.width - 2, height: 1), on: .base)
    }

    private static func drawHeadings(
        _ table: PromptTable, _ columns: PromptColumns, in line: Rect, on canvas: inout Canvas
    ) {
        func heading(_ column: PromptTable.Column, _ name: String) -> [Span] {
            let isSorted = column == table.column
            return [
                Span(name, isSorted ? .strong : .faint), Span(isSorted ? table.isDescending ? "↓" : "↑" : "", .accent),
            ]
        }
        let isInOrder = table.column == .place
        canvas.write(
            isInOrder
                ? [Span("template", .faint), Span(table.isDescending ? ", last first" : "", .faint)]
                : heading(.template, "template"),
            in: columns.rect(columns.template, in: line), on: .base)
        canvas.writeRight(heading(.helps, "helps"), in: columns.rect(columns.helps, in: line), on: .base)
        canvas.writeRight(heading(.alone, "alone"), in: columns.rect(columns.alone, in: line), on: .base)
        canvas.writeRight(heading(.change, "top-1"), in: columns.rect(columns.change, in: line), on: .base)
        canvas.writeRight(heading(.flips, "flips"), in: columns.rect(columns.flips, in: line), on: .base)
    }

    private static func draw(
        _ index: Int, isMarked: Bool, _ state: State, _ columns: PromptColumns, in line: Rect,
        on canvas: inout Canvas
    ) {
        let entry = state.promptEditor.set.entries[index]
        let isSelected = index == state.promptEditor.cursor
        let edit = state.promptEditor.edit?.index == index ? state.promptEditor.edit : nil
        let surface: Surface = edit != nil ? .base : isSelected ? .selected : isMarked ? .marked : .base
        canvas.fill(line, on: surface)
        let head = [
            Span(" "), Span(isSelected ? "▸" : isMarked ? "│" : " ", .accent),
            entry.isOn ? Span("●", .accent) : Span("○", .quiet),
        ]
        canvas.write(head, in: line, on: surface)
        var room = columns.rect(columns.template, in: line)
        room.width -= 1
        let note = note(entry, index, state)
        if let edit {
            TextField.draw(edit.editor, in: room, on: &canvas) { PromptsPane.spans($0, .strong) }
        } else {
            canvas.writeRight(note, in: room, on: surface)
            room.width -= note.isEmpty ? 0 : note.width + 2
            canvas.write(PromptsPane.spans(entry.template.text, entry.isOn ? .text : .quiet), in: room, on: surface)
        }
        drawFigures(entry, state, columns, in: line, surface, on: &canvas)
    }

    /// What is probably not meant, in a word.
    private static func note(_ entry: PromptSet.Entry, _ index: Int, _ state: State) -> [Span] {
        if entry.template.isBlank { return [Span("blank", .warning)] }
        let findings = state.promptTable.findings.answer?.findings(of: entry.template, at: index) ?? []
        return findings.first.map { [Span($0.word, .warning)] } ?? []
    }

    private static func drawFigures(
        _ entry: PromptSet.Entry, _ state: State, _ columns: PromptColumns, in line: Rect, _ surface: Surface,
        on canvas: inout Canvas
    ) {
        let contributions = state.promptTable.contributions
        guard !entry.template.isBlank, let figures = contributions.figures(of: entry) else {
            let isComing = contributions.inquiry.isWaiting && !entry.template.isBlank
            let words = [Span(isComing ? "…" : "–", isComing ? .unfinished : .faint)]
            for place in [columns.helps, columns.alone, columns.change, columns.flips] {
                canvas.writeRight(words, in: columns.rect(place, in: line), on: surface)
            }
            return
        }
        let isFresh = contributions.areFresh(entry)
        func span(_ text: String, _ role: Role) -> Span { Span(text, isFresh ? role : .unfinished) }
        canvas.writeRight(
            [span(Numbers.percent(figures.alone), .text)], in: columns.rect(columns.alone, in: line), on: surface)
        guard let switched = figures.switched, let helps = figures.helps, let gain = figures.gain else {
            canvas.writeRight([span("only one", .faint)], in: columns.rect(columns.helps, in: line), on: surface)
            return
        }
        let bar = Bar.signed(helps, of: contributions.most, width: columns.bar)
        let role: Role = helps > 0 ? .up : helps < 0 ? .down : .faint
        let amount = Numbers.signed(abs(helps), decimals: 4)
        canvas.writeRight(
            [span(bar, entry.isOn ? role : .quiet), span(" \(helps < 0 ? "▼" : "▲")\(amount)", role)],
            in: columns.rect(columns.helps, in: line), on: surface)
        let delta = Numbers.delta(100 * gain)
        canvas.writeRight([span(delta.text, delta.role)], in: columns.rect(columns.change, in: line), on: surface)
        canvas.writeRight(
            flips(switched, isOn: entry.isOn, isWide: columns.bar > 0).map { span($0.text, $0.role) },
            in: columns.rect(columns.flips, in: line), on: surface)
    }

    /// Images that it turns right, and wrong.
    private static func flips(_ switched: TemplateContributions.Switched, isOn: Bool, isWide: Bool) -> [Span] {
        let count = Span(String(switched.flips), switched.flips == 0 ? .faint : .text)
        guard isWide else { return [count] }
        let (right, wrong) = isOn ? (switched.lost, switched.gained) : (switched.gained, switched.lost)
        let gained = Span("+\(right)".rightAligned(to: 5), right == 0 ? .faint : .up)
        let lost = Span("−\(wrong)".rightAligned(to: 5), wrong == 0 ? .faint : .down)
        return [gained, lost, Span(" "), Span(count.text.rightAligned(to: 5), count.role)]
    }
}
