import Model

/// The classes with the names that stand for them in prompts, the hidden ones dim, and those that the set adds.
enum ClassNamesList {
    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        guard let classes = state.labelColumn?.classes, !classes.isEmpty else {
            return canvas.writeCentred(
                [Span("no labels, so no classes to name", .quiet)], in: area.row(area.height / 3), on: .base)
        }
        let columns = Columns(width: area.width, hasChange: baseline(state) != nil)
        drawHeadings(columns, in: area.row(0), on: &canvas)
        for line in 0..<area.height - 1 {
            let row = state.promptTable.names.top + line
            guard let name = state.namedLabel(at: row) else { break }
            draw(row, name, state, columns, in: area.row(line + 1), on: &canvas)
        }
        guard state.namedCount > area.height - 1 else { return }
        let place = " \(state.promptTable.names.cursor + 1) of \(state.namedCount) "
        canvas.writeRight(
            [Span(place, .faint)], in: Rect(x: area.x, y: area.maxY, width: area.width - 2, height: 1), on: .base)
    }

    /// label, names, images, bar and top-1
    private struct Columns {
        let label: Int
        let names: Int
        let bar: Int
        /// Of the recall, since the last edit; 0 before there is one.
        let change: Int
        static let images = 8
        static let share = 7

        init(width: Int, hasChange: Bool) {
            change = hasChange ? 7 : 0
            bar = width >= 100 ? min(24, (width - 60) / 8) : 0
            let room = width - 4 - Self.images - Self.share - bar - change - 2
            label = min(32, room * 40 / 100)
            names = room - label
        }

        func namesPlace(in line: Rect) -> Rect { Rect(x: line.x + 4 + label, y: line.y, width: names, height: 1) }
        func imagesPlace(in line: Rect) -> Rect {
            Rect(x: line.x + 4 + label + names, y: line.y, width: Self.images, height: 1)
        }
        func sharePlace(in line: Rect) -> Rect {
            Rect(x: line.x + 4 + label + names + Self.images, y: line.y, width: bar + Self.share + 1, height: 1)
        }
        func changePlace(in line: Rect) -> Rect {
            let share = sharePlace(in: line)
            return Rect(x: share.maxX, y: line.y, width: change, height: 1)
        }
    }

    private static func drawHeadings(_ columns: Columns, in line: Rect, on canvas: inout Canvas) {
        canvas.write("class", .faint, in: Rect(x: line.x + 4, y: line.y, width: columns.label, height: 1), on: .base)
        canvas.write("named in prompts", .faint, in: columns.namesPlace(in: line), on: .base)
        canvas.writeRight([Span("images", .faint)], in: columns.imagesPlace(in: line), on: .base)
        canvas.writeRight([Span("top-1", .faint)], in: columns.sharePlace(in: line), on: .base)
        if columns.change > 0 {
            canvas.writeRight([Span("change", .faint)], in: columns.changePlace(in: line), on: .base)
        }
    }

    private static func draw(
        _ row: Int, _ name: String, _ state: State, _ columns: Columns, in line: Rect, on canvas: inout Canvas
    ) {
        let isSelected = row == state.promptTable.names.cursor
        let added = state.addedPlace(at: row)
        let isHidden = state.promptEditor.set.hidden.contains(name)
        let subject = added.map { PromptEditor.Edit.Subject.added($0) } ?? .names(of: name)
        let edit = state.promptEditor.edit?.subject == subject ? state.promptEditor.edit : nil
        let surface: Surface = isSelected && edit == nil ? .selected : .base
        canvas.fill(line, on: surface)
        let sign = isHidden ? Span("○", .quiet) : added == nil ? Span(" ") : Span("+", .accent)
        canvas.write([Span(" "), Span(isSelected ? "▸" : " ", .accent), sign], in: line, on: surface)
        let isRenamed = state.promptEditor.set.classNames[name] != nil
        canvas.write(
            name, isHidden ? .faint : isRenamed ? .quiet : .text,
            in: Rect(x: line.x + 4, y: line.y, width: columns.label - 2, height: 1), on: surface)
        var room = columns.namesPlace(in: line)
        room.width -= 2
        let finding = state.promptTable.findings.answer?.findings(of: name).first
        let note = finding.map { [Span($0.word, .warning)] } ?? (added == nil ? [] : [Span("added", .faint)])
        if let edit {
            TextField.draw(edit.editor, in: room, on: &canvas)
        } else {
            canvas.writeRight(note, in: room, on: surface)
            room.width -= note.isEmpty ? 0 : note.width + 2
            canvas.write(isHidden ? [] : names(of: name, state), in: room, on: surface)
        }
        guard !isHidden else {
            return canvas.writeRight([Span("hidden", .quiet)], in: columns.sharePlace(in: line), on: surface)
        }
        drawFigures(row, name, state, columns, in: line, surface, on: &canvas)
    }

    /// Names of its own are set off.
    private static func names(of label: String, _ state: State) -> [Span] {
        guard let names = state.promptEditor.set.classNames[label] else { return [Span(label, .faint)] }
        return names.enumerated().flatMap { index, name in
            [Span(index == 0 ? "" : "; ", .faint), Span(name, .strong)]
        }
    }

    private static func drawFigures(
        _ row: Int, _ name: String, _ state: State, _ columns: Columns, in line: Rect, _ surface: Surface,
        on canvas: inout Canvas
    ) {
        guard let choice = state.evaluation?.request.choice, let metrics = state.evaluation?.metrics else { return }
        let isDim = state.scores.isUnfinished
        guard row < choice.ownCount else {
            // No image has it: what there is to tell is how many are taken for it.
            guard let label = choice.added.firstIndex(of: name) else { return }
            let count = Numbers.counted(metrics.perClass[label].predicted, "image")
            let place = columns.sharePlace(in: line)
            let room = Rect(x: place.x - Columns.images, y: place.y, width: place.width + Columns.images, height: 1)
            return canvas.writeRight([Span("\(count) as it", isDim ? .unfinished : .quiet)], in: room, on: surface)
        }
        let own = metrics.perClass[row]
        canvas.writeRight([Span(String(own.images), .quiet)], in: columns.imagesPlace(in: line), on: surface)
        let share = own.recall.map { Numbers.percent($0) } ?? "–"
        canvas.writeRight(
            [
                Span(own.recall.map { Bar.text($0, width: columns.bar) } ?? "", isDim ? .unfinished : .bar), Span("  "),
                Span(share, isDim ? .unfinished : .text),
            ], in: columns.sharePlace(in: line), on: surface)
        guard let now = own.recall, let then = baseline(state)?.perClass[row].recall else { return }
        let delta = Numbers.delta(100 * (now - then))
        canvas.writeRight(
            [isDim ? Span(delta.text, .unfinished) : delta], in: columns.changePlace(in: line), on: surface)
    }

    /// Before the last edit, of the same classes; nil without one.
    private static func baseline(_ state: State) -> Metrics? {
        guard state.scores.change != nil, let baseline = state.scores.baseline, let current = state.evaluation,
            baseline.request.labelColumn?.name == current.request.labelColumn?.name,
            baseline.request.choice == current.request.choice
        else { return nil }
        return baseline.metrics
    }
}
