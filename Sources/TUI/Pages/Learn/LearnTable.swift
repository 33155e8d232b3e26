import Model

/// What the learn page remembers: what labelled images teach on this dataset, and the prompts beside it.
package struct LearnTable: Sendable {
    /// What is fitted; the words of the prompts do not matter to it.
    package struct Question: Equatable, Sendable {
        let dataset: Dataset
        let labelColumn: Dataset.LabelColumn
        let choice: ClassChoice
        let images: EmbeddingTable
        /// The model's fingerprint or name.
        let model: String
        /// Any for these classes.
        let prompts: ZeroShotClassifier

        package static func == (a: Question, b: Question) -> Bool {
            a.labelColumn.name == b.labelColumn.name && a.choice == b.choice && a.images.rows === b.images.rows
                && a.images.known == b.images.known && a.model == b.model
        }
    }

    package struct Learned: Sendable {
        let question: Question
        let images: LearnedFromImages
    }

    /// Prompts that are set beside what was learnt.
    package struct Beside: Equatable, Sendable {
        let learned: Learned
        let evaluation: Evaluation
        let chosenOn: ChosenOn?

        package static func == (a: Beside, b: Beside) -> Bool {
            a.learned.question == b.learned.question
                && (a.learned.images.curve == nil) == (b.learned.images.curve == nil)
                && a.evaluation.revision == b.evaluation.revision && a.chosenOn == b.chosenOn
        }

        func isChosenOn(_ image: Int) -> Bool {
            chosenOn?.contains(learned.question.dataset.images[image].path) ?? false
        }
    }

    package enum Update: Sendable {
        case progress(LearnedFromImages.Progress, secondsLeft: Double?)
        case found(LearnedFromImages)
        case failed(String)
    }

    package enum WithPrompts: Sendable {
        case progress(done: Int, of: Int)
        case found([PromptsBesideImages.Method])
        case failed(String)
    }

    private(set) var inquiry = Inquiry<Question, LearnedFromImages>()
    private(set) var beside = Inquiry<Beside, Result<PromptsBesideImages, Failure>>()
    private(set) var withPrompts = Inquiry<Beside, [PromptsBesideImages.Method]>()
    /// How far the fitting is.
    private(set) var progress: (LearnedFromImages.Progress, secondsLeft: Double?)?
    private(set) var progressWithPrompts: (done: Int, of: Int)?
    /// Of the question on the screen.
    private(set) var learned: Learned?
    /// Why nothing can be learnt here.
    private(set) var failure: String?
    /// Why prompts and images together were not fitted.
    private(set) var failureWithPrompts: String?
    private(set) var position = ListPosition()
    /// Fitting was stopped by the user and not begun again.
    private(set) var stopped: Question?
    /// Whole ones of this session, the newest last.
    private var kept: [Learned] = []
    private var leaves = false

    package struct Failure: Error, Sendable {
        let reason: String
    }

    /// Label columns, models and sets of classes that are found again at once.
    private static let mostKept = 4

    /// That the figures are of.
    var choice: ClassChoice? { learned?.question.choice }

    var isFitting: Bool { inquiry.isWaiting }

    var shown: PromptsBesideImages? { beside.answer.flatMap { try? $0.get() } }

    var selected: PromptsBesideImages.OfClass? {
        guard let classes = shown?.classes, classes.indices.contains(position.cursor) else { return nil }
        return classes[position.cursor]
    }
}

// MARK: - What changes it

extension LearnTable {
    mutating func ask(_ question: Question) -> Request<Question>? {
        if question != inquiry.question {
            leaves = leaves || inquiry.isWaiting
            inquiry.forget()
            (progress, learned, failure) = (nil, kept.last { $0.question == question }, nil)
            beside.forget()
            forgetWithPrompts()
            position = ListPosition()
            if let learned {
                _ = inquiry.ask(learned.question).map { inquiry.receive(learned.images, generation: $0.generation) }
            }
        }
        guard stopped != question else { return nil }
        stopped = nil
        let request = inquiry.ask(question)
        if request != nil { leaves = false }
        return request
    }

    mutating func receive(_ update: Update, generation: Int) {
        guard inquiry.isWaiting(for: generation), let question = inquiry.question else { return }
        switch update {
        case .progress(let progress, let left): self.progress = (progress, left)
        case .found(let images):
            let found = Learned(question: question, images: images)
            learned = found
            guard images.curve != nil else { return }
            _ = inquiry.receive(images, generation: generation)
            progress = nil
            kept = (kept.filter { $0.question != question } + [found]).suffix(Self.mostKept)
        case .failed(let reason):
            failure = reason
            inquiry.finish(generation: generation)
            progress = nil
        }
    }

    mutating func ask(beside question: Beside) -> Request<Beside>? { beside.ask(question) }

    mutating func receive(_ answer: Result<PromptsBesideImages, Failure>, generation: Int, height: Int) {
        let label = selected?.label
        guard beside.receive(answer, generation: generation) else { return }
        // The cursor stays on its class; nobody has moved it while it is on the first.
        if position.cursor > 0, let row = shown?.classes.firstIndex(where: { $0.label == label }) {
            position.cursor = row
        }
        move(by: 0, height: height)
    }

    mutating func ask(withPrompts question: Beside) -> Request<Beside>? {
        let request = withPrompts.ask(question)
        if request != nil { (progressWithPrompts, failureWithPrompts) = (nil, nil) }
        return request
    }

    mutating func receive(_ answer: WithPrompts, generation: Int) {
        guard withPrompts.isWaiting(for: generation) else { return }
        switch answer {
        case .progress(let done, let total): progressWithPrompts = (done, total)
        case .found(let methods):
            _ = withPrompts.receive(methods, generation: generation)
            progressWithPrompts = nil
        case .failed(let reason):
            failureWithPrompts = reason
            withPrompts.finish(generation: generation)
            progressWithPrompts = nil
        }
    }

    /// What is on its way of prompts and images together is not wanted any more; what is known stays.
    /// - Returns: false where nothing is.
    mutating func interruptWithPrompts() -> Bool {
        guard withPrompts.isWaiting else { return false }
        forgetWithPrompts()
        return true
    }

    /// Fitting stops until it is begun again.
    /// - Returns: false where nothing is under way.
    mutating func stop() -> Bool {
        guard inquiry.isWaiting, let question = inquiry.question else { return false }
        stopped = question
        inquiry.forget()
        (progress, leaves) = (nil, true)
        return true
    }

    mutating func begin() { stopped = nil }

    /// Whether work under way is to be stopped, once.
    mutating func takeLeft() -> Bool {
        defer { leaves = false }
        return leaves
    }

    /// There is nothing to learn from.
    mutating func forget() {
        leaves = leaves || inquiry.isWaiting
        inquiry.forget()
        beside.forget()
        forgetWithPrompts()
        (learned, failure, progress) = (nil, nil, nil)
    }

    private mutating func forgetWithPrompts() {
        withPrompts.forget()
        (progressWithPrompts, failureWithPrompts) = (nil, nil)
    }

    /// - Parameter height: lines in sight.
    mutating func move(by step: Int, height: Int) {
        position.move(to: position.cursor + step, count: shown?.classes.count ?? 0, height: height)
    }

    mutating func scroll(by step: Int, height: Int) {
        position.scroll(by: step, count: shown?.classes.count ?? 0, height: height)
    }

    mutating func point(at row: Int, height: Int) { move(by: row - position.cursor, height: height) }
}
