extension State {
    /// How the images pane is divided; nil while it is a list.
    package var tiles: TileLayout? {
        grid.isShown ? TileLayout(layout.images, cell: pictureMeans.cell) : nil
    }

    /// Images beside and below each other in the images pane.
    var imagesInSight: (columns: Int, lines: Int) {
        tiles.map { ($0.columns, $0.rows) } ?? (1, max(1, layout.images.height))
    }

    mutating func toggleGrid() {
        grid.toggle()
        keepInSight()
    }

    /// Up or down in the list, or in the column of thumbnails: there is nothing above the first row.
    mutating func moveSelection(by lines: Int) {
        let (columns, row) = (popup != nil ? 1 : imagesInSight.columns, browse.selectedRow ?? 0)
        let (target, last) = (row + lines * columns, browse.rows.count - 1)
        let isFar = abs(lines) >= Int(Int32.max)
        if columns == 1 || isFar || (0...max(0, last)).contains(target) {
            select(row: target)
        } else if target < 0 {
            select(row: row % columns)
        } else {
            select(row: row / columns < last / columns ? last : row)
        }
    }

    /// Those in sight, and what lies below them, unless that was asked for already.
    mutating func newThumbnails() -> ThumbnailRequest? {
        guard page == .images, MainLayout.fits(size), let tiles, let dataset else { return nil }
        let (top, count) = (browse.top, browse.rows.count)
        let sight = Array(browse.rows[min(top, count)..<min(top + tiles.count, count)])
        let next = Array(browse.rows[min(top + tiles.count, count)..<min(top + 2 * tiles.count, count)])
        let order = ThumbnailGrid.Order(
            images: sight, next: next, size: tiles.picture(0).size, style: pictureStyle, cell: pictureMeans.cell,
            theme: theme)
        guard grid.request(order) else { return nil }
        func request(_ image: Int) -> PictureRequest {
            PictureRequest(
                image: image, source: dataset.images[image].source, size: order.size, style: order.style,
                cell: order.cell, theme: order.theme, neighbours: [])
        }
        return ThumbnailRequest(inSight: sight.map(request), next: next.map(request))
    }
}
