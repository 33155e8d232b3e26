import Model

extension State {
    mutating func markTemplates() {
        promptTable.mark(from: cursorRow)
    }

    mutating func reverseTemplates() {
        promptTable.reverse()
        relistTemplates()
    }

    /// The line of the template under the cursor.
    var cursorRow: Int? { promptTable.order.firstIndex(of: promptEditor.cursor) }

    /// The lines that are marked.
    var markedRows: ClosedRange<Int>? {
        guard page == .prompts, let anchor = promptTable.anchor, let row = cursorRow else { return nil }
        return min(anchor, row)...max(anchor, row)
    }

    /// Places in the set of the templates that are marked.
    private var markedTemplates: [Int]? { markedRows.map { Array(promptTable.order[$0]) } }

    /// What "all" means: what is marked, what is listed on the prompts page, elsewhere the whole set.
    var allTemplates: [Int] {
        guard page == .prompts else { return Array(promptEditor.set.entries.indices) }
        return markedTemplates ?? promptTable.order
    }

    /// The template under the cursor, or those that are marked.
    var chosenTemplates: [Int] { markedTemplates ?? [promptEditor.cursor] }

    mutating func switchTemplates(_ what: String, _ isOn: (Bool) -> Bool) {
        let templates = allTemplates
        changePrompts(what) { set in
            for index in templates { set.entries[index].isOn = isOn(set.entries[index].isOn) }
        }
        promptTable.unmark()
    }

    /// Several become what the one under the cursor becomes.
    mutating func toggleChosen() {
        guard let marked = markedTemplates, let entry = promptEditor.current else { return toggle(promptEditor.cursor) }
        changePrompts(entry.isOn ? "switch \(marked.count) off" : "switch \(marked.count) on") { set in
            for index in marked { set.entries[index].isOn = !entry.isOn }
        }
        promptTable.unmark()
    }

    mutating func moveTemplate(by step: Int) {
        let index = promptEditor.cursor
        guard promptEditor.set.entries.indices.contains(index + step) else { return }
        changePrompts("move template") { $0.entries.swapAt(index, index + step) }
        selectTemplate(index + step)
        relistTemplates()
    }

    // MARK: Listing

    mutating func sortTemplates(step: Int) {
        promptTable.sort(step: step)
        relistTemplates()
        if let first = promptTable.order.first { selectTemplate(first) }
    }

    mutating func sortTemplates(by column: PromptTable.Column) {
        promptTable.sort(by: column)
        relistTemplates()
    }

    mutating func filterTemplates(_ text: String) {
        promptTable.filter(text)
        relistTemplates()
    }

    mutating func relistTemplates() {
        promptTable.list(promptEditor.set.entries, keeping: promptEditor.edit?.index)
        if cursorRow == nil, let first = promptTable.order.first { selectTemplate(first) }
        keepTemplateInSight()
    }

    mutating func keepTemplateInSight() {
        if let cursorRow { promptTable.keepInSight(row: cursorRow, height: PromptsPage.height(self)) }
    }

    mutating func moveInTable(by step: Int) {
        switch promptTable.side {
        case .templates:
            let order = promptTable.order
            guard !order.isEmpty else { return }
            selectTemplate(order[max(0, min((cursorRow ?? 0) + step, order.count - 1))])
            keepTemplateInSight()
        case .classNames:
            promptTable.moveNames(by: step, count: namedCount, height: PromptsPage.height(self))
        }
    }

    // MARK: Questions

    /// What the page asks of other threads.
    mutating func newPromptWork() -> [Work] {
        // Switches leave every line where it is; so does what is typed.
        let templates = promptEditor.set.entries.map(\.template)
        if templates != promptTable.listed, promptEditor.edit == nil || templates.count != promptTable.listed?.count {
            relistTemplates()
        }
        keepTemplateInSight()
        promptTable.moveNames(by: 0, count: namedCount, height: PromptsPage.height(self))
        return newContributions() + newTokens() + newFindings()
    }

