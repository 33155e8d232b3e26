extension SetComparison {
    package enum Command: String, CaseIterable, Sendable {
        case open, right, left, takeReference, chooseReference
    }
}

extension Action {
    static let ofComparison: [Action] = [
        Action(
            .comparison(.open), [.enter], "its images", "List the images that the number under the cursor counts",
            in: [.comparison], hint: 0, unavailable: nothingCompared),
        Action(
            .comparison(.takeReference), [.char("A")], "A = as it is now",
            "Compare with the prompts as they are now", in: [.comparison], hint: 1,
            unavailable: { $0.prompting.set.effective.entries.isEmpty ? "no template is on" : nil }),
        Action(
            .comparison(.chooseReference), [.char("c")], "choose A", "Choose the prompt set that is compared with",
            in: [.comparison], hint: 2,
            unavailable: { $0.dataset == nil ? "the dataset is not open yet" : nil }),
        Action(
            .comparison(.right), [.right], "right", "Go to the next number, or to the list beside it",
            in: [.comparison], hint: 3, unavailable: nothingCompared),
        Action(
            .comparison(.left), [.left], "left", "Go to the number before, or to the list beside it",
            in: [.comparison], unavailable: nothingCompared),
        Action(.accept, [.enter], "make it A", "Compare with this set", in: [.references], hint: 0),
    ]

    private static let nothingCompared: @Sendable (State) -> String? = { state in
        if state.labelling == nil { return "the dataset has no labels" }
        return state.comparison.inquiry.answer?.comparison == nil ? "nothing is compared yet" : nil
    }
}
