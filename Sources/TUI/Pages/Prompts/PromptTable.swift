import Model

/// What the prompts page remembers: the templates in the order that they are listed, and what each does for the ensemble.
/// The cursor is that of the prompts, wherever they are shown.
package struct PromptTable: Sendable {
    /// What the page lists.
    package enum Side: Sendable { case templates, classNames }

    package enum Column: String, CaseIterable, Sendable {
        /// As they stand in the set.
        case place = "set"
        case template
        case alone
        case change = "if switched"
        case flips

        var isDescendingFirst: Bool { self == .alone || self == .change || self == .flips }
    }

    package var side = Side.templates
    package var contributions = Contributions()
    package var column = Column.place
    package var isDescending = false
    package var filter = ""
    /// Places in the set of the templates that are listed.
    package var order: [Int] = []
    /// The line that a range is marked from.
    package var anchor: Int?
    package var top = 0
    package var tokens = Inquiry<PromptTokens.Question, PromptTokens>()
    package var findings = Inquiry<PromptFindings.Question, PromptFindings>()
    package var trial = TemplateTrial()
    package var names = ListPosition()
    /// What `order` was made of; nil where it is to be made anew.
    var listed: [PromptTemplate]?

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
        case .change: figures?.switched.map { .number($0.change) }
        case .flips: figures?.switched.map { .number(Double($0.flips)) }
        }
    }
}
