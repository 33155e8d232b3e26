extension Context {
    static let comparison = Context("Compare") { Action.ofComparison }
}

extension Action {
    static let ofComparison: [Action] = [
        Action(
            "compare.open", [.enter], "its images", "List the images that the number under the cursor counts",
            in: [.comparison], hint: 0, unavailable: nothingCompared, does: { ComparePage.listImages(&$0) }),
        Action(
            "compare.takeReference", [.char("A")], "A = as it is now",
            "Compare with the prompts as they are now; another model of A stays", in: [.comparison], hint: 1,
            unavailable: { $0.promptEditor.set.effective.entries.isEmpty ? "no template is on" : nil },
            does: { $0.compareWithPrompts() }),
        Action(
            "compare.chooseReference", [.char("c")], "choose A",
            "Choose what is compared with: a prompt set, another model, a run, or a file",
            in: [.comparison], hint: 2,
            unavailable: { $0.dataset == nil ? "the dataset is not open yet" : nil }, begins: { $0.openReferences() }),
        Action(
            "compare.right", [.right], "right", "Go to the next number, or to the list beside it",
            in: [.comparison], hint: 3, unavailable: nothingCompared,
            does: { $0.comparison.move(sideways: 1, in: ComparePage.room($0)) }
        ).unlisted,
        Action(
            "compare.left", [.left], "left", "Go to the number before, or to the list beside it",
            in: [.comparison], unavailable: nothingCompared,
            does: { $0.comparison.move(sideways: -1, in: ComparePage.room($0)) }
        ).unlisted,
        Action(
            "compare.matrix", [.char("d")], "difference",
            "Show the difference of the two confusion matrices, or the lists again", in: [.comparison], hint: 3,
            unavailable: nothingCompared, does: { ComparePage.switchView(.matrix, &$0) }),
        Action(
            "compare.prompts", [.char("v")], "prompts",
            "Show the templates and class names of A and B beside each other, or the lists again", in: [.comparison],
            hint: 2, unavailable: nothingCompared, does: { ComparePage.switchView(.prompts, &$0) }),
        Action(
            "compare.swap", [.char("x")], "swap",
            "Let A and B change places: the prompts become those of A, which can be undone", in: [.comparison], hint: 4,
            unavailable: notSwappable, does: { $0.swapSides() }),
    ]

    private static let notSwappable: @Sendable (State) -> String? = { state in
        if state.comparison.reference.evaluate != .modelAtWork { return "A has another model" }
        return state.comparison.reference.set == state.promptEditor.set ? "A and B are the same" : nil
    }

    private static let nothingCompared: @Sendable (State) -> String? = { state in
        if state.labelColumn == nil { return "the dataset has no labels" }
        return state.comparison.inquiry.answer?.comparison == nil ? "nothing is compared yet" : nil
    }
}
