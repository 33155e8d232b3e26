import Foundation
import Model

/// What the prompts under work can be compared with: prompt sets, models, and runs of the history, a list each.
enum ReferencesPopup {
    static func draw(_ chooser: ListChooser, _ source: SetComparison.Source, _ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "A, what to compare with", in: layout.chooser, on: &canvas)
        let inner = layout.chooser.inset(x: 2, y: 1)
        drawSources(source, state, in: inner.row(0), on: &canvas)
        canvas.write([about(chooser.cursor, source, state)], in: inner.row(1), on: .raised)
        PopupBox.drawList(chooser, count: state.referenceCount(source), in: layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            switch source {
            case .sets: PromptSetsPopup.draw(state.references[index], in: line, surface, on: &canvas)
            case .models:
                let model = state.models[index]
                let isChosen = isChosen(model, state)
                ModelsPopup.draw(model, isCurrent: isChosen, in: line, surface, on: &canvas)
            case .runs: draw(state.referenceRuns[index], in: line, surface, on: &canvas)
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
        if case .model(let other) = state.comparison.reference.judge { return model.name == other.name }
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
            if case .run = a.judge { return Span("under it, the prompts as they are now", .quiet) }
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
