import Model

extension State {
    mutating func openSelection() {
        // Of another set, or of other images.
        if let question = promptTable.selectionRun.inquiry.question, let now = selectionQuestion(question.method),
            question != now
        {
            promptTable.forgetSelection()
        }
        popup = SelectionPopup()
        showBestStep()
    }

    mutating func tryTemplates(_ method: TemplateSelection.Method) -> [Work] {
        guard let question = selectionQuestion(method) else { return [] }
        popup = SelectionPopup()
        let request = promptTable.ask(question)
        showBestStep()
        return request.map { [.ask(SelectionQuestion.self, $0)] } ?? []
    }

    private func selectionQuestion(_ method: TemplateSelection.Method) -> TemplateSelectionRun.Question? {
        guard let dataset, let prompts = evaluatedPrompts else { return nil }
        return TemplateSelectionRun.Question(
            prompts: prompts, method: method, dataset: dataset, chosenOn: promptEditor.set.chosenOn)
    }

    mutating func receive(_ update: TemplateSelectionRun.Update, generation: Int) {
        let isFinished = promptTable.receive(update, generation: generation)
        guard popup is SelectionPopup else { return }
        if isFinished { return showBestStep() }
        // The newest step stays in sight.
        changeList { $0.move(to: $1 - 1, count: $1, height: $2) }
    }

    private mutating func showBestStep() {
        let selectionRun = promptTable.selectionRun
        guard let best = selectionRun.selection?.best, let row = selectionRun.steps.firstIndex(of: best) else { return }
        changeList { $0.move(to: row, count: $1, height: $2) }
    }

    /// Stops what is under way, then closes.
    mutating func cancelSelection() -> [Work] {
        guard promptTable.selectionRun.inquiry.isWaiting else {
            popup = nil
            return []
        }
        promptTable.forgetSelection()
        return [.stop(SelectionQuestion.self)]
    }

    /// The step under the cursor becomes the ensemble; can be undone, like any edit.
    mutating func takeSelection(_ chooser: ListChooser) {
        let selectionRun = promptTable.selectionRun
        guard let question = selectionRun.inquiry.question, selectionRun.selection != nil,
            selectionRun.steps.indices.contains(chooser.cursor)
        else { return }
        let step = selectionRun.steps[chooser.cursor]
        let chosen = Set(step.templates)
        popup = nil
        changePrompts("\(question.method.rawValue) selection") { set in
            // Blank templates took no part.
            let places = set.entries.indices.filter { !set.entries[$0].template.isBlank }
            guard places.count == question.prompts.entries.count else { return }
            for (number, place) in places.enumerated() { set.entries[place].isOn = chosen.contains(number) }
            set.chosenOn = selectionRun.chosenOn
        }
        let halves =
            "\(Numbers.percent(step.chosenOn)) where chosen, \(Numbers.percent(step.reported)) on the other half"
        message = Message(text: "\(Numbers.counted(chosen.count, "template")): \(halves)", role: .strong)
    }
}

/// A search for better templates, step by step.
enum SelectionQuestion: BackgroundQuestion {
    static let name = "selection"

    static func answer(
        _ question: TemplateSelectionRun.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (TemplateSelectionRun.Update) -> Void
    ) throws {
        let prompts = question.prompts
        guard let bench, bench.isOf(model: prompts.model) else { return }
        let sums = try prompts.sums(
            bench.templates, progress: { post(.encoded($0, of: prompts.entries.count)) }, isCancelled: isStale)
        let images = prompts.evaluatedImages
        let halves = question.halves(of: images)
        post(.halves(question.chosenOn(halves, of: images)))
        let pace = Pace(every: .milliseconds(50))
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

    static func receive(_ answer: TemplateSelectionRun.Update, generation: Int, _ state: inout State) {
        state.receive(answer, generation: generation)
    }
}
