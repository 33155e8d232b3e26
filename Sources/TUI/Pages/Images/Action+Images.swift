extension Action {
    static let ofImages: [Action] = [
        Action(
            "images.search", [.char("I")], "find", "Rank the images by how near they come to a text", in: panes,
            hint: 11, unavailable: { $0.dataset == nil ? "the dataset is not open yet" : nil },
            does: { $0.popup = SearchPopup($0.browse) }
        ).onImages,
        Action(
            "images.moreLike", [.char("L")], "more like this",
            "Rank the images by their likeness to this one; Esc leads back", in: panes.union([ZoomPopup.context]),
            hint: 13,
            unavailable: notEmbedded, does: { $0.rankByLikeness() }
        ).onImages,
        Action(
            "images.explain", [.char("W")], "why",
            "Show why it is classified so: where the model looks, which words and templates speak for it, what is nearest",
            in: panes.union([ZoomPopup.context]), hint: 10, unavailable: notExplainable,
            does: { $0.popup = ExplanationPopup() }
        ).onImages,
        Action(
            "images.mark", [.char("m")], "mark", "Mark the image, or take its mark away",
            in: panes.union([ZoomPopup.context]),
            hint: 12, unavailable: noImage, begins: { $0.toggleMark() }
        ).onImages,
        Action(
            "images.note", [.char("o")], "note", "Note something about the image", in: panes, hint: 14,
            unavailable: noImage, does: { $0.openNote() }
        ).onImages,
        Action(
            "images.remarked", [.char("*")], "marked",
            "List the marked images, then those with a note, then all again", in: panes,
            unavailable: { $0.remarks.isEmpty && $0.browse.filter.remark == nil ? "no image is marked or noted" : nil },
            does: { $0.nextRemarkFilter() }
        ).onImages,
        Action(
            "images.range", [.char("U")], "probability",
            "List the images whose prediction has a probability in a range", in: panes, unavailable: noLabels,
            does: { $0.popup = RangePopup($0.browse.filter) }
        ).onImages,
        Action(
            "images.agreement", [.char("B")], "A or B right",
            "List the images that only B gets right, only A, neither, both, or all again; A is the compare page's",
            in: panes, unavailable: noLabels, does: { $0.nextAgreement() }
        ).onImages,
        Action(
            "images.likelyErrors", [.char("E")], "label errors",
            "List the images whose label is likely wrong, under A and B: taken for a class as surely as its own are",
            in: panes, unavailable: noLabels, does: { $0.filterLikelyErrors() }
        ).onImages,
    ]

    private static let notEmbedded: @Sendable (State) -> String? = { state in
        guard let image = state.browse.selected else { return "no image is selected" }
        return state.embeddings?.row(of: image) == nil ? "the image is not embedded yet" : nil
    }

    private static let notExplainable: @Sendable (State) -> String? = { state in
        if let reason = notEmbedded(state) { return reason }
        if state.labelColumn == nil, state.promptEditor.set.added.isEmpty {
            return "there are no classes to choose among"
        }
        return state.promptEditor.set.effective.entries.isEmpty ? "no template is on" : nil
    }
}
