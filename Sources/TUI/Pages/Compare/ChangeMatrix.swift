import Model

/// The difference of two confusion matrices as a table: of the classes that stand in a cell that changed, in the dataset's
/// order, true ones in rows and predicted ones in columns.
package struct ChangeMatrix: Sendable {
    package let rows: [Int]
    package let columns: [Int]
    /// The largest difference, either way.
    package let largest: Int
    private let cells: [Place: ConfusionChange.Cell]

    private struct Place: Hashable {
        let label: Int
        let predicted: Int
    }

    init(_ cells: [ConfusionChange.Cell]) {
        rows = Set(cells.map(\.label)).sorted()
        columns = Set(cells.map(\.predicted)).sorted()
        largest = cells.map { abs($0.difference) }.max() ?? 0
        self.cells = Dictionary(cells.map { (Place(label: $0.label, predicted: $0.predicted), $0) }) { first, _ in first
        }
    }

    /// Nil where nothing changed.
    package subscript(row: Int, column: Int) -> ConfusionChange.Cell? {
        guard rows.indices.contains(row), columns.indices.contains(column) else { return nil }
        return cells[Place(label: rows[row], predicted: columns[column])]
    }

    /// The place of the cell that changed most.
    func place(of cell: ConfusionChange.Cell) -> (row: Int, column: Int)? {
        guard let row = rows.firstIndex(of: cell.label), let column = columns.firstIndex(of: cell.predicted) else {
            return nil
        }
        return (row, column)
    }
}
