/// The images page as rows of thumbnails in place of its list. Which images, in which order and which of them is
/// selected stands in `Browse`, whose `top` is then the first image of a row.
package struct ThumbnailGrid: Equatable, Sendable {
    package private(set) var isShown = false
    /// Of the images in sight, as far as they are drawn.
    package private(set) var views: [Int: PictureView] = [:]
    /// What was asked for last.
    private(set) var requested: Order?

    /// What decides how the thumbnails look.
    struct Order: Equatable, Sendable {
        let images: [Int]
        /// Out of sight.
        let next: [Int]
        let size: Size
        let style: PictureStyle
        let cell: PixelSize
        let theme: String
    }

    mutating func toggle() { isShown.toggle() }

    /// - Returns: false where that was asked for already.
    mutating func request(_ order: Order) -> Bool {
        guard order != requested else { return false }
        requested = order
        views = views.filter { order.images.contains($0.key) }
        return true
    }

    mutating func take(_ view: PictureView) {
        if requested?.images.contains(view.image) == true { views[view.image] = view }
    }
}

/// Thumbnails to be drawn, off the UI thread.
package struct ThumbnailRequest: Equatable, Sendable {
    /// In the order that they are wanted in.
    package let inSight: [PictureRequest]
    /// Worth drawing when there is nothing else to do.
    package let next: [PictureRequest]
}

/// Tiles that fill a pane, each a picture above its label.
package struct TileLayout: Equatable, Sendable {
    package let pane: Rect
    package let columns: Int
    package let rows: Int
    private let tile: Size

    /// - Parameter cell: pixels of a character.
    package init(_ pane: Rect, cell: PixelSize) {
        self.pane = pane
        columns = max(1, pane.width / max(17, min(26, pane.width / 6)))
        let width = pane.width / columns
        // Most photos are 4:3.
        let usual = 1 + Int((Double((width - 2) * cell.width) * 0.75 / Double(cell.height)).rounded())
        rows = max(1, pane.height / max(3, usual))
        tile = Size(columns: width, rows: pane.height / rows)
    }

    package var count: Int { columns * rows }

    /// - Parameter index: counted from the top left.
    package func tile(_ index: Int) -> Rect {
        Rect(
            x: pane.x + index % columns * tile.columns, y: pane.y + index / columns * tile.rows, width: tile.columns,
            height: tile.rows)
    }

    package func picture(_ index: Int) -> Rect {
        let tile = tile(index)
        return Rect(x: tile.x + 1, y: tile.y, width: tile.width - 2, height: tile.height - 1)
    }

    package func index(at mouse: Mouse) -> Int? {
        guard pane.contains(x: mouse.x, y: mouse.y) else { return nil }
        let (column, row) = ((mouse.x - pane.x) / tile.columns, (mouse.y - pane.y) / max(1, tile.rows))
        return column < columns && row < rows ? row * columns + column : nil
    }
}
