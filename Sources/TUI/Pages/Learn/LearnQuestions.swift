import Model

/// What labelled images teach: a probe, then the few-shot curve.
enum LearnQuestion: BackgroundQuestion {
    static let name = "learn"

    static func answer(
        _ question: LearnTable.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (LearnTable.Update) -> Void
    ) throws {
        let pace = Pace(every: .milliseconds(100))
        var clock = StepClock()
        do {
            try LearnedFromImages.find(
                EvaluatedImages(question.images, labels: question.choice.rows(of: question.labelColumn.labels)),
                of: question.dataset, prompts: question.prompts,
                report: { progress in
                    let left = clock.secondsLeft(progress)
                    if pace.isDue { post(.progress(progress, secondsLeft: left)) }
                }, isCancelled: isStale, found: { post(.found($0)) })
        } catch let error where !(error is CancellationError) {
            post(.failed(Model.message(of: error)))
        }
    }

    static func receive(_ answer: LearnTable.Update, generation: Int, _ state: inout State) {
        state.learnTable.receive(answer, generation: generation)
    }
}

/// How long it will take, by what it took so far.
struct StepClock {
    private var begin: ContinuousClock.Instant?
    private var first = 0
    private var isCurve = false

    /// Nil before two seconds of the same kind of work.
    mutating func secondsLeft(_ progress: LearnedFromImages.Progress) -> Double? {
        let (done, total, isCurve): (Int, Int, Bool)
        switch progress {
        case .probe(let some, let all): (done, total, isCurve) = (some, all, false)
        case .curve(let some, let all): (done, total, isCurve) = (some, all, true)
        }
        guard let begin, isCurve == self.isCurve else {
            (self.begin, first, self.isCurve) = (.now, done, isCurve)
            return nil
        }
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        guard seconds > 2, done > first else { return nil }
        return seconds / Double(done - first) * Double(total - done)
    }
}

/// The prompts beside it: what they are worth, and every class.
enum WorthQuestion: BackgroundQuestion {
    static let name = "worth"

    static func answer(
        _ question: LearnTable.Beside, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (Result<PromptsBesideImages, LearnTable.Failure>) -> Void
    ) throws {
        guard let weights = question.evaluation.weights else { return }
        do {
            post(
                .success(
                    try question.learned.images.beside(
                        weights, dataset: question.learned.question.dataset.name, isChosenOn: question.isChosenOn,
                        isCancelled: isStale)))
        } catch let error where !(error is CancellationError) {
            post(.failure(LearnTable.Failure(reason: Model.message(of: error))))
        }
    }

    static func receive(
        _ answer: Result<PromptsBesideImages, LearnTable.Failure>, generation: Int, _ state: inout State
    ) {
        state.learnTable.receive(answer, generation: generation, height: LearnPage.height(state))
    }
}

/// Prompts and images together, fitted anew for every edit.
enum WithPromptsQuestion: BackgroundQuestion {
    static let name = "prompts and images"

    static func answer(
        _ question: LearnTable.Beside, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (LearnTable.WithPrompts) -> Void
    ) throws {
        guard let prompts = question.evaluation.classifier else { return }
        let pace = Pace(every: .milliseconds(100))
        do {
            post(
                .found(
                    try question.learned.images.withPrompts(
                        prompts, isChosenOn: question.isChosenOn,
                        report: { if pace.isDue { post(.progress(done: $0, of: $1)) } }, isCancelled: isStale)))
        } catch let error where !(error is CancellationError) {
            post(.failed(Model.message(of: error)))
        }
    }

    static func receive(_ answer: LearnTable.WithPrompts, generation: Int, _ state: inout State) {
        state.learnTable.receive(answer, generation: generation)
    }
}
