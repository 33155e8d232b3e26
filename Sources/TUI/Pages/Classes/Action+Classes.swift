extension Context {
    static let classTable = Context("Classes") { Action.ofClasses }
}

extension Action {
    static let ofClasses: [Action] = [
        Action(
            "classes.open", [.enter], "its images", "List the images of the class", in: [.classTable], hint: 0,
            unavailable: noClass, does: { ClassesPage.listImages(.truth, nil, &$0) }),
        Action(
            "classes.openWrong", [.char("w")], "its wrong ones", "List the misclassified images of the class",
            in: [.classTable], hint: 1,
            unavailable: {
                noClass($0) ?? ($0.classTable.selectedFigures?.wrong == 0 ? "all its images are right" : nil)
            },
            does: { ClassesPage.listImages(.truth, .wrong, &$0) }),
        Action(
            "classes.openTaken", [.char("W")], "taken for it",
            "List the images of other classes that are taken for this one", in: [.classTable], hint: 4,
            unavailable: { noClass($0) ?? ($0.classTable.selectedFigures?.wronglyTaken == 0 ? "no image is" : nil) },
            does: { ClassesPage.listImages(.predicted, .wrong, &$0) }),
        Action(
            "classes.nextColumn", [.char("s"), .right], "sort", "Sort by the next column; a click on a heading too",
            in: [.classTable], hint: 2, unavailable: noClass,
            does: { $0.classTable.sort(step: 1, height: ClassesPage.height($0)) }),
        Action(
            "classes.previousColumn", [.left], "sort back", "Sort by the column before", in: [.classTable],
            unavailable: noClass, does: { $0.classTable.sort(step: -1, height: ClassesPage.height($0)) }
        ).unlisted,
        Action(
            "classes.reverse", [.char("r")], "reverse", "Turn the order round", in: [.classTable], hint: 3,
            unavailable: noClass, does: { $0.classTable.reverse(height: ClassesPage.height($0)) }),
        Action(
            "classes.mark", [.char("v")], "mark",
            "Mark the class, or not: v on the confusion page then shows the marked classes", in: [.classTable],
            unavailable: noClass, does: { $0.classTable.mark() }),
    ]

    private static let noClass: @Sendable (State) -> String? = { state in
        if state.labelColumn == nil { return "the dataset has no labels" }
        return state.classTable.selected == nil ? "the figures are not there yet" : nil
    }
}
