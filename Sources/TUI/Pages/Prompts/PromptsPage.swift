import Model

/// The ensemble as a list: what each template does for it, and below the prompt under the cursor as the model reads it.
/// Its other side lists the names of the classes.
enum PromptsPage: PageContent {
    static let title = "prompts"
    static let shortTitle = "tmpl"
    static let help = "Show what each template does for the ensemble, and the names of the classes"
    static let context = Context.promptTable
    static let contexts: [Context] = [.promptTable, .classNames]
    static let showsPrompts = false

    /// Lines of templates or classes, without the headings.
    static func height(_ state: State) -> Int { max(1, list(state).height - 1) }

    /// Headings and lines; below them a rule and what is known of the line under the cursor.
    private static func list(_ state: State) -> Rect {
        let area = state.layout.page
        let rows = detailRows(state, area)
        return Rect(x: area.x, y: area.y, width: area.width, height: area.height - rows - 1)
    }

    private static func detail(_ state: State, _ area: Rect) -> Rect {
        let rows = detailRows(state, area)
        return Rect(x: area.x, y: area.maxY - rows, width: area.width, height: rows)
    }

    /// A quarter of the page; where the list needs lines, no more than there is to show.
    private static func detailRows(_ state: State, _ area: Rect) -> Int {
        let most = max(3, min(10, area.height / 4))
        let table = state.promptTable
        let listed = table.side == .templates ? table.order.count : state.namedCount
        guard listed > area.height - most - 2 else { return most }
        return max(2, min(most, PromptDetail.rows(state, width: area.width)))
    }

    static func move(by step: Int, _ state: inout State) { state.moveInTable(by: step) }

    static func newWork(_ state: inout State) -> [Work] { state.newPromptWork() }

    static func scroll(by step: Int, _ state: inout State) { state.moveInTable(by: step) }

    static func backOut(_ state: inout State) -> Bool {
        if state.promptTable.unmark() { return true }
        if state.promptTable.side == .classNames {
            state.promptTable.switchSide()
        } else if !state.promptTable.filter.isEmpty {
            state.filterTemplates("")
        } else {
            return false
        }
        return true
    }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        let list = list(state)
        guard list.contains(x: mouse.x, y: mouse.y) else { return [] }
        let line = mouse.y - list.y - 1
        guard state.promptTable.side == .templates else {
            guard line >= 0 else { return [] }
            let row = state.promptTable.names.top + line
            let wasSelected = row == state.promptTable.names.cursor
            state.moveInTable(by: row - state.promptTable.names.cursor)
            if wasSelected { state.editNames() }
            return []
        }
        if line < 0 {
            let columns = PromptColumns(width: list.width)
            if let column = columns.column(at: mouse.x - list.x) { state.sortTemplates(by: column) }
            return []
        }
        let row = state.promptTable.top + line
        guard state.promptTable.order.indices.contains(row) else { return [] }
        let wasSelected = row == state.cursorRow
        state.selectTemplate(state.promptTable.order[row])
        let column = mouse.x - list.x - PromptColumns.textColumn
        if column < 0 {
            state.toggle(state.promptEditor.cursor)
        } else if wasSelected {
            state.beginEdit()
            state.change { $0.move(to: column) }
        }
        return []
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: true, on: &canvas)
        let title = title(state)
        MainScreen.title(title, above: area, on: &canvas)
        drawProgress(state, above: area, room: area.width - title.width - 6, on: &canvas)
        drawFilter(state, above: area, on: &canvas)
        guard area.height >= 6 else { return }
        let list = list(state)
        let detail = detail(state, area)
        switch state.promptTable.side {
        case .templates: PromptList.draw(state, in: list, on: &canvas)
        case .classNames: ClassNamesList.draw(state, in: list, on: &canvas)
        }
        canvas.horizontalRule(y: detail.y - 1, x: detail.x..<detail.maxX)
        PromptDetail.draw(state, in: detail, on: &canvas)
    }

    /// Both sides, the one in sight set off.
    private static func title(_ state: State) -> [Span] {
        let set = state.promptEditor.set
        let table = state.promptTable
        let isAtNames = table.side == .classNames
        var spans = [Span("Templates", isAtNames ? .quiet : .accent)]
        spans.append(Span(" \(set.effective.entries.count) of \(set.entries.count) on", .quiet))
        if !isAtNames {
            if !table.filter.isEmpty {
                spans += [Span(" · ", .faint), Span("/" + table.filter, .text), Span(" \(table.order.count)", .quiet)]
            }
            if let rows = state.markedRows { spans += [Span(" · ", .faint), Span("\(rows.count) marked", .accent)] }
            if state.promptEditor.edit != nil { spans += [Span(" · editing", .accent)] }
        }
        guard let classes = state.labelColumn?.classes else { return spans }
        spans += [Span("   ", .line), Span("Class names", isAtNames ? .accent : .quiet)]
        spans.append(Span(" \(state.classCounts)", .quiet))
        let renamed = classes.count { set.classNames[$0] != nil }
        if renamed > 0 { spans.append(Span(", \(renamed) renamed", .quiet)) }
        spans += PromptsPane.names(state)
        if isAtNames, state.promptEditor.edit != nil { spans += [Span(" · editing", .accent)] }
        return spans
    }

    /// How far the figures are, at the right of the title.
    private static func drawProgress(_ state: State, above area: Rect, room: Int, on canvas: inout Canvas) {
        guard let (done, total) = state.promptTable.contributions.progress else { return }
        let share = Double(done) / Double(max(1, total))
        let count = "\(String(done).rightAligned(to: String(total).count)) of \(total)"
        let spans = [Span(" "), Span(Bar.text(share, width: 10), .bar), Span(" figures \(count) ", .unfinished)]
        guard spans.width <= room else { return }
        let line = Rect(x: area.x, y: area.y - 1, width: area.width - 2, height: 1)
        canvas.writeRight(spans, in: line, on: .base)
    }

    private static func drawFilter(_ state: State, above area: Rect, on canvas: inout Canvas) {
        guard let editor = (state.popup as? TemplateFilterPopup)?.editor else { return }
        let line = Rect(x: area.x + 1, y: area.y - 1, width: min(60, area.width - 2), height: 1)
        canvas.fill(line, on: .field)
        canvas.write("/", .accent, in: line, on: .field)
        TextField.draw(editor, in: Rect(x: line.x + 1, y: line.y, width: line.width - 1, height: 1), on: &canvas)
    }
}
