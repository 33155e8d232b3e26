import Model

/// The lower half of the compare page: the classes that moved and the confusions that changed, the most first.
enum ComparisonLists {
    static func draw(
        _ answer: SetComparison.Answer, _ state: State, _ layout: ComparisonLayout, on canvas: inout Canvas
    ) {
        let y = layout.lists.y - 1
        canvas.horizontalRule(y: y, x: layout.lists.x..<layout.lists.maxX)
        let shown = layout.shown(state.comparison.list)
        for (place, rect) in shown {
            let hasFocus = state.focus == .page && state.comparison.place == place
            if hasFocus { MainScreen.rule(above: rect, isFocused: true, on: &canvas) }
            MainScreen.title(title(place, answer, hasFocus: hasFocus, layout.isWide), above: rect, on: &canvas)
            place == .classes
                ? drawClasses(answer, state, in: rect, on: &canvas)
                : drawConfusions(answer, state, in: rect, on: &canvas)
        }
        if shown.count == 2 {
            let bottom = layout.lists.maxY
            let lower = canvas[shown[0].rect.maxX, bottom].style
            canvas.hang(x: shown[0].rect.maxX, from: y, to: bottom)
            canvas.put(canvas[shown[0].rect.maxX, bottom].text, x: shown[0].rect.maxX, y: bottom, style: lower)
        }
    }

    private static func title(
        _ place: SetComparison.Place, _ answer: SetComparison.Answer, hasFocus: Bool, _ isWide: Bool
    ) -> [Span] {
        let count = place == .classes ? answer.classes.count : answer.confusions.count
        let name = place == .classes ? "Classes that moved" : "Confusions that changed"
        var spans = [Span(name, hasFocus ? .accent : .strong), Span(" \(count)", .quiet)]
        if !isWide {
            spans += [
                Span(" · ", .faint), Span("→", .key),
                Span(place == .classes ? " confusions" : " classes", .quiet),
            ]
        }
        return spans
    }

    /// Lines of one list: headings, then those in sight.
    private static func drawRows(
        _ place: SetComparison.Place, count: Int, _ position: ListPosition, _ headings: [Span], _ state: State,
        in rect: Rect, on canvas: inout Canvas, row: (Int, Bool) -> [Span]
    ) {
        guard count > 0 else {
            return canvas.writeCentred([Span("none", .faint)], in: rect.row(rect.height / 3), on: .base)
        }
        canvas.write([Span("  ")] + headings, in: rect.row(0), on: .base)
        for line in 0..<max(0, rect.height - 1) {
            let index = position.top + line
            guard index < count else { break }
            let hasFocus = state.focus == .page && state.comparison.place == place
            let isSelected = index == position.cursor && state.comparison.place == place
            let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
            canvas.fill(rect.row(line + 1), on: surface)
            let mark = Span(isSelected ? "▸ " : "  ", hasFocus ? .accent : .quiet)
            canvas.write([mark] + row(index, isSelected), in: rect.row(line + 1), on: surface)
        }
    }

    private static func drawClasses(
        _ answer: SetComparison.Answer, _ state: State, in rect: Rect, on canvas: inout Canvas
    ) {
        let fixed = [7, 7, 8, 6, 6]
        let name = max(8, min(30, rect.width - 3 - fixed.reduce(0, +)))
        let headings =
            [Span("class".padded(to: name), .faint)]
            + zip(["A", "B", "B − A", "won", "lost"], fixed).map { Span($0.rightAligned(to: $1), .faint) }
        drawRows(
            .classes, count: answer.classes.count, state.comparison.classes, headings, state, in: rect, on: &canvas
        ) {
            index, isSelected in
            let row = answer.classes[index]
            func share(_ right: Int) -> String {
                Numbers.percent(Double(right) / Double(row.images)).rightAligned(to: fixed[0])
            }
            let delta = Numbers.delta(100 * row.difference)
            return [
                Span(answer.name(of: row.label).padded(to: name), isSelected ? .strong : .text),
                Span(share(row.rightA), .quiet), Span(share(row.rightB), .text),
                Span("".padded(to: max(0, fixed[2] - delta.width))), delta,
                Span("+\(row.gained)".rightAligned(to: fixed[3]), row.gained == 0 ? .faint : .up),
                Span("−\(row.lost)".rightAligned(to: fixed[4]), row.lost == 0 ? .faint : .down),
            ]
        }
    }

    private static func drawConfusions(
        _ answer: SetComparison.Answer, _ state: State, in rect: Rect, on canvas: inout Canvas
    ) {
        let fixed = [6, 6, 7]
        let room = max(16, min(60, rect.width - 4 - fixed.reduce(0, +)))
        let (name, other) = (room / 2, room - room / 2)
        let headings =
            [Span("class".padded(to: name) + " " + "taken for".padded(to: other), .faint)]
            + zip(["A", "B", "B − A"], fixed).map { Span($0.rightAligned(to: $1), .faint) }
        drawRows(
            .confusions, count: answer.confusions.count, state.comparison.confusions, headings, state, in: rect,
            on: &canvas
        ) { index, isSelected in
            let cell = answer.confusions[index]
            // A mistake less is better.
            let delta = cell.difference < 0 ? Span("▼\(-cell.difference)", .up) : Span("▲\(cell.difference)", .down)
            return [
                Span(answer.name(of: cell.label).padded(to: name), isSelected ? .strong : .text), Span(" "),
                Span(answer.name(of: cell.predicted).padded(to: other), .text),
                Span(String(cell.a).rightAligned(to: fixed[0]), .quiet),
                Span(String(cell.b).rightAligned(to: fixed[1]), .text),
                Span("".padded(to: max(0, fixed[2] - delta.width))), delta,
            ]
        }
    }
}
