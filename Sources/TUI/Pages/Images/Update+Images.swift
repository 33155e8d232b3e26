import Model

extension State {
    mutating func rankByLikeness() {
        if let image = browse.selected { rank(byLikenessTo: .image(image)) }
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

    mutating func clearFilters() {
        leaveSearch()
        setFilter { $0 = Browse.Filter() }
    }

    mutating func filterLikelyErrors() {
        setFilter { $0.isLikelyMislabelled.toggle() }
        if browse.filter.isLikelyMislabelled { message = likelyErrorsMessage }
    }

    /// Candidates, the likeliest first; so many speak of the model rather than of the labels.
    private var likelyErrorsMessage: Message {
        let words = "likely label errors, the likeliest first: as sure of another class as of that class's own images"
        guard let metrics = evaluation?.metrics, Double(browse.rows.count) > Self.mostErrors * Double(metrics.images)
        else { return Message(text: words, role: .quiet) }
        let top1 = Numbers.percent(metrics.top1).filter { $0 != " " }
        return Message(
            text: "likely label errors: \(browse.rows.count) of \(metrics.images) are more than labels have;"
                + " with top-1 \(top1) most are the model's",
            role: .warning)
    }

    /// Northcutt et al. 2021 (Pervasive Label Errors) find 0.15 to 10 % in ten test sets, 3.3 % on average.
    private static let mostErrors = 0.1

    mutating func nextAgreement() {
        let all: [SetComparison.Agreed?] = [.onlyB, .onlyA, .bothWrong, .bothRight, nil]
        let index = all.firstIndex(of: browse.filter.agreement) ?? all.count - 1
        setFilter { $0.agreement = all[(index + 1) % all.count] }
        guard browse.filter.agreement != nil else { return }
        message = Message(
            text:
                "A is \(comparison.reference.set.name), \(comparison.reference.origin); B the prompts as they are now",
            role: .quiet)
    }

    mutating func nextRemarkFilter() {
        let all: [Remarks.Kind?] = [.marked, .noted, nil]
        let index = all.firstIndex(of: browse.filter.remark) ?? all.count - 1
        setFilter { $0.remark = all[(index + 1) % all.count] }
    }

    // MARK: - Order

    /// Those that the dataset's labels allow.
    var orders: [Browse.Order] {
        Browse.Order.allCases.filter { order in
            switch order {
            case .dataset, .name: true
            case .similarity: browse.search != nil
            default: labelColumn != nil
            }
        }
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
        return request.map { [.ask(NameOrderQuestion.self, $0)] } ?? []
    }

    mutating func take(labelColumn index: Int) {
        guard let dataset, dataset.labelColumns.indices.contains(index), index != labelColumnIndex else { return }
        labelColumnIndex = index
        (browse.filter.label, browse.filter.predicted, browse.filter.chosen) = (nil, nil, nil)
        scores.setBaseline(nil)
        relist(pinning: true)
        message = labelColumn.map { Message(text: "labels: \($0.name), \($0.classes.count) classes", role: .quiet) }
    }
}

/// The list of images.
extension State {
    /// Makes the list anew; the selected image stays where it is on the screen.
    /// - Parameter pinning: the selected image stays listed even if the filter no longer wants it, so that
    ///   an edit never takes away what one is looking at.
    mutating func relist(pinning: Bool) {
        guard let dataset else { return }
        let listing = Listing(
            images: dataset.images, labelColumn: labelColumn, classes: classes, outcomes: outcomes,
            change: scores.change,
            unreadable: unreadable, reference: browse.filter.needsReference ? referenceOutcomes : nil,
            remarks: remarks, similarities: similarities, nameRanks: nameRanks.answer)
        browse.list(
            listing.rows(browse.filter, in: browse.order, keeping: pinning ? browse.selected : nil))
        clampBrowse()
        if grid.isShown, let row = browse.selectedRow { select(row: row) }
    }

    mutating func select(row: Int) {
        browse.select(row: row)
        guard let row = browse.selectedRow else { return }
        let (columns, lines) = imagesInSight
        let line = row / columns
        browse.top = min(max(browse.top / columns, line - lines + 1), line) * columns
        clampBrowse()
    }

    mutating func clampBrowse() {
        let (columns, lines) = imagesInSight
        let last = (browse.rows.count + columns - 1) / columns - lines
        browse.top = max(0, min(browse.top / columns, last)) * columns
    }

    /// The next wrong image in the list's order, round the end if need be.
    mutating func selectWrong(step: Int) {
        let count = browse.rows.count
        guard count > 0, let outcomes else { return }
        let start = browse.selectedRow ?? (step > 0 ? -1 : 0)
        for distance in 1...count {
            let row = ((start + step * distance) % count + count) % count
            if outcomes.isRight(browse.rows[row]) == false { return select(row: row) }
        }
    }
}

/// The place of each image by its file name.
enum NameOrderQuestion: BackgroundQuestion {
    static let name = "names"

    static func answer(
        _ question: NameOrder.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable ([Int32]) -> Void
    ) throws {
        post(question.ranks)
    }

    static func receive(_ answer: [Int32], generation: Int, _ state: inout State) {
        if state.nameRanks.receive(answer, generation: generation) { state.relist(pinning: true) }
    }
}
