/// Where the columns of the list of templates are, from the left edge.
struct PromptColumns {
    typealias Place = (x: Int, width: Int)

    /// Marker, switch, space: the text begins here.
    static let textColumn = 4

    let template: Place
    let alone: Place
    /// "without" or "with", and the accuracy that the ensemble then has; no width where there is no room.
    let switched: Place
    let change: Place
    let flips: Place
    /// Of the bar in front of the accuracy alone.
    let bar: Int

    init(width: Int) {
        let isWide = width >= 100
        bar = isWide ? min(24, (width - 60) / 8) : 0
        let flipsWidth = isWide ? 17 : 7
        flips = (width - flipsWidth - 1, flipsWidth)
        change = (flips.x - 9, 9)
        let switchedWidth = isWide ? 14 : 0
        switched = (change.x - switchedWidth, switchedWidth)
        let aloneWidth = bar + 8
        alone = (switched.x - aloneWidth, aloneWidth)
        template = (Self.textColumn, max(10, alone.x - Self.textColumn))
    }

    func column(at x: Int) -> PromptTable.Column? {
        switch x {
        case ..<Self.textColumn: .place
        case ..<alone.x: .template
        case ..<switched.x: .alone
        case ..<flips.x: .change
        default: .flips
        }
    }

    func rect(_ place: Place, in line: Rect) -> Rect {
        Rect(x: line.x + place.x, y: line.y, width: place.width, height: 1)
    }
}
