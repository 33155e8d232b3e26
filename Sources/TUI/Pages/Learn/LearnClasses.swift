import Model

/// Each class: recall of the prompts and of the probe; those whose prompts deserve work first, those that prompts know better last.
enum LearnClasses {
    private static let recall = 8
    /// Where the table is narrow, without the spaces between the headings.
    private static let leastRecall = 6
    private static let change = 7
    private static let images = 7

    static func draw(_ shown: PromptsBesideImages, _ state: State, in rect: Rect, on canvas: inout Canvas) {
        let hasCounts = rect.width >= 50
        let recall = rect.width >= 36 ? recall : leastRecall
        let name = max(6, rect.width - 2 - 2 * recall - change - (hasCounts ? 2 * images : 0))
        let heads = recall == leastRecall ? ["text", "probe"] : ["prompts", "probe"]
        var head = "  " + "class".padded(to: name) + heads.map { $0.rightAligned(to: recall) }.joined()
        if hasCounts {
            head += "".padded(to: change) + "fitted".rightAligned(to: images) + "images".rightAligned(to: images)
        }
        canvas.write(head, .faint, in: rect.row(0), on: .base)
        for line in 0..<max(0, rect.height - 1) {
            let row = state.learnTable.position.top + line
            guard shown.classes.indices.contains(row) else { break }
            draw(
                shown.classes[row], isSelected: row == state.learnTable.position.cursor, name: name, recall: recall,
                hasCounts, state,
                in: rect.row(line + 1), on: &canvas)
        }
    }

    private static func draw(
        _ row: PromptsBesideImages.OfClass, isSelected: Bool, name: Int, recall: Int, _ hasCounts: Bool, _ state: State,
        in line: Rect, on canvas: inout Canvas
    ) {
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        canvas.fill(line, on: surface)
        let isDim = state.isLearnDim
        func share(_ value: Double?, _ role: Role) -> Span {
            Span((value.map { Numbers.percent($0) } ?? "–").rightAligned(to: recall), value == nil ? .faint : role)
        }
        let label = state.learnTable.choice?.names[row.label] ?? ""
        let difference = row.difference.map { Numbers.delta(100 * $0) } ?? Span("")
        var spans = [
            Span(isSelected ? "▸ " : "  ", hasFocus ? .accent : .quiet),
            Span(label.padded(to: name - 1) + " ", isSelected ? .strong : .text),
            share(row.prompts, isDim ? .unfinished : .strong), share(row.probe, .text),
            Span(difference.text.rightAligned(to: change), isDim ? .unfinished : difference.role),
        ]
        if hasCounts {
            spans.append(Span(String(row.fittedOn).rightAligned(to: images), row.fittedOn == 0 ? .warning : .quiet))
            spans.append(Span(String(row.images).rightAligned(to: images), .quiet))
        }
        canvas.write(spans, in: line, on: surface)
    }
}
