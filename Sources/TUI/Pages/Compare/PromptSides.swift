import Model

/// The prompts of A and B beside each other: templates that are on, then the classes that go by other names, are hidden or
/// added on one side.
struct PromptSides {
    struct Row: Equatable {
        /// Nil where the side has nothing there.
        let a: String?
        let b: String?

        var differs: Bool { a != b }
    }

    let rows: [Row]
    private let templates: (a: Int, b: Int)

    init(_ state: State) {
        self.init(
            a: state.comparison.reference.set, b: state.promptEditor.set, classes: state.labelColumn?.classes ?? [])
    }

    init(a: PromptSet, b: PromptSet, classes: [String]) {
        let (inA, inB) = (Self.texts(a), Self.texts(b))
        templates = (inA.count, inB.count)
        // In the order of B; what A alone has stands where A has it, as far as the two orders agree.
        var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
        for change in inB.difference(from: inA) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var (rows, ia, ib) = ([Row](), 0, 0)
        while ia < inA.count || ib < inB.count {
            let (onlyA, onlyB) = (removed.contains(ia), inserted.contains(ib))
            switch (onlyA, onlyB) {
            case (true, true), (false, false): rows.append(Row(a: inA[ia], b: inB[ib]))
            case (true, false): rows.append(Row(a: inA[ia], b: nil))
            case (false, true): rows.append(Row(a: nil, b: inB[ib]))
            }
            if onlyA || !onlyB { ia += 1 }
            if onlyB || !onlyA { ib += 1 }
        }
        let all = classes + b.added + a.added.filter { !b.added.contains($0) }
        for label in all {
            let row = Row(a: Self.text(of: label, in: a, classes), b: Self.text(of: label, in: b, classes))
            if row.differs { rows.append(row) }
        }
        self.rows = rows
    }

    private static func texts(_ set: PromptSet) -> [String] {
        set.entries.filter { $0.isOn && !$0.template.isBlank }.map(\.template.text)
    }

    /// "mouse: computer mouse", "mouse: hidden"; nil where the side does not have the class.
    private static func text(of label: String, in set: PromptSet, _ classes: [String]) -> String? {
        guard classes.contains(label) || set.added.contains(label) else { return nil }
        let added = classes.contains(label) ? "" : " (added)"
        if set.hidden.contains(label) { return "\(label)\(added): hidden" }
        return "\(label)\(added): \(ClassNames(set.names(of: label)).text)"
    }

    func draw(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        let half = (rect.width - 1) / 2
        let left = Rect(x: rect.x, y: rect.y, width: half, height: rect.height)
        let right = Rect(x: left.maxX + 1, y: rect.y, width: rect.width - half - 1, height: rect.height)
        let hasFocus = state.focus == .page && state.promptEditor.edit == nil
        canvas.horizontalRule(y: rect.y - 1, x: rect.x..<rect.maxX, hasFocus ? .accent : .line)
        title("A", state.comparison.reference.set, templates.a, above: left, on: &canvas)
        title("B", state.promptEditor.set, templates.b, above: right, on: &canvas)
        let lower = canvas[left.maxX, rect.maxY].style
        canvas.hang(x: left.maxX, from: rect.y - 1, to: rect.maxY)
        canvas.put(canvas[left.maxX, rect.maxY].text, x: left.maxX, y: rect.maxY, style: lower)
        let position = state.comparison.prompts
        for line in 0..<rect.height {
            let index = position.top + line
            guard rows.indices.contains(index) else { break }
            let isSelected = index == position.cursor
            let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
            for (side, text, mark) in [(left, rows[index].a, "−"), (right, rows[index].b, "+")] {
                canvas.fill(side.row(line), on: surface)
                guard let text else { continue }
                let differs = rows[index].differs
                canvas.write(
                    [
                        Span(isSelected && side.x == left.x ? "▸" : " ", hasFocus ? .accent : .quiet),
                        Span(differs ? "\(mark) " : "  ", mark == "−" ? .down : .up),
                    ] + PromptsPane.spans(text, differs ? .text : .quiet), in: side.row(line), on: surface)
            }
        }
    }

    private func title(_ side: String, _ set: PromptSet, _ count: Int, above rect: Rect, on canvas: inout Canvas) {
        MainScreen.title(
            [
                Span("\(side) ", .strong), Span(set.name, .text), Span(" · ", .faint),
                Span(Numbers.counted(count, "template"), .quiet),
            ], above: rect, on: &canvas)
    }
}
