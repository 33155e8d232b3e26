extension Context {
    static let confusion = Context("Confusion") { Action.ofConfusion }
}

extension Action {
    static let ofConfusion: [Action] = [
        confusion(
            "confusion.open", [.enter], "its images", "List the images that the cell counts", hint: 0,
            does: { ConfusionPage.listImages(&$0) }),
        confusion(
            "confusion.nextPair", [.char("n")], "next pair", "Go to the next pair of classes, the most confused first",
            hint: 1, does: { ConfusionPage.movePair(by: 1, &$0) }),
        confusion(
            "confusion.previousPair", [.char("N")], "pair before", "Go to the pair of classes before",
            does: { ConfusionPage.movePair(by: -1, &$0) }),
        confusion(
            "confusion.order", [.char("s"), .char("o")], "order",
            "Order the classes as the dataset does, or so that those confused with one another stand together",
            hint: 2, does: { $0.confusionMap.nextOrder() }),
        confusion(
            "confusion.limit", [.char("v")], "some classes",
            "Show the classes marked on the classes page, or those that the row's class is confused with most, and all "
                + "others as one; or all again", hint: 3,
            does: { if !$0.confusionMap.showAll() { $0.confusionMap.limit(to: $0.classTable.marked) } }),
        confusion(
            "confusion.diagonal", [.char("d")], "diagonal", "Show or hide what is classified right", hint: 3,
            does: { $0.confusionMap.switchDiagonal() }),
        confusion(
            "confusion.mirror", [.char("x")], "other way round",
            "Go to the cell of the same classes the other way round", hint: 4,
            does: { $0.confusionMap.mirror(in: $0.layout.page) }),
        confusion(
            "confusion.right", [.right], "right", "Go to the next predicted class",
            does: { $0.confusionMap.move(down: 0, right: 1, in: $0.layout.page) }
        ).unlisted,
        confusion(
            "confusion.left", [.left], "left", "Go to the predicted class before",
            does: { $0.confusionMap.move(down: 0, right: -1, in: $0.layout.page) }
        ).unlisted,
        confusion(
            "confusion.pageRight", [.char(">")], "page right", "Go right by as many classes as are in sight",
            does: { ConfusionPage.movePage(right: 1, &$0) }
        ).unlisted,
        confusion(
            "confusion.pageLeft", [.char("<")], "page left", "Go left by as many classes as are in sight",
            does: { ConfusionPage.movePage(right: -1, &$0) }
        ).unlisted,
    ]

    private static func confusion(
        _ id: String, _ keys: [Key], _ title: String, _ help: String, hint: Int? = nil,
        does: @escaping @Sendable (inout State) -> Void
    ) -> Action {
        Action(id, keys, title, help, in: [.confusion], hint: hint, unavailable: noMatrix, does: does)
    }

    private static let noMatrix: @Sendable (State) -> String? = { state in
        if state.labelColumn == nil { return "the dataset has no labels" }
        return state.confusionMap.cell == nil ? "the matrix is not there yet" : nil
    }
}
