extension Context {
    static let calibration = Context("Calibration") { Action.ofCalibration }
}

extension Action {
    static let ofCalibration: [Action] = [
        Action(
            "calibration.open", [.enter], "its images",
            "List the images of the bin under the cursor, or those below the threshold", in: [.calibration], hint: 0,
            unavailable: nothingKnown, does: { state in state.calibration.chosenImages.map { state.showImages($0) } }),
        Action(
            "calibration.warmer", [.right], "warmer", "Try a higher temperature: less sure", in: [.calibration],
            hint: 1, unavailable: nothingKnown,
            does: { $0.calibration.moveTemperature(by: Calibration.temperatureStep) }),
        Action(
            "calibration.colder", [.left], "colder", "Try a lower temperature: surer", in: [.calibration], hint: 2,
            unavailable: nothingKnown, does: { $0.calibration.moveTemperature(by: 1 / Calibration.temperatureStep) }),
        Action(
            "calibration.higherThreshold", [.char("]")], "threshold up",
            "Raise the threshold below which an image is none of the classes", in: [.calibration], hint: 3,
            unavailable: nothingKnown, does: { $0.calibration.moveThreshold(by: 1) }),
        Action(
            "calibration.lowerThreshold", [.char("[")], "down", "Lower the threshold", in: [.calibration], hint: 4,
            unavailable: nothingKnown, does: { $0.calibration.moveThreshold(by: -1) }),
        Action(
            "calibration.otherScore", [.char("c")], "score",
            "Set the threshold on the cosine, on a SigLIP's sigmoid, or on the probability", in: [.calibration],
            hint: 6,
            unavailable: nothingKnown, does: { $0.calibration.nextScore() }),
        Action(
            "calibration.fittedTemperature", [.char("f")], "fitted",
            "Try the best temperature of one half of the images", in: [.calibration], hint: 7,
            unavailable: { state in
                nothingKnown(state)
                    ?? (state.calibration.inquiry.answer?.fitted == nil ? "it is not found yet" : nil)
            }, does: { $0.calibration.take(temperature: $0.calibration.inquiry.answer?.fitted?.temperature) }),
        Action(
            "calibration.ownTemperature", [.char("o")], "own", "Return to the model's own temperature",
            in: [.calibration], hint: 8,
            unavailable: { $0.calibration.temperature == nil ? "it is the model's" : nil },
            does: { $0.calibration.take(temperature: nil) }),
    ]

    private static let nothingKnown: @Sendable (State) -> String? = { state in
        if state.dataset != nil, state.labelColumn == nil { return "the dataset has no labels" }
        return state.calibration.inquiry.answer == nil ? "nothing is known yet" : nil
    }
}
