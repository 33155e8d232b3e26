/// Where the columns of the list of templates are, from the left edge.
struct PromptColumns {
    typealias Place = (x: Int, width: Int)

    /// Marker, switch, space: the text begins here.
    static let textColumn = 4

    let template: Place
    /// What it brings to the ensemble, with a bar to both sides of nothing.
    let helps: Place
    let alone: Place
    /// What it brings in accuracy.
    let change: Place
    let flips: Place
    /// Of the bar, both sides; 0 where there is no room.
    let bar: Int

    init(width: Int) {
        let isWide = width >= 100
        bar = isWide ? min(24, (width - 60) / 8) / 2 * 2 + 1 : 0
        let flipsWidth = isWide ? 17 : 7
        flips = (width - flipsWidth - 1, flipsWidth)
        change = (flips.x - 9, 9)
        alone = (change.x - 8, 8)
        let helpsWidth = bar + 9
        helps = (alone.x - helpsWidth, helpsWidth)
        template = (Self.textColumn, max(10, helps.x - Self.textColumn))
    }

    func column(at x: Int) -> PromptTable.Column? {
        switch x {
        case ..<Self.textColumn: .place
        case ..<helps.x: .template
        case ..<alone.x: .helps
        case ..<change.x: .alone
        case ..<flips.x: .change
        default: .flips
        }
    }

    func rect(_ place: Place, in line: Rect) -> Rect {
        Rect(x: line.x + place.x, y: line.y, width: place.width, height: 1)
    }
}
