extension Context {
    static let learn = Context("Learn") { Action.ofLearning }
}

extension Action {
    static let ofLearning: [Action] = [
        Action(
            "learn.open", [.enter], "its images", "List the images of the class under the cursor", in: [.learn],
            hint: 0,
            unavailable: { nothingLearnt($0) ?? ($0.learnTable.selected == nil ? "no class is there yet" : nil) },
            does: { LearnPage.listImages(&$0) }),
        Action(
            "learn.begin", [.char("r")], "fit again", "Begin again what Esc has stopped", in: [.learn], hint: 6,
            unavailable: { nothingLearnt($0) ?? ($0.learnTable.stopped == nil ? "nothing was stopped" : nil) },
            does: { $0.learnTable.begin() }),
    ]

    private static let nothingLearnt: @Sendable (State) -> String? = { state in
        state.dataset != nil && state.labelColumn == nil ? "the dataset has no labels" : nil
    }
}
