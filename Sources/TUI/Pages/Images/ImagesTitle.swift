import Model

/// How many images are listed, by what they were chosen, and in which order.
enum ImagesTitle {
    static func spans(_ state: State) -> [Span] {
        let isFocused = state.focus == .page && state.promptEditor.edit == nil
        var spans = [Span("Images", isFocused ? .accent : .strong)]
        let browse = state.browse
        guard let total = state.dataset?.images.count else { return spans }
        spans.append(Span(browse.rows.count == total ? " \(total)" : " \(browse.rows.count) of \(total)", .quiet))
        for words in filters(state) { spans += [Span(" · ", .faint)] + words }
        if let search = browse.search { spans += [Span(" · ", .faint)] + words(search, state) }
        if browse.order != .dataset, browse.order != .similarity {
            spans += [Span(" · ", .faint), Span(browse.order.rawValue, .quiet)]
        }
        return spans
    }

    /// What each part of the filter asks for.
    static func filters(_ state: State) -> [[Span]] {
        let filter = state.browse.filter
        var parts: [[Span]] = []
        if let chosen = filter.chosen { parts.append([Span(chosen.name, .text)]) }
        if let agreement = filter.agreement { parts.append([Span(agreement.rawValue, .text)]) }
        if let verdict = filter.verdict {
            parts.append([Span(verdict.rawValue, verdict == .wrong ? .wrong : .right)])
        }
        if filter.isFlipped { parts.append([Span("flipped", .text)]) }
        if filter.isLikelyMislabelled { parts.append([Span("likely label errors", .text)]) }
        if let name = state.className(filter.label) { parts.append([Span(name, .text)]) }
        if let name = state.className(filter.predicted) { parts.append([Span("as ", .faint), Span(name, .text)]) }
        if let range = filter.probability { parts.append([Span(range.text + "%", .text)]) }
        if let remark = filter.remark { parts.append([Span(remark.rawValue, .text)]) }
        if !filter.text.isEmpty { parts.append([Span("/" + filter.text, .text)]) }
        return parts
    }

    private static func words(_ search: Browse.Search, _ state: State) -> [Span] {
        switch search.subject {
        case .text(let text): [Span("near ", .faint), Span(text, .text)]
        case .image(let image): [Span("like ", .faint), Span(state.dataset?.images.path(image) ?? "", .text)]
        }
    }
}
