extension ConfusionMap {
    package enum Command: String, CaseIterable, Sendable {
        case open, nextPair, previousPair, order, diagonal, mirror, left, right, pageLeft, pageRight, limit
    }
}

extension Action {
    static let ofConfusion: [Action] = [
        confusion(.open, [.enter], "its images", "List the images that the cell counts", hint: 0),
        confusion(
            .nextPair, [.char("n")], "next pair", "Go to the next pair of classes, the most confused first", hint: 1),
        confusion(.previousPair, [.char("N")], "pair before", "Go to the pair of classes before"),
        confusion(
            .order, [.char("s"), .char("o")], "order",
            "Order the classes as the dataset does, or so that those confused with one another stand together",
            hint: 2),
        confusion(
            .limit, [.char("v")], "some classes",
            "Show the classes marked on the classes page, or those that the row's class is confused with most, and all "
                + "others as one; or all again", hint: 3),
        confusion(.diagonal, [.char("d")], "diagonal", "Show or hide what is classified right", hint: 3),
        confusion(
            .mirror, [.char("x")], "other way round", "Go to the cell of the same classes the other way round", hint: 4),
        confusion(.right, [.right], "right", "Go to the next predicted class"),
        confusion(.left, [.left], "left", "Go to the predicted class before"),
        confusion(.pageRight, [.char(">")], "page right", "Go right by as many classes as are in sight"),
        confusion(.pageLeft, [.char("<")], "page left", "Go left by as many classes as are in sight"),
    ]

    private static func confusion(
        _ command: ConfusionMap.Command, _ keys: [Key], _ title: String, _ help: String, hint: Int? = nil
    ) -> Action {
        Action(.confusion(command), keys, title, help, in: [.confusion], hint: hint, unavailable: noMatrix)
    }

    private static let noMatrix: @Sendable (State) -> String? = { state in
        if state.labelling == nil { return "the dataset has no labels" }
        return state.confusionMap.cell == nil ? "the matrix is not there yet" : nil
    }
}
