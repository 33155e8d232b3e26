import Model

/// What the prompts page remembers: the templates in the order that they are listed, and what each does for the ensemble.
/// The cursor is that of the prompts, wherever they are shown.
package struct PromptTable: Sendable {
    /// What the page lists.
    package enum Side: Sendable { case templates, classNames }

    package enum Column: String, CaseIterable, Sendable {
        /// As they stand in the set.
        case place = "set"
        /// What it brings to the ensemble.
        case helps
        case alone
        case change = "top-1"
        case flips
        case template

        var isDescendingFirst: Bool { self != .place && self != .template }
    }

    package private(set) var side = Side.templates
    package private(set) var contributions = Contributions()
    package private(set) var column = Column.place
    package private(set) var isDescending = false
    package private(set) var filter = ""
    /// Places in the set of the templates that are listed.
    package private(set) var order: [Int] = []
    /// The line that a range is marked from.
    package private(set) var anchor: Int?
    package private(set) var top = 0
    package private(set) var tokens = Inquiry<PromptTokens.Question, PromptTokens>()
    package private(set) var findings = Inquiry<PromptFindings.Question, PromptFindings>()
    package private(set) var selectionRun = TemplateSelectionRun()
    package private(set) var names = ListPosition()
    /// What `order` was made of; nil where it is to be made anew.
    private(set) var listed: [PromptTemplate]?

    /// The list is in the set's own order and whole.
    var isPlain: Bool { column == .place && !isDescending && filter.isEmpty }

    /// - Parameter kept: listed whatever the filter says.
    mutating func list(_ entries: [PromptSet.Entry], keeping kept: Int?) {
        listed = entries.map(\.template)
        anchor = nil
        let passes = FilterWords(filter).test
        let places = entries.indices.filter { $0 == kept || passes(entries[$0].template.text) }
        guard column != .place else {
            order = isDescending ? places.reversed() : places
            return
        }
        let keys = Dictionary(uniqueKeysWithValues: places.map { ($0, key(entries[$0])) })
        // Those without a figure come last, either way.
        order = places.sorted { a, b in
            switch (keys[a]!, keys[b]!) {
            case (nil, nil): a < b
            case (nil, _): false
            case (_, nil): true
            case (let x?, let y?): x == y ? a < b : (x < y) != isDescending
            }
        }
    }

    private enum SortKey: Comparable {
        case number(Double)
        case text(String)
    }

    private func key(_ entry: PromptSet.Entry) -> SortKey? {
        let figures = contributions.figures(of: entry)
        return switch column {
        case .place: nil
        case .template: .text(entry.template.text.lowercased())
        case .alone: figures.map { .number($0.alone) }
        case .helps: figures?.helps.map { .number($0) }
        case .change: figures?.gain.map { .number($0) }
        case .flips: figures?.switched.map { .number(Double($0.flips)) }
        }
    }
}

// MARK: - What changes it

extension PromptTable {
    mutating func switchSide() {
        side = side == .templates ? .classNames : .templates
        anchor = nil
    }

    mutating func showTemplates() { side = .templates }

    /// Marks from a line on, or takes the marks away.
    mutating func mark(from row: Int?) { anchor = anchor == nil ? row : nil }

    /// - Returns: false where none was marked.
    @discardableResult
    mutating func unmark() -> Bool {
        defer { anchor = nil }
        return anchor != nil
    }

    mutating func sort(step: Int) {
        let columns = Column.allCases
        sort(by: columns[(columns.firstIndex(of: column)! + step + columns.count) % columns.count])
    }

    /// By the same column again: the other way round.
    mutating func sort(by column: Column) {
        isDescending = column == self.column ? !isDescending : column.isDescendingFirst
        self.column = column
    }

    mutating func reverse() { isDescending.toggle() }

    mutating func filter(_ text: String) { filter = text }

    /// - Parameter height: lines in sight.
    mutating func keepInSight(row: Int, height: Int) {
        top = max(0, min(min(max(top, row - height + 1), row), order.count - height))
    }

    mutating func moveNames(by step: Int, count: Int, height: Int) {
        names.move(to: names.cursor + step, count: count, height: height)
    }

    // MARK: Questions

    mutating func ask(_ question: EvaluatedPrompts) -> Request<EvaluatedPrompts>? { contributions.ask(question) }

    /// - Returns: whether figures were on their way.
    mutating func interruptContributions() -> Bool { contributions.interrupt() }

    mutating func ask(_ question: PromptTokens.Question) -> Request<PromptTokens.Question>? { tokens.ask(question) }

    mutating func ask(_ question: PromptFindings.Question) -> Request<PromptFindings.Question>? {
        findings.ask(question)
    }

    mutating func ask(_ question: TemplateSelectionRun.Question) -> Request<TemplateSelectionRun.Question>? {
        selectionRun.ask(question)
    }

    mutating func forgetSelection() { selectionRun.forget() }

    mutating func receive(_ update: Contributions.Update, generation: Int) {
        contributions.receive(update, generation: generation)
    }

    mutating func receive(_ answer: PromptTokens, generation: Int) {
        _ = tokens.receive(answer, generation: generation)
    }

    mutating func receive(_ answer: PromptFindings, generation: Int) {
        _ = findings.receive(answer, generation: generation)
    }

    /// - Returns: whether the search is finished now.
    mutating func receive(_ update: TemplateSelectionRun.Update, generation: Int) -> Bool {
        selectionRun.receive(update, generation: generation)
    }
}
