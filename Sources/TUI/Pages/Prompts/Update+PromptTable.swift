import Model

extension State {
    mutating func markTemplates() {
        promptTable.anchor = promptTable.anchor == nil ? cursorRow : nil
    }

    mutating func reverseTemplates() {
        promptTable.isDescending.toggle()
        relistTemplates()
    }

    /// The line of the template under the cursor.
    var cursorRow: Int? { promptTable.order.firstIndex(of: prompting.cursor) }

    /// The lines that are marked.
    var markedRows: ClosedRange<Int>? {
        guard page == .prompts, let anchor = promptTable.anchor, let row = cursorRow else { return nil }
        return min(anchor, row)...max(anchor, row)
    }

    /// Places in the set of the templates that are marked.
    private var markedTemplates: [Int]? { markedRows.map { Array(promptTable.order[$0]) } }

    /// What "all" means: what is marked, what is listed on the prompts page, elsewhere the whole set.
    var allTemplates: [Int] {
        guard page == .prompts else { return Array(prompting.set.entries.indices) }
        return markedTemplates ?? promptTable.order
    }

    /// The template under the cursor, or those that are marked.
    var chosenTemplates: [Int] { markedTemplates ?? [prompting.cursor] }

    mutating func switchTemplates(_ what: String, _ isOn: (Bool) -> Bool) {
        let templates = allTemplates
        changePrompts(what) { set in
            for index in templates { set.entries[index].isOn = isOn(set.entries[index].isOn) }
        }
        promptTable.anchor = nil
    }

    /// Several become what the one under the cursor becomes.
    mutating func toggleChosen() {
        guard let marked = markedTemplates, let entry = prompting.current else { return toggle(prompting.cursor) }
        changePrompts(entry.isOn ? "switch \(marked.count) off" : "switch \(marked.count) on") { set in
            for index in marked { set.entries[index].isOn = !entry.isOn }
        }
        promptTable.anchor = nil
    }

    mutating func moveTemplate(by step: Int) {
        let index = prompting.cursor
        guard prompting.set.entries.indices.contains(index + step) else { return }
        changePrompts("move template") { $0.entries.swapAt(index, index + step) }
        selectTemplate(index + step)
        relistTemplates()
    }

    // MARK: Listing

    mutating func sortTemplates(step: Int) {
        let columns = PromptTable.Column.allCases
        let index = columns.firstIndex(of: promptTable.column)! + step
        sortTemplates(by: columns[(index + columns.count) % columns.count])
    }

    /// By the same column again: the other way round.
    mutating func sortTemplates(by column: PromptTable.Column) {
        promptTable.isDescending =
            column == promptTable.column ? !promptTable.isDescending : column.isDescendingFirst
        promptTable.column = column
        relistTemplates()
    }

    mutating func filterTemplates(_ text: String) {
        promptTable.filter = text
        relistTemplates()
    }

    mutating func relistTemplates() {
        promptTable.list(prompting.set.entries, keeping: prompting.edit?.index)
        if cursorRow == nil, let first = promptTable.order.first { selectTemplate(first) }
        keepTemplateInSight()
    }

    mutating func keepTemplateInSight() {
        guard let row = cursorRow else { return }
        let height = PromptsPage.height(self)
        promptTable.top = min(max(promptTable.top, row - height + 1), row)
        promptTable.top = max(0, min(promptTable.top, promptTable.order.count - height))
    }

    mutating func moveInTable(by step: Int) {
        switch promptTable.side {
        case .templates:
            let order = promptTable.order
            guard !order.isEmpty else { return }
            selectTemplate(order[max(0, min((cursorRow ?? 0) + step, order.count - 1))])
            keepTemplateInSight()
        case .classNames:
            promptTable.names.move(
                to: promptTable.names.cursor + step, count: namedCount, height: PromptsPage.height(self))
        }
    }

    // MARK: Questions

