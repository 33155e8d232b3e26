extension Browse {
    package enum Command: String, CaseIterable, Sendable {
        case mark, note, remarked, range, agreement, likelyErrors, search, moreLike, nextOrder
    }
}

extension Action {
    static let ofImages: [Action] = onImages + whileBrowsing

    private static let onImages: [Action] = [
        Action(
            .browse(.search), [.char("I")], "find", "Rank the images by how near they come to a text", in: panes,
            hint: 11, unavailable: { $0.dataset == nil ? "the dataset is not open yet" : nil }),
        Action(
            .browse(.moreLike), [.char("L")], "more like this",
            "Rank the images by their likeness to this one; Esc leads back", in: panes.union([.zoom]), hint: 13,
            unavailable: notEmbedded),
        Action(
            .browse(.mark), [.char("m")], "mark", "Mark the image, or take its mark away", in: panes.union([.zoom]),
            hint: 12, unavailable: noImage),
        Action(
            .browse(.note), [.char("o")], "note", "Note something about the image", in: panes, hint: 14,
            unavailable: noImage),
        Action(
            .browse(.remarked), [.char("*")], "marked",
            "List the marked images, then those with a note, then all again", in: panes,
            unavailable: { $0.remarks.isEmpty && $0.browse.filter.remark == nil ? "no image is marked or noted" : nil }),
        Action(
            .browse(.range), [.char("U")], "probability",
            "List the images whose prediction has a probability in a range", in: panes, unavailable: noLabels),
        Action(
            .browse(.agreement), [.char("B")], "A or B right",
            "List the images that only B gets right, only A, neither, both, or all again; A is the compare page's",
            in: panes, unavailable: noLabels),
        Action(
            .browse(.likelyErrors), [.char("E")], "label errors",
            "List the images whose label is likely wrong, under A and B: taken for a class as surely as its own are",
            in: panes, unavailable: noLabels),
    ]

    private static let whileBrowsing: [Action] = [
        Action(.accept, [.enter], "keep", "Keep the range", in: [.range], hint: 0),
        Action(.accept, [.enter], "keep", "Keep the ranking; Esc leads back from it", in: [.search], hint: 0),
        Action(.cancel, [.escape], "take back", "Return to the list before", in: [.range, .search], hint: 1),
        Action(.accept, [.enter], "sort", "Sort by this order", in: [.orders], hint: 0),
        Action(.browse(.nextOrder), [.char("s")], "next", "Go to the next order", in: [.orders], hint: 1),
        Action(.accept, [.enter], "keep", "Keep the note; an empty one is none", in: [.note], hint: 0),
        Action(.cancel, [.escape], "take back", "Leave the note as it was", in: [.note], hint: 1),
    ]

    private static let notEmbedded: @Sendable (State) -> String? = { state in
        guard let image = state.browse.selected else { return "no image is selected" }
        return state.embeddings?.row(of: image) == nil ? "the image is not embedded yet" : nil
    }
}
