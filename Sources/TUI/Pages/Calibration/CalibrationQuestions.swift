import Model

/// The reliability diagram, and the best temperature.
enum CalibrationQuestion: BackgroundQuestion {
    static let name = "calibration"

    static func answer(
        _ question: Calibration.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (Calibration.Answer) -> Void
    ) throws {
        try Calibration.Answer.find(question, isCancelled: isStale) { post($0) }
    }

    static func receive(_ answer: Calibration.Answer, generation: Int, _ state: inout State) {
        state.calibration.receive(
            answer, generation: generation, height: CalibrationPage.height(state))
    }
}

/// Another temperature than the model's.
enum TemperatureQuestion: BackgroundQuestion {
    static let name = "temperature"

    static func answer(
        _ question: Calibration.TrialQuestion, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (EvaluatedTemperature) -> Void
    ) throws {
        post(try EvaluatedTemperature(question.halves, temperature: question.temperature, isCancelled: isStale))
    }

    static func receive(_ answer: EvaluatedTemperature, generation: Int, _ state: inout State) {
        state.calibration.receive(answer, generation: generation)
    }
}
