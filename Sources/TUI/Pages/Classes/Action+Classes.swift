extension Context {
    static let classTable = Context("Classes") { Action.ofClasses }
}

extension Action {
    static let ofClasses: [Action] = [
        Action(
            "classes.open", [.enter], "its images", "List the images of the class", in: [.classTable], hint: 0,
            unavailable: noClass, does: { $0.openClass(.truth, nil) }),
        Action(
            "classes.openWrong", [.char("w")], "its wrong ones", "List the misclassified images of the class",
            in: [.classTable], hint: 1,
            unavailable: { noClass($0) ?? ($0.selectedFigures?.wrong == 0 ? "all its images are right" : nil) },
            does: { $0.openClass(.truth, .wrong) }),
        Action(
            "classes.openTaken", [.char("W")], "taken for it",
            "List the images of other classes that are taken for this one", in: [.classTable], hint: 4,
            unavailable: { noClass($0) ?? ($0.selectedFigures?.wronglyTaken == 0 ? "no image is" : nil) },
            does: { $0.openClass(.predicted, .wrong) }),
        Action(
            "classes.nextColumn", [.char("s"), .right], "sort", "Sort by the next column; a click on a heading too",
            in: [.classTable], hint: 2, unavailable: noClass, does: { $0.sortClasses(step: 1) }),
        Action(
            "classes.previousColumn", [.left], "sort back", "Sort by the column before", in: [.classTable],
            unavailable: noClass, does: { $0.sortClasses(step: -1) }
        ).unlisted,
        Action(
            "classes.reverse", [.char("r")], "reverse", "Turn the order round", in: [.classTable], hint: 3,
            unavailable: noClass, does: { $0.reverseClasses() }),
        Action(
            "classes.mark", [.char("v")], "mark",
            "Mark the class, or not: v on the confusion page then shows the marked classes", in: [.classTable],
            unavailable: noClass, does: { $0.markClass() }),
    ]

    private static let noClass: @Sendable (State) -> String? = { state in
        if state.labelling == nil { return "the dataset has no labels" }
        return state.classTable.selected == nil ? "the figures are not there yet" : nil
    }
}
