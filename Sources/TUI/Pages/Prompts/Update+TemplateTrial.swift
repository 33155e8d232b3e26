import Model
import Synchronization

extension State {
    mutating func openTrial() {
        // Of another set, or of other images.
        if let question = promptTable.trial.inquiry.question, let now = trialQuestion(question.method), question != now
        {
            promptTable.trial.forget()
        }
        popup = TrialPopup()
        showBestStep()
    }

    mutating func tryTemplates(_ method: TemplateSelection.Method) -> [Work] {
        guard let question = trialQuestion(method) else { return [] }
        popup = TrialPopup()
        let request = promptTable.trial.ask(question)
        showBestStep()
        return request.map { [.ask(TrialQuestion.self, $0)] } ?? []
    }

    private func trialQuestion(_ method: TemplateSelection.Method) -> TemplateTrial.Question? {
        guard let dataset, let prompts = judgedPrompts else { return nil }
        return TemplateTrial.Question(
            prompts: prompts, method: method, dataset: dataset, chosenOn: prompting.set.chosenOn)
    }

    mutating func receive(_ news: TemplateTrial.News, generation: Int) {
        let isFinished = promptTable.trial.receive(news, generation: generation)
        guard popup is TrialPopup else { return }
        if isFinished { return showBestStep() }
        // The newest step stays in sight.
        changeList { $0.move(to: $1 - 1, count: $1, height: $2) }
    }

    private mutating func showBestStep() {
        let trial = promptTable.trial
        guard let best = trial.selection?.best, let row = trial.steps.firstIndex(of: best) else { return }
        changeList { $0.move(to: row, count: $1, height: $2) }
    }

    /// Stops what is under way, then closes.
    mutating func cancelTrial() -> [Work] {
        guard promptTable.trial.inquiry.isWaiting else {
            popup = nil
            return []
        }
        promptTable.trial.forget()
        return [.stop(TrialQuestion.self)]
    }

    /// The step under the cursor becomes the ensemble; can be undone, like any edit.
    mutating func takeTrial(_ chooser: ListChooser) {
        let trial = promptTable.trial
        guard let question = trial.inquiry.question, trial.selection != nil,
            trial.steps.indices.contains(chooser.cursor)
        else { return }
        let step = trial.steps[chooser.cursor]
        let chosen = Set(step.templates)
        popup = nil
        changePrompts("\(question.method.rawValue) selection") { set in
            // Blank templates took no part.
            let places = set.entries.indices.filter { !set.entries[$0].template.isBlank }
            guard places.count == question.prompts.entries.count else { return }
            for (number, place) in places.enumerated() { set.entries[place].isOn = chosen.contains(number) }
            set.chosenOn = trial.chosenOn
        }
        let halves =
            "\(Numbers.percent(step.chosenOn)) where chosen, \(Numbers.percent(step.reported)) on the other half"
        message = Message(text: "\(Numbers.counted(chosen.count, "template")): \(halves)", role: .strong)
    }
}

/// A search for better templates, step by step.
enum TrialQuestion: BackgroundQuestion {
    static let name = "selection"

    static func answer(
        _ question: TemplateTrial.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (TemplateTrial.News) -> Void
    ) throws {
        let prompts = question.prompts
        guard let bench, bench.fits(prompts) else { return }
        let sums = try prompts.sums(
            bench.templates, progress: { post(.encoded($0, of: prompts.entries.count)) }, isCancelled: isStale)
        let images = prompts.judgedImages
        let halves = question.halves(of: images)
        post(.halves(question.chosenOn(halves, of: images)))
        let pace = Pace()
        let selection = try TemplateSearch(sums, images: images, halves: halves).run(
            question.method,
            report: { event in
                switch event {
                case .tried(let done, let total): if pace.isDue { post(.tried(done, of: total)) }
                case .step(let step): post(.step(step))
                }
            }, isCancelled: isStale)
        post(.finished(selection))
    }

    static func receive(_ answer: TemplateTrial.News, generation: Int, _ state: inout State) {
        state.receive(answer, generation: generation)
    }
}

/// Tells what changes thousands of times a second a few times a second.
private final class Pace: Sendable {
    private let told = Mutex<ContinuousClock.Instant?>(nil)
    private static let pause = Duration.milliseconds(50)

    var isDue: Bool {
        told.withLock { told in
            if let told, ContinuousClock.now - told < Self.pause { return false }
            told = .now
            return true
        }
    }
}
