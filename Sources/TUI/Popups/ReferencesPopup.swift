import Foundation
import Model

/// What the prompts under work can be compared with: prompt sets, models, and runs of the history, a list each.
struct ReferencesPopup: ListPopup {
    static let context = Context("Choosing A") { keys }
    var chooser = ListChooser()
    let source: SetComparison.Source

    static var keys: [Action] {
        [
            Action(
                "cancel", [.escape, .char("q")], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
            Action(
                "accept", [.enter], "make it A", "Compare with this", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "compare.otherSource", [.tab, .right], "models, runs",
                "Go on from the prompt sets to the models, and to the runs of this dataset", in: [context], hint: 1,
                does: { $0.nextReferenceSource(by: 1) }),
            Action(
                "openFile", [.char("o")], "open a file",
                "Open a prompt set, or a run that eval --run wrote, by its path", in: [context], hint: 1,
                does: { $0.popup = FilePopup(PathField(.reference)) }),
        ]
    }

    func count(_ state: State) -> Int { state.referenceCount(source) }

    func accept(_ state: inout State) -> [Work] {
        state.chooseReference(at: chooser.cursor, from: source)
        return []
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "A, what to compare with", in: layout.chooser, on: &canvas)
        let inner = layout.chooser.inset(x: 2, y: 1)
        Self.drawSources(source, state, in: inner.row(0), on: &canvas)
        canvas.write([Self.about(chooser.cursor, source, state)], in: inner.row(1), on: .raised)
        PopupBox.drawList(chooser, count: state.referenceCount(source), in: layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            switch source {
            case .sets: PromptSetsPopup.draw(state.references[index], in: line, surface, on: &canvas)
            case .models:
                let model = state.models[index]
                let isChosen = Self.isChosen(model, state)
                ModelsPopup.draw(model, isCurrent: isChosen, in: line, surface, on: &canvas)
            case .runs: Self.draw(state.referenceRuns[index], in: line, surface, on: &canvas)
            }
        }
    }

    private static func drawSources(
        _ source: SetComparison.Source, _ state: State, in line: Rect, on canvas: inout Canvas
    ) {
        var room = line
        for each in SetComparison.Source.allCases {
            let isShown = each == source
            let spans = [
                Span(" \(each.rawValue) ", isShown ? .accent : .quiet),
                Span("\(state.referenceCount(each)) ", isShown ? .quiet : .faint),
            ]
            let width = canvas.write(spans, in: room, on: isShown ? .selected : .raised) + 1
            room = Rect(x: room.x + width, y: room.y, width: room.width - width, height: 1)
        }
    }

    /// A's model, of those that are listed.
    private static func isChosen(_ model: ModelCatalogue.Entry, _ state: State) -> Bool {
        if case .model(let other) = state.comparison.reference.evaluate { return model.name == other.name }
        return model.name == state.modelName
    }

    /// What the line under the cursor stands for.
    private static func about(_ index: Int, _ source: SetComparison.Source, _ state: State) -> Span {
        guard index < state.referenceCount(source) else {
            return Span(source == .runs ? "no run of these images and labels yet" : "looking…", .quiet)
        }
        switch source {
        case .sets: return Span(state.references[index].set.entries.first?.template.text ?? "", .quiet)
        case .models:
            if case .unusable(let reason) = state.models[index].content { return Span(reason, .warning) }
            let a = state.comparison.reference
            if case .run = a.evaluate { return Span("under it, the prompts as they are now", .quiet) }
            return Span("under it, A's prompts: \(a.set.name), \(a.origin)", .quiet)
        case .runs:
            let recorded = state.referenceRuns[index]
            let note = recorded.note.map { " · \($0)" } ?? ""
            return Span(
                "model \(recorded.run.model) · \(Numbers.counted(recorded.run.figures.images, "image"))\(note)", .quiet)
        }
    }

    private static func draw(
        _ recorded: History.RecordedRun, in line: Rect, _ surface: Surface, on canvas: inout Canvas
    ) {
        let figure = [Span(Numbers.percent(recorded.run.figures.top1), .strong)]
        canvas.writeRight(figure, in: line, on: surface)
        let room = Rect(x: line.x, y: line.y, width: line.width - 6, height: 1)
        canvas.write(
            [
                Span("run " + String(recorded.id).rightAligned(to: 4), .text),
                Span("  \(recorded.date.toTheMinute)  ", .quiet), Span(recorded.run.promptSet, .strong),
            ], in: room, on: surface)
    }
}

extension State {
    mutating func openReferences() -> [Work] {
        popup = ReferencesPopup(source: .sets)
        return [.listModels, .listRuns]
    }

    fileprivate mutating func nextReferenceSource(by step: Int) {
        guard let source = (popup as? ReferencesPopup)?.source else { return }
        let all = SetComparison.Source.allCases
        let index = (all.firstIndex(of: source)! + step + all.count) % all.count
        popup = ReferencesPopup(source: all[index])
    }
}
