import Model

/// The classes with the names that stand for them in prompts.
enum ClassNamesList {
    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        guard let classes = state.labelling?.classes, !classes.isEmpty else {
            return canvas.writeCentred(
                [Span("no labels, so no classes to name", .quiet)], in: area.row(area.height / 3), on: .base)
        }
        let columns = Columns(width: area.width)
        drawHeadings(columns, in: area.row(0), on: &canvas)
        for line in 0..<area.height - 1 {
            let label = state.promptTable.names.top + line
            guard classes.indices.contains(label) else { break }
            draw(label, classes[label], state, columns, in: area.row(line + 1), on: &canvas)
        }
        guard classes.count > area.height - 1 else { return }
        let place = " \(state.promptTable.names.cursor + 1) of \(classes.count) "
        canvas.writeRight(
            [Span(place, .faint)], in: Rect(x: area.x, y: area.maxY, width: area.width - 2, height: 1), on: .base)
    }

    /// label, names, images, bar and top-1
    private struct Columns {
        let label: Int
        let names: Int
        let bar: Int
        static let images = 8
        static let share = 7

        init(width: Int) {
            bar = width >= 100 ? min(24, (width - 60) / 8) : 0
            let room = width - 4 - Self.images - Self.share - bar - 2
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
    }

    private static func drawHeadings(_ columns: Columns, in line: Rect, on canvas: inout Canvas) {
        canvas.write("class", .faint, in: Rect(x: line.x + 4, y: line.y, width: columns.label, height: 1), on: .base)
        canvas.write("named in prompts", .faint, in: columns.namesPlace(in: line), on: .base)
        canvas.writeRight([Span("images", .faint)], in: columns.imagesPlace(in: line), on: .base)
        canvas.writeRight([Span("top-1", .faint)], in: columns.sharePlace(in: line), on: .base)
    }

    private static func draw(
        _ label: Int, _ name: String, _ state: State, _ columns: Columns, in line: Rect, on canvas: inout Canvas
    ) {
        let isSelected = label == state.promptTable.names.cursor
        let edit = state.prompting.edit?.subject == .names(of: name) ? state.prompting.edit : nil
        let surface: Surface = isSelected && edit == nil ? .selected : .base
        canvas.fill(line, on: surface)
        canvas.write([Span(" "), Span(isSelected ? "▸" : " ", .accent)], in: line, on: surface)
        let isRenamed = state.prompting.set.classNames[name] != nil
        canvas.write(
            name, isRenamed ? .quiet : .text,
            in: Rect(x: line.x + 4, y: line.y, width: columns.label - 2, height: 1), on: surface)
        var room = columns.namesPlace(in: line)
        room.width -= 2
        let finding = state.promptTable.findings.answer?.findings(of: name).first
        let note = finding.map { [Span($0.word, .warning)] } ?? []
        if let edit {
            TextField.draw(edit.editor, in: room, on: &canvas)
        } else {
            canvas.writeRight(note, in: room, on: surface)
            room.width -= note.isEmpty ? 0 : note.width + 2
            canvas.write(names(of: name, state), in: room, on: surface)
        }
        drawFigures(label, state, columns, in: line, surface, on: &canvas)
    }

    /// Names of its own are set off.
    private static func names(of label: String, _ state: State) -> [Span] {
        guard let names = state.prompting.set.classNames[label] else { return [Span(label, .faint)] }
        return names.enumerated().flatMap { index, name in
            [Span(index == 0 ? "" : "; ", .faint), Span(name, .strong)]
        }
    }

    private static func drawFigures(
        _ label: Int, _ state: State, _ columns: Columns, in line: Rect, _ surface: Surface, on canvas: inout Canvas
    ) {
        guard let metrics = state.classMetrics, metrics.indices.contains(label) else { return }
        let own = metrics[label]
        canvas.writeRight([Span(String(own.images), .quiet)], in: columns.imagesPlace(in: line), on: surface)
        let isDim = state.scores.isUnfinished
        let share = own.top1.map { Numbers.percent($0) } ?? "–"
        canvas.writeRight(
            [
                Span(own.top1.map { Bar.text($0, width: columns.bar) } ?? "", isDim ? .unfinished : .bar), Span("  "),
                Span(share, isDim ? .unfinished : .text),
            ], in: columns.sharePlace(in: line), on: surface)
    }
}

extension State {
    /// Of the evaluation on the screen, if it speaks of the labelling on the screen.
    fileprivate var classMetrics: [Metrics.PerClass]? {
        scores.current.flatMap { $0.request.labelling?.name == labelling?.name ? $0.metrics?.perClass : nil }
    }
}
