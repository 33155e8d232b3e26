extension State {
    mutating func setFilter(_ filter: Browse.Filter) {
        browse.filter = filter
        relist(pinning: false)
        if let row = browse.selectedRow { select(row: row) }
    }

    /// The same key sets the filter and takes it away.
    mutating func filter(verdict: Browse.Verdict) {
        var filter = browse.filter
        filter.verdict = filter.verdict == verdict ? nil : verdict
        setFilter(filter)
    }

    mutating func openFilter() {
        popup = .filter(LineEditor(browse.filter.text), before: browse.filter)
    }

    /// Those that the dataset's labels allow.
    var orders: [Browse.Order] {
        Browse.Order.allCases.filter { labelling != nil || $0 == .dataset || $0 == .confidence }
    }

    mutating func nextOrder() {
        let index = orders.firstIndex(of: browse.order) ?? 0
        browse.order = orders[(index + 1) % orders.count]
        relist(pinning: true)
        if browse.order == .dataset { select(row: browse.selectedRow ?? 0) } else { select(row: 0) }
    }

    mutating func nextLabelling() {
        guard let dataset, !dataset.labellings.isEmpty else { return }
        labellingIndex = (labellingIndex + 1) % dataset.labellings.count
        browse.filter.label = nil
        browse.filter.chosen = nil
        scores.setBaseline(nil)
        relist(pinning: true)
        message = labelling.map { Message(text: "labels: \($0.name), \($0.classes.count) classes", role: .quiet) }
    }
}
