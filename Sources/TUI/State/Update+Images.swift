import Model

extension State {
    mutating func perform(_ command: Browse.Command) -> [Work] {
        switch command {
        case .mark: return toggleMark()
        case .note: openNote()
        case .remarked: nextRemarkFilter()
        case .range: popup = .range(LineEditor(browse.filter.probability?.text ?? ""), before: browse.filter)
        case .agreement: nextAgreement()
        case .likelyErrors: filterLikelyErrors()
        case .search: openSearch()
        case .moreLike: if let image = browse.selected { rank(byLikenessTo: .image(image)) }
        case .nextOrder: changeChooser { $0.move(to: ($0.cursor + 1) % $1, count: $1, height: $2) }
        }
        return []
    }

    // MARK: - Filters

    mutating func setFilter(_ change: (inout Browse.Filter) -> Void) {
        change(&browse.filter)
        relist(pinning: false)
        if let row = browse.selectedRow { select(row: row) }
    }

    /// The same key sets the filter and takes it away.
    mutating func filter(verdict: Browse.Verdict) {
        setFilter { $0.verdict = $0.verdict == verdict ? nil : verdict }
    }

    mutating func filterFlipped() {
        setFilter { $0.isFlipped.toggle() }
    }

    mutating func openFilter() {
        popup = .filter(LineEditor(browse.filter.text), before: browse.filter)
    }

    mutating func clearFilters() {
        leaveSearch()
        setFilter { $0 = Browse.Filter() }
    }

    private mutating func filterLikelyErrors() {
        setFilter { $0.isLikelyMislabelled.toggle() }
        guard browse.filter.isLikelyMislabelled else { return }
        message = Message(
            text: "likely label errors: as sure of another class as of that class's own images", role: .quiet)
    }

    private mutating func nextAgreement() {
        let all: [SetComparison.Agreed?] = [.onlyB, .onlyA, .bothWrong, .bothRight, nil]
        let index = all.firstIndex(of: browse.filter.agreement) ?? all.count - 1
        setFilter { $0.agreement = all[(index + 1) % all.count] }
        guard browse.filter.agreement != nil else { return }
        message = Message(
            text:
                "A is \(comparison.reference.set.name), \(comparison.reference.origin); B the prompts as they are now",
            role: .quiet)
    }

    private mutating func nextRemarkFilter() {
        let all: [Remarks.Kind?] = [.marked, .noted, nil]
        let index = all.firstIndex(of: browse.filter.remark) ?? all.count - 1
        setFilter { $0.remark = all[(index + 1) % all.count] }
    }

    /// An empty text takes the range away.
    mutating func acceptRange(_ text: String) {
        if ProbabilityRange(text) == nil, text.contains(where: { $0 != " " }) {
            message = Message(text: "expected a range in percent such as >60, <90, >60 <90 or 30-60", role: .warning)
        } else {
            popup = nil
        }
    }

    // MARK: - Order

    /// Those that the dataset's labels allow.
    var orders: [Browse.Order] {
        Browse.Order.allCases.filter { order in
            switch order {
            case .dataset, .name: true
            case .similarity: browse.search != nil
            default: labelling != nil
            }
        }
    }

    /// The cursor is on the next, so that the same key and Enter go through them.
    mutating func openOrders() {
        popup = .orders(ListChooser())
        let next = ((orders.firstIndex(of: browse.order) ?? 0) + 1) % orders.count
        changeChooser { $0.move(to: next, count: $1, height: $2) }
    }

    mutating func sort(by order: Browse.Order) {
        browse.order = order
        relist(pinning: true)
        select(row: order == .dataset ? browse.selectedRow ?? 0 : 0)
    }

    /// The order that the list waits for.
    mutating func newNameOrder() -> [Work] {
        guard browse.order == .name, let dataset else { return [] }
        let request = nameRanks.ask(NameOrder.Question(folder: dataset.folder, images: dataset.images))
        return request.map { [.orderNames($0)] } ?? []
    }

    mutating func nextLabelling() {
        guard let dataset, !dataset.labellings.isEmpty else { return }
        labellingIndex = (labellingIndex + 1) % dataset.labellings.count
        (browse.filter.label, browse.filter.predicted, browse.filter.chosen) = (nil, nil, nil)
        scores.setBaseline(nil)
        relist(pinning: true)
        message = labelling.map { Message(text: "labels: \($0.name), \($0.classes.count) classes", role: .quiet) }
    }
}
