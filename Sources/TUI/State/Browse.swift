import Model

/// Which images are listed, in which order, and which one is selected.
package struct Browse: Equatable, Sendable {
    package enum Order: String, CaseIterable, Sendable {
        case dataset = "dataset order"
        case loss = "most wrong"
        case margin = "small margin"
        case confidence = "low confidence"
    }

    package enum Verdict: String, Sendable { case wrong, right, flipped }

    package enum ClassRole: String, CaseIterable, Sendable {
        case truth = "true class"
        case predicted = "predicted as"
    }

    package struct Filter: Equatable, Sendable {
        package var verdict: Verdict?
        package var classRole = ClassRole.truth
        package var label: Int?
        package var text = ""
        /// No others; not kept from session to session.
        package var chosen: ChosenImages?

        package var isEmpty: Bool { verdict == nil && label == nil && text.isEmpty && chosen == nil }
    }

    package var filter = Filter()
    package var order = Order.dataset
    /// The images listed, in order.
    package private(set) var rows = ImageRows()
    /// An index of the dataset's images; nil where none is listed.
    package private(set) var selected: Int?
    /// The row of `selected`.
    package private(set) var selectedRow: Int?
    /// The row at the top of the list.
    package var top = 0

    /// The selected image stays selected, and where it is on the screen, as long as it is listed.
    mutating func list(_ rows: ImageRows) {
        let before = selectedRow.map { $0 - top }
        self.rows = rows
        select(row: selected.flatMap(rows.firstIndex) ?? 0)
        if let selectedRow { top = selectedRow - (before ?? 0) }
    }

    /// The image that is selected once the list is made.
    mutating func begin(at image: Int?) {
        selected = image
    }

    /// The nearest row that there is.
    mutating func select(row: Int) {
        selectedRow = rows.isEmpty ? nil : min(max(0, row), rows.count - 1)
        selected = selectedRow.map { rows[$0] }
    }
}

extension State {
    /// Makes the list anew; the selected image stays where it is on the screen.
    /// - Parameter pinning: the selected image stays listed even if the filter no longer wants it, so that
    ///   an edit never takes away what one is looking at.
    mutating func relist(pinning: Bool) {
        guard let dataset else { return }
        let listing = Listing(
            images: dataset.images, labelling: labelling, outcomes: outcomes, change: scores.change,
            unreadable: unreadable)
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
