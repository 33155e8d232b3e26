import Model

/// The templates with their switches; the one being typed is edited in its place.
enum PromptsPane {
    /// Marker, switch, space: the text begins here.
    static let textColumn = 4

    static func draw(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        let title = title(state)
        MainScreen.title(title, above: rect, on: &canvas)
        drawAccuracies(state, above: rect, room: rect.width - title.width - 6, on: &canvas)
        guard rect.height > 0 else { return }
        let entries = state.promptEditor.set.entries
        guard !entries.isEmpty else {
            let words =
                state.dataset == nil
                ? []
                : [
                    Span("no templates: ", .quiet), Span("a", .key), Span(" adds one, ", .quiet), Span("p", .key),
                    Span(" chooses a set", .quiet),
                ]
            return canvas.writeCentred(words, in: rect.row(rect.height / 3), on: .base)
        }
        for line in 0..<rect.height {
            let index = state.promptEditor.top + line
            guard entries.indices.contains(index) else { break }
            draw(entries[index], index, state, in: rect.row(line), on: &canvas)
        }
    }

    /// Over the session's edits, at the right of the title.
    private static func drawAccuracies(_ state: State, above rect: Rect, room: Int, on canvas: inout Canvas) {
        let log = state.editLog
        let accuracies = log.accuracies(on: state.basis)
        guard accuracies.count(where: { $0 != nil }) > 1 else { return }
        let name = Span("top-1 by edit ", .faint)
        let graph = Sparkline.spans(accuracies, current: log.current, width: min(40, room - name.width - 2))
        guard !graph.isEmpty else { return }
        let line = Rect(x: rect.x, y: rect.y - 1, width: rect.width - 2, height: 1)
        canvas.writeRight([Span(" "), name] + graph + [Span(" ")], in: line, on: .base)
    }

    private static func title(_ state: State) -> [Span] {
        let set = state.promptEditor.set
        var spans = [Span("Prompts", state.focus == .prompts ? .accent : .strong)]
        guard !set.entries.isEmpty else { return spans }
        spans += [Span(" "), Span(set.name, .quiet), Header.dot(state)]
        spans.append(Span("\(set.effective.entries.count) of \(set.entries.count) on", .quiet))
        if state.promptEditor.edit != nil { spans.append(Span(" · editing", .accent)) }
        return spans + names(state)
    }

    /// Where the class names come from; nothing where every class goes by its label.
    static func names(_ state: State) -> [Span] {
        guard let origin = state.namesOrigin, origin != .labels else { return [] }
        return [Span(" · ", .faint), Span("names ", .faint), Span(origin.words, .quiet)]
    }

    private static func draw(
        _ entry: PromptSet.Entry, _ index: Int, _ state: State, in line: Rect, on canvas: inout Canvas
    ) {
        let isSelected = index == state.promptEditor.cursor
        let hasFocus = state.focus == .prompts
        let edit = state.promptEditor.edit?.index == index ? state.promptEditor.edit : nil
        let surface: Surface = isSelected && hasFocus && edit == nil ? .selected : .base
        canvas.fill(line, on: surface)
        let head: [Span] = [
            Span(isSelected ? "▸" : " ", hasFocus ? .accent : .faint),
            entry.isOn ? Span("●", .accent) : Span("○", .quiet),
        ]
        canvas.write([Span(" ")] + head, in: line, on: surface)
        var room = Rect(x: line.x + textColumn, y: line.y, width: line.width - textColumn - 1, height: 1)
        let note = note(entry, isSelected: isSelected, state, width: room.width)
        canvas.writeRight(note, in: room, on: surface)
        room.width -= note.isEmpty ? 0 : note.width + 2
        if let edit {
            TextField.draw(edit.editor, in: room, on: &canvas) { spans($0, .strong) }
        } else {
            canvas.write(spans(entry.template.text, entry.isOn ? .text : .quiet), in: room, on: surface)
        }
    }

    /// A template with the place of the class name set off.
    static func spans(_ text: String, _ role: Role) -> [Span] {
        for placeholder in PromptTemplate.placeholders {
            guard let range = text.range(of: placeholder) else { continue }
            return spans(String(text[..<range.lowerBound]), role) + [
                Span(placeholder, role == .quiet ? .quiet : .placeholder)
            ]
                + spans(String(text[range.upperBound...]), role)
        }
        return text.isEmpty ? [] : [Span(text, role)]
    }

    /// At the right: a warning, or what the selected template says of the selected image.
    private static func note(_ entry: PromptSet.Entry, isSelected: Bool, _ state: State, width: Int) -> [Span] {
        if entry.template.isBlank { return [Span("blank: takes no part", .warning)] }
        if !entry.template.hasPlaceholder { return [Span("no {label}: the same for every class", .warning)] }
        guard isSelected, width > 90, let labelColumn = state.labelColumn, !labelColumn.classes.isEmpty else {
            return []
        }
        let label = state.browse.selected.flatMap { state.trueLabel(of: $0) } ?? 0
        let name = state.promptEditor.set.names(of: labelColumn.classes[label]).first ?? ""
        let prompt = entry.template.prompt(for: name)
        guard DisplayWidth.of(prompt) < width / 2 else { return [] }
        return [Span("“\(prompt)”", .faint)]
    }
}