    private mutating func newContributions() -> [Work] {
        guard promptEditor.edit == nil else {
            return promptTable.interruptContributions() ? [.stop(ContributionsQuestion.self)] : []
        }
        guard let prompts = evaluatedPrompts, scores.current?.request.generation == scores.generation,
            scores.current?.hasAllTemplates == true
        else { return [] }
        return promptTable.ask(prompts).map { [.ask(ContributionsQuestion.self, $0)] } ?? []
    }

    /// Nil before everything is known that they are evaluated on.
    var evaluatedPrompts: EvaluatedPrompts? {
        guard isModelReady, let labelColumn, let embeddings, embedding?.isFinished == true else { return nil }
        let choice = ClassChoice(labelColumn.classes, promptEditor.set)
        let entries = promptEditor.set.entries.filter { !$0.template.isBlank }
        guard !entries.isEmpty, !choice.offered.isEmpty else { return nil }
        return EvaluatedPrompts(
            entries: entries, names: choice.classes.map(promptEditor.set.names(of:)), choice: choice,
            labelColumn: labelColumn, images: embeddings, model: modelKey)
    }

    private mutating func newTokens() -> [Work] {
        guard isModelReady, let prompt = promptAtCursor else { return [] }
        let question = PromptTokens.Question(prompt: prompt, model: modelKey)
        return promptTable.ask(question).map { [.ask(TokensQuestion.self, $0)] } ?? []
    }

    /// The template under the cursor, for the class of the selected image, or for the class under the cursor.
    var promptAtCursor: String? {
        guard let template = promptEditor.current?.template else { return nil }
        guard let classes = labelColumn?.classes, !classes.isEmpty else { return template.text }
        let label = browse.selected.flatMap { trueLabel(of: $0) } ?? 0
        let named = promptTable.side == .classNames ? namedLabel : nil
        return template.prompt(for: promptEditor.set.names(of: named ?? classes[label]).first ?? "")
    }

    private mutating func newFindings() -> [Work] {
        guard isModelReady, !promptEditor.set.entries.isEmpty else { return [] }
        let question = PromptFindings.Question(
            entries: promptEditor.set.entries.map(\.template), classNames: promptEditor.set.classNames,
            hidden: promptEditor.set.hidden, added: promptEditor.set.added, classes: labelColumn?.classes ?? [],
            others: dataset?.labelColumns.flatMap(\.classes) ?? [], model: modelKey)
        return promptTable.ask(question).map { [.ask(FindingsQuestion.self, $0)] } ?? []
    }
}

/// What each template does for the ensemble, template by template.
enum ContributionsQuestion: BackgroundQuestion {
    static let name = "contributions"

    static func answer(
        _ question: EvaluatedPrompts, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (Contributions.Update) -> Void
    ) throws {
        guard let bench, bench.isOf(model: question.model) else { return }
        let sums = try question.sums(
            bench.templates, progress: { post(.encoded($0, of: question.entries.count)) }, isCancelled: isStale)
        let contributions = try TemplateContributions(
            sums, isOn: question.entries.map(\.isOn), images: question.evaluatedImages,
            logitScale: bench.model.logitScale, isCancelled: isStale)
        _ = try contributions.all(found: { post(.found($0)) }, isCancelled: isStale)
        post(.finished)
    }

    static func receive(_ answer: Contributions.Update, generation: Int, _ state: inout State) {
        state.promptTable.receive(answer, generation: generation)
    }
}

/// The word pieces of the prompt under the cursor.
enum TokensQuestion: BackgroundQuestion {
    static let name = "tokens"

    static func answer(
        _ question: PromptTokens.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (PromptTokens) -> Void
    ) throws {
        if let bench { post(PromptTokens(question.prompt, bench.model.tokenizer)) }
    }

    static func receive(_ answer: PromptTokens, generation: Int, _ state: inout State) {
        state.promptTable.receive(answer, generation: generation)
    }
}

/// What is odd about the templates.
enum FindingsQuestion: BackgroundQuestion {
    static let name = "lint"

    static func answer(
        _ question: PromptFindings.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (PromptFindings) -> Void
    ) throws {
        if let bench { post(try PromptFindings(question, bench.model.tokenizer, isCancelled: isStale)) }
    }

    static func receive(_ answer: PromptFindings, generation: Int, _ state: inout State) {
        state.promptTable.receive(answer, generation: generation)
    }
}
