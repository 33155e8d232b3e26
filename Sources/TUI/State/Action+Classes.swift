extension ClassTable {
    package enum Command: String, CaseIterable, Sendable {
        case open, openWrong, openTaken, nextColumn, previousColumn, reverse, mark
    }
}

extension Action {
    static let ofClasses: [Action] = [
        Action(
            .classTable(.open), [.enter], "its images", "List the images of the class", in: [.classTable], hint: 0,
            unavailable: noClass),
        Action(
            .classTable(.openWrong), [.char("w")], "its wrong ones", "List the misclassified images of the class",
            in: [.classTable], hint: 1,
            unavailable: { noClass($0) ?? ($0.selectedFigures?.wrong == 0 ? "all its images are right" : nil) }),
        Action(
            .classTable(.openTaken), [.char("W")], "taken for it",
            "List the images of other classes that are taken for this one", in: [.classTable], hint: 4,
            unavailable: { noClass($0) ?? ($0.selectedFigures?.wronglyTaken == 0 ? "no image is" : nil) }),
        Action(
            .classTable(.nextColumn), [.char("s"), .right], "sort", "Sort by the next column; a click on a heading too",
            in: [.classTable], hint: 2, unavailable: noClass),
        Action(
            .classTable(.previousColumn), [.left], "sort back", "Sort by the column before", in: [.classTable],
            unavailable: noClass),
        Action(
            .classTable(.reverse), [.char("r")], "reverse", "Turn the order round", in: [.classTable], hint: 3,
            unavailable: noClass),
        Action(
            .classTable(.mark), [.char("v")], "mark",
            "Mark the class, or not: v on the confusion page then shows the marked classes", in: [.classTable],
            unavailable: noClass),
    ]

    private static let noClass: @Sendable (State) -> String? = { state in
        if state.labelling == nil { return "the dataset has no labels" }
        return state.classTable.selected == nil ? "the figures are not there yet" : nil
    }
}
