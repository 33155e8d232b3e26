import Model

/// Why a list is empty, and which key leads out.
enum NoImages {
    static func draw(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        guard state.dataset != nil else { return }
        var lines = reason(state).wrapped(to: rect.width - 4).map { Span($0, .quiet) }
        if !state.browse.filter.isEmpty {
            lines += [Span(""), Span(state.popup == nil ? "0 lists all images" : "Esc leads back", .faint)]
        }
        for (index, line) in lines.enumerated() where index < rect.height {
            canvas.writeCentred([line], in: rect.row(max(0, rect.height / 3 - 1) + index).inset(x: 2), on: .base)
        }
    }

    /// What the filter still waits for, else what no image is.
    private static func reason(_ state: State) -> String {
        let filter = state.browse.filter
        if filter.isEmpty { return "no images" }
        if filter.isFlipped, state.scores.change == nil { return "no edit to compare with yet" }
        if filter.agreement != nil, state.outcomes != nil {
            if state.referenceOutcomes == nil { return "the prompts of A are being evaluated…" }
            let isSame = state.comparison.reference.set.effective.reads(like: state.promptEditor.set.effective)
            if isSame { return "A has the same prompts as B; page 5 chooses another A" }
        }
        let needsAnswers = filter.verdict != nil || filter.probability != nil || filter.predicted != nil
        if needsAnswers || filter.needsReference, state.outcomes == nil { return "no image is classified yet" }
        let parts = ImagesTitle.filters(state).map { $0.map(\.text).joined() }
        return "no image passes: " + parts.joined(separator: " · ")
    }
}
