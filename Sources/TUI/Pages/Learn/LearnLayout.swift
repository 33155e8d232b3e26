import Model

/// Where the parts of the learn page are.
struct LearnLayout {
    /// What the prompts are worth: one line.
    let sentence: Rect
    /// Methods, then levels of the curve, a line each.
    let figures: Rect
    /// Empty where there is no room for it.
    let curve: Rect
    /// A line of headings, and a line a class.
    let classes: Rect
    /// What the figures must not be read without.
    let notes: Rect

    static let methods = 6
    private static let leastCurve = 7
    private static let figuresWithBars = 59

    init(_ area: Rect) {
        let lines = LearnLayout.methods + FewShotCurve.shots.count + 1
        let isAiry = area.height >= lines + 6
        sentence = area.row(0)
        let top = area.y + (isAiry ? 2 : 1)
        let noted = area.height >= lines + 4 ? min(4, area.height - lines - 3) : 0
        let bottom = area.maxY - noted
        // Names of classes are worth more than the length of bars.
        let free = min(area.width / 2, area.width - Self.figuresWithBars - 1)
        let right = max(31, min(90, max(area.width * 44 / 100, free)))
        let left = area.width - right - 1
        figures = Rect(x: area.x, y: top, width: left, height: max(0, min(lines, bottom - top)))
        let below = figures.maxY + 1
        let room = bottom - below
        curve = Rect(
            x: area.x, y: below, width: min(left, 108), height: room >= Self.leastCurve ? min(room, 22) : 0)
        classes = Rect(x: area.x + left + 1, y: top, width: right, height: max(0, bottom - top))
        notes = Rect(x: area.x + 1, y: bottom, width: area.width - 2, height: noted)
    }
}
