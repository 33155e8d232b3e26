/// Where the parts of the compare page are.
struct ComparisonLayout {
    /// The sentence.
    let verdict: Rect
    /// What goes without saying for prompts under the model at work; empty there.
    let note: Rect
    /// A line of headings, and as many measures as there is room for.
    let measures: Rect
    /// One place for each of `SetComparison.Agreed`.
    let agreement: [Rect]
    /// Under the rule with their titles: a line of headings, then the rows.
    let lists: Rect
    let isWide: Bool
    /// In place of all below the sentence.
    let matrix: Rect

    /// Of the prompts of both sides, under the rule with their titles: below the figures where there is room, else in
    /// place of them.
    let prompts: Rect

    private static let roomForBoth = 96

    func hasFigures(in view: SetComparison.View) -> Bool {
        view == .lists || (view == .prompts && prompts.y == lists.y)
    }

    init(_ state: State) {
        let area = state.layout.page
        let isAiry = area.height >= 18
        verdict = area.row(0).inset(x: 1)
        let hasNote = ComparisonWords.note(state) != nil
        note = hasNote ? area.row(1).inset(x: 1) : Rect(x: area.x, y: verdict.maxY, width: area.width, height: 0)
        let begin = note.maxY + (isAiry ? 1 : 0)
        matrix = Rect(x: area.x, y: begin, width: area.width, height: max(0, area.maxY - begin))
        let rows = max(1, min(4, area.maxY - begin - 5))
        measures = Rect(x: area.x, y: begin, width: area.width, height: rows + 1)
        let row = Rect(x: area.x, y: measures.maxY + (isAiry ? 1 : 0), width: area.width, height: 1)
        let count = SetComparison.Agreed.allCases.count
        let cell = min(30, row.width / count)
        agreement = (0..<count).map { Rect(x: row.x + $0 * cell, y: row.y, width: cell, height: 1) }
        let top = row.maxY + (isAiry ? 2 : 1)
        lists = Rect(x: area.x, y: top, width: area.width, height: area.maxY - top)
        isWide = area.width >= Self.roomForBoth
        prompts =
            lists.height >= 8
            ? lists : Rect(x: area.x, y: begin + 1, width: area.width, height: max(0, area.maxY - begin - 1))
    }

    /// Both lists beside each other, or the one alone.
    func shown(_ list: SetComparison.Place) -> [(place: SetComparison.Place, rect: Rect)] {
        guard isWide else { return [(list, lists)] }
        let half = (lists.width - 1) / 2
        let left = Rect(x: lists.x, y: lists.y, width: half, height: lists.height)
        let right = Rect(x: left.maxX + 1, y: lists.y, width: lists.width - half - 1, height: lists.height)
        return [(.classes, left), (.confusions, right)]
    }
}
