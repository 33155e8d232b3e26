/// Where the panes of the main screen are. Depends on the size, and a little on how many templates there are: nothing
/// jumps while typing, and hardly when a template is added.
package struct MainLayout: Equatable, Sendable {
    package static let minimum = Size(columns: 60, rows: 15)

    /// Two lines: what is open, and how good it is.
    package let header: Rect
    /// All between header and prompts, below the rule with the titles.
    package let page: Rect
    /// The contents of the panes; each has its title on the rule above it.
    package let images: Rect
    /// Nil where the terminal is too narrow for one.
    package let picture: Rect?
    package let probabilities: Rect
    package let prompts: Rect
    package let hints: Rect

    /// - Parameters:
    ///   - showsPrompts: false gives their room to the page.
    ///   - foldsPrompts: to their title, where the terminal is small and nobody gave them another size.
    ///   - hasGrid: the images have the room of the picture too.
    package init(
        _ size: Size, templates: Int = 0, showsPrompts: Bool = true, foldsPrompts: Bool = false, hasGrid: Bool = false,
        paneSizes: PaneSizes = PaneSizes()
    ) {
        let (width, height) = (size.columns, size.rows)
        header = Rect(x: 0, y: 0, width: width, height: min(2, height))
        hints = Rect(x: 0, y: height - 1, width: width, height: min(1, height))
        let usualRows = max(3, min(18, (height - 4) * 27 / 100, (templates + 6) / 4 * 4))
        let wantedRows = paneSizes.prompts.map { Int((Double(height) * $0).rounded()) }
        let isFolded = foldsPrompts && wantedRows == nil && height < Self.roomForPrompts
        let promptRows =
            isFolded ? 0 : max(Self.leastRows, min(wantedRows ?? usualRows, height - 5 - Self.leastRows * 2))
        prompts = Rect(
            x: 0, y: showsPrompts ? height - 1 - promptRows : height, width: width,
            height: showsPrompts ? promptRows : 0)
        let top = 3
        let rows = max(0, prompts.y - 1 - top)
        page = Rect(x: 0, y: top, width: width, height: rows)
        let (list, right) = Self.sides(width, paneSizes)
        let left = hasGrid ? width - right - 1 : list
        images = Rect(x: 0, y: top, width: left, height: rows)
        probabilities = Rect(x: width - right, y: top, width: right, height: rows)
        let middle = width - left - right - 2
        picture = middle < Self.leastPicture ? nil : Rect(x: left + 1, y: top, width: middle, height: rows)
    }

    package static func fits(_ size: Size) -> Bool {
        size.columns >= minimum.columns && size.rows >= minimum.rows
    }

    private static let leastRows = 3
    /// From here on the prompts are open on every page.
    private static let roomForPrompts = 30
    private static let leastColumns = 20
    static let leastPicture = 12
    /// From here on a picture has its place between the two lists.
    private static let roomForPicture = 74

    /// Columns of the images and of the probabilities. A picture that has too little room between them gives way.
    private static func sides(_ width: Int, _ paneSizes: PaneSizes) -> (Int, Int) {
        func wanted(_ share: Double?) -> Int? { share.map { Int((Double(width) * $0).rounded()) } }
        let hasPicture = width >= roomForPicture
        let usualRight = hasPicture ? max(28, min(60, width * 31 / 100)) : max(24, width * 45 / 100)
        let right = max(leastColumns, min(wanted(paneSizes.probabilities) ?? usualRight, width - leastColumns - 1))
        let widest = width - right - 1
        guard hasPicture else { return (widest, right) }
        let left = max(leastColumns, min(wanted(paneSizes.images) ?? max(30, min(64, width * 36 / 100)), widest))
        return (widest - left - 1 < leastPicture ? widest : left, right)
    }

    /// A picture can have its place between the two lists.
    var hasRoomForPicture: Bool { header.width >= Self.roomForPicture }
}

extension MainLayout {
    /// The screen between header and hints, for the large picture.
    package var zoom: Rect {
        Rect(x: 0, y: header.maxY, width: header.width, height: max(0, hints.y - header.maxY))
    }

    /// The box of a list popup, with its border.
    package var chooser: Rect {
        let width = min(header.width - 4, max(76, header.width * 3 / 4), 96)
        let height = min(hints.y - 3, chooserRows + 4)
        return Rect(x: (header.width - width) / 2, y: header.maxY + 1, width: width, height: height)
    }

    /// The same around fewer lines.
    package func chooser(around lines: Int) -> Rect {
        var box = chooser
        box.height = min(box.height, max(1, lines) + 4)
        return box
    }

    /// Lines of the list in it.
    package var chooserRows: Int { max(2, min(22, hints.y - 8)) }

    /// Where the list's lines are: under the field and a blank line.
    package var chooserList: Rect {
        let inner = chooser.inset(x: 1, y: 1)
        return Rect(x: inner.x, y: inner.y + 2, width: inner.width, height: min(chooserRows, inner.height - 2))
    }
}
