extension SetComparison {
    package enum Command: String, CaseIterable, Sendable {
        case open, right, left, takeReference, chooseReference, otherSource, matrix
    }
}

extension Action {
    static let ofComparison: [Action] = [
        Action(
            .comparison(.open), [.enter], "its images", "List the images that the number under the cursor counts",
            in: [.comparison], hint: 0, unavailable: nothingCompared),
        Action(
            .comparison(.takeReference), [.char("A")], "A = as it is now",
            "Compare with the prompts as they are now; another model of A stays", in: [.comparison], hint: 1,
            unavailable: { $0.prompting.set.effective.entries.isEmpty ? "no template is on" : nil }),
        Action(
            .comparison(.chooseReference), [.char("c")], "choose A",
            "Choose what is compared with: a prompt set, another model, a run, or a file",
            in: [.comparison], hint: 2,
            unavailable: { $0.dataset == nil ? "the dataset is not open yet" : nil }),
        Action(
            .comparison(.right), [.right], "right", "Go to the next number, or to the list beside it",
            in: [.comparison], hint: 3, unavailable: nothingCompared),
        Action(
            .comparison(.left), [.left], "left", "Go to the number before, or to the list beside it",
            in: [.comparison], unavailable: nothingCompared),
        Action(
            .comparison(.matrix), [.char("d")], "difference",
            "Show the difference of the two confusion matrices, or the lists again", in: [.comparison], hint: 3,
            unavailable: nothingCompared),
        Action(.accept, [.enter], "make it A", "Compare with this", in: [.references], hint: 0),
        Action(
            .comparison(.otherSource), [.tab, .right], "models, runs",
            "Go on from the prompt sets to the models, and to the runs of this dataset", in: [.references], hint: 1),
        Action(
            .openFile, [.char("o")], "open a file", "Open a prompt set, or a run that eval --run wrote, by its path",
            in: [.references], hint: 1),
    ]

    private static let nothingCompared: @Sendable (State) -> String? = { state in
        if state.labelling == nil { return "the dataset has no labels" }
        return state.comparison.inquiry.answer?.comparison == nil ? "nothing is compared yet" : nil
    }
}