    /// What the page asks of other threads.
    mutating func newPromptWork() -> [Work] {
        // Switches leave every line where it is; so does what is typed.
        let templates = prompting.set.entries.map(\.template)
        if templates != promptTable.listed, prompting.edit == nil || templates.count != promptTable.listed?.count {
            relistTemplates()
        }
        keepTemplateInSight()
        promptTable.names.move(
            to: promptTable.names.cursor, count: namedCount, height: PromptsPage.height(self))
        return newContributions() + newTokens() + newFindings()
    }

    private mutating func newContributions() -> [Work] {
        guard prompting.edit == nil else {
            return promptTable.contributions.interrupt() ? [.stop(ContributionsQuestion.self)] : []
        }
        guard let prompts = judgedPrompts, scores.current?.request.generation == scores.generation,
            scores.current?.hasAllTemplates == true
        else { return [] }
        return promptTable.contributions.ask(prompts).map { [.ask(ContributionsQuestion.self, $0)] } ?? []
    }

    /// Nil before everything is known that they are judged on.
    var judgedPrompts: JudgedPrompts? {
        guard isModelReady, let labelling, let embeddings, embedding?.isFinished == true else { return nil }
        let choice = ClassChoice(labelling.classes, prompting.set)
        let entries = prompting.set.entries.filter { !$0.template.isBlank }
        guard !entries.isEmpty, !choice.offered.isEmpty else { return nil }
        return JudgedPrompts(
            entries: entries, names: choice.classes.map(prompting.set.names(of:)), choice: choice,
            labelling: labelling, images: embeddings, model: fingerprint ?? modelName)
    }

    private mutating func newTokens() -> [Work] {
        guard isModelReady, let prompt = promptAtCursor else { return [] }
        let question = PromptTokens.Question(prompt: prompt, model: fingerprint ?? modelName)
        return promptTable.tokens.ask(question).map { [.ask(TokensQuestion.self, $0)] } ?? []
    }

    /// The template under the cursor, for the class of the selected image, or for the class under the cursor.
    var promptAtCursor: String? {
        guard let template = prompting.current?.template else { return nil }
        guard let classes = labelling?.classes, !classes.isEmpty else { return template.text }
        let label = browse.selected.flatMap { trueLabel(of: $0) } ?? 0
        let named = promptTable.side == .classNames ? namedLabel : nil
        return template.prompt(for: prompting.set.names(of: named ?? classes[label]).first ?? "")
    }

    private mutating func newFindings() -> [Work] {
        guard isModelReady, !prompting.set.entries.isEmpty else { return [] }
        let question = PromptFindings.Question(
            entries: prompting.set.entries.map(\.template), classNames: prompting.set.classNames,
            hidden: prompting.set.hidden, added: prompting.set.added, classes: labelling?.classes ?? [],
            others: dataset?.labellings.flatMap(\.classes) ?? [], model: fingerprint ?? modelName)
        return promptTable.findings.ask(question).map { [.ask(FindingsQuestion.self, $0)] } ?? []
    }
}

/// What each template does for the ensemble, template by template.
enum ContributionsQuestion: BackgroundQuestion {
    static let name = "contributions"

    static func answer(
        _ question: JudgedPrompts, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (Contributions.News) -> Void
    ) throws {
        guard let bench, bench.fits(question) else { return }
        let sums = try question.sums(
            bench.templates, progress: { post(.encoded($0, of: question.entries.count)) }, isCancelled: isStale)
        let contributions = try TemplateContributions(
            sums, isOn: question.entries.map(\.isOn), images: question.judgedImages, isCancelled: isStale)
        _ = try contributions.all(found: { post(.found($0)) }, isCancelled: isStale)
        post(.finished)
    }

    static func receive(_ answer: Contributions.News, generation: Int, _ state: inout State) {
        state.promptTable.contributions.receive(answer, generation: generation)
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
        _ = state.promptTable.tokens.receive(answer, generation: generation)
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
        _ = state.promptTable.findings.receive(answer, generation: generation)
    }
}
