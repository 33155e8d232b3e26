import Model

/// Which images are listed, in which order, and which one is selected.
package struct Browse: Equatable, Sendable {
    package enum Order: String, CaseIterable, Sendable {
        case dataset = "dataset order"
        case loss = "most wrong"
        case margin = "small margin"
        case confidence = "low confidence"
        case entropy = "most ambiguous"
        case label
        case name = "file name"
        /// To what is searched.
        case similarity = "nearest first"
    }

    /// What the images are ranked by their likeness to, and where that leads back to.
    package struct Search: Equatable, Sendable {
        package var subject: Similarity.Subject
        let order: Order
        let selected: Int?
    }

    package var filter = Filter()
    package var order = Order.dataset
    package var search: Search?
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
