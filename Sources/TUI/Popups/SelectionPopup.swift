import Model

/// A search for better templates, step by step, each with its accuracy on both halves of the images.
struct SelectionPopup: ListPopup {
    static let context = Context("Choosing templates") { keys }
    var chooser = ListChooser()

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "take it", "Switch on the templates of this line, and the others off",
                in: [context], hint: 0,
                unavailable: { $0.promptTable.selectionRun.selection == nil ? "nothing is found yet" : nil },
                begins: { $0.accept() }),
            Action(
                "prompts.forward", [.char("f")], "forward", "From none, add the template that helps most, and so on",
                in: [context], hint: 1, unavailable: Action.noFigures, begins: { $0.tryTemplates(.forward) }),
            Action(
                "prompts.backward", [.char("b")], "backward",
                "From all, leave out the template that is missed least, and so on", in: [context], hint: 2,
                unavailable: Action.noFigures, begins: { $0.tryTemplates(.backward) }),
            Action(
                "prompts.single", [.char("s")], "single", "Try each template by itself", in: [context], hint: 3,
                unavailable: Action.noFigures, begins: { $0.tryTemplates(.single) }),
            Action(
                "cancel", [.escape, .char("q")], "cancel", "Stop what is under way, then close", in: [context], hint: 4,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { state.promptTable.selectionRun.steps.count }

    func accept(_ state: inout State) -> [Work] {
        state.takeSelection(chooser)
        return []
    }

    func cancel(_ state: inout State) -> [Work] { state.cancelSelection() }

    func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        let selectionRun = state.promptTable.selectionRun
        let title = selectionRun.method.map { "Find the best templates · \($0.rawValue)" } ?? "Find the best templates"
        let isRunning = selectionRun.inquiry.isWaiting || !selectionRun.steps.isEmpty
        PopupBox.draw(title: title, in: isRunning ? layout.chooser : layout.chooser(around: 3), on: &canvas)
        let first = layout.chooser.inset(x: 2, y: 1).row(0)
        canvas.write(Self.summary(selectionRun), in: first, on: .raised)
        guard !selectionRun.steps.isEmpty else {
            return Self.drawChoices(selectionRun, in: layout.chooserList, on: &canvas)
        }
        Self.drawHeadings(selectionRun, in: layout.chooserList.row(-1).inset(x: 1), on: &canvas)
        PopupBox.drawList(chooser, count: selectionRun.steps.count, in: layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            Self.draw(selectionRun.steps[index], selectionRun, in: line, surface, on: &canvas)
        }
    }

    /// How far it is; then the best, in both figures, beside all templates.
    private static func summary(_ selectionRun: TemplateSelectionRun) -> [Span] {
        if selectionRun.inquiry.isWaiting {
            guard let (what, done, total) = selectionRun.progress else { return [Span("…", .unfinished)] }
            let share = Double(done) / Double(max(1, total))
            return [
                Span(Bar.text(share, width: 12), .bar), Span(" "),
                Span("\(what) \(String(done).rightAligned(to: String(total).count)) of \(total)", .unfinished),
            ]
        }
        guard let selection = selectionRun.selection else {
            return [Span("Chosen on one half of the images, reported on the other.", .quiet)]
        }
        let (best, whole) = (selection.best, selection.whole)
        let p = selection.mcNemar.midP
        let words = p < 0.001 ? "p < 0.001" : "p = \(Numbers.signed(p, decimals: 3))"
        return [
            Span("best \(best.templates.count): ", .quiet), Span(Numbers.percent(best.reported), .strong),
            Span(" reported ", .quiet), Numbers.delta(100 * (best.reported - whole.reported)),
            Span(" against all, \(words)", .quiet),
        ]
    }

    private static func drawChoices(_ selectionRun: TemplateSelectionRun, in area: Rect, on canvas: inout Canvas) {
        guard !selectionRun.inquiry.isWaiting else { return }
        let choices = [
            ("f", "forward", "from none, add the template that helps most"),
            ("b", "backward", "from all, leave out the template that is missed least"),
            ("s", "single", "each template by itself"),
        ]
        for (row, (key, name, words)) in choices.enumerated() where row < area.height {
            canvas.write(
                [Span(key, .key), Span(" \(name.padded(to: 9)) ", .text), Span(words, .quiet)],
                in: area.row(row).inset(x: 1), on: .raised)
        }
    }

    private static func drawHeadings(_ selectionRun: TemplateSelectionRun, in line: Rect, on canvas: inout Canvas) {
        let words: String
        switch selectionRun.method {
        case .forward: words = "added"
        case .backward: words = "left out"
        case .single, nil: words = "alone"
        }
        canvas.write("  " + words, .faint, in: line, on: .raised)
        canvas.writeRight(
            [Span("count   chosen on  reported", .faint)], in: line, on: .raised)
    }

    private static func draw(
        _ step: TemplateSelection.Step, _ selectionRun: TemplateSelectionRun, in line: Rect, _ surface: Surface,
        on canvas: inout Canvas
    ) {
        let isBest = step == selectionRun.selection?.best
        let entries = selectionRun.inquiry.question?.prompts.entries ?? []
        let text = step.template.map { entries[$0].template.text } ?? "all templates"
        let figures = [
            Span(String(step.templates.count).rightAligned(to: 5), .quiet),
            Span(Numbers.percent(step.chosenOn).rightAligned(to: 12), .text),
            Span(Numbers.percent(step.reported).rightAligned(to: 10), .strong),
        ]
        canvas.writeRight(figures, in: line, on: surface)
        let room = Rect(x: line.x, y: line.y, width: line.width - figures.width - 2, height: 1)
        canvas.write(
            [Span(isBest ? "★ " : "  ", .accent)] + PromptsPane.spans(text, isBest ? .strong : .text), in: room,
            on: surface)
    }
}
