import Model

/// Why the image is classified as it is: where the model looks, which words matter, what each template says by itself, and
/// the nearest images.
struct ExplanationPopup: Popup {
    static let context = Context("Why this image") { keys }
    static let coversPanes = true

    static var keys: [Action] {
        [
            Action(
                "explanation.otherClass", [.tab, .left, .right], "other class",
                "Show it for the other class: the predicted one, and the true or the second one", in: [context],
                hint: 0,
                unavailable: { $0.explanation.classes.count < 2 ? "there is one class" : nil },
                does: { $0.explanation.switchClass() }),
            Action(
                "cancel", [.escape, .char("q")], "close", "Close, and stop what is under way", in: [context], hint: 1,
                begins: { $0.closeExplanation() }),
        ]
    }

    /// To the images before and after.
    func move(by step: Int, _ state: inout State) { state.page.content.move(by: step, &state) }

    func scroll(by step: Int, _ state: inout State) {
        state.select(row: (state.browse.selectedRow ?? 0) + step.signum())
    }

    func pictureArea(_ layout: MainLayout) -> Rect? {
        let area = layout.zoom
        return Rect(x: area.x + 1, y: area.y + 2, width: Self.left(area) - 2, height: max(0, area.height - 4))
    }

    private static func left(_ area: Rect) -> Int { area.width * 42 / 100 }

    func draw(_ state: State, on canvas: inout Canvas) {
        let area = state.layout.zoom
        guard let image = state.browse.selected, let dataset = state.dataset else { return }
        canvas.horizontalRule(y: area.y, x: area.x..<area.maxX)
        let top = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        MainScreen.title(
            [Span("Why", .accent), Span(" \(dataset.images[image].path.keepingEnd(of: top.width - 10))", .quiet)],
            above: top, on: &canvas)
        let explanation = state.explanation
        let left = Rect(x: top.x, y: top.y, width: Self.left(area), height: top.height)
        PicturePane.drawPicture(state, on: &canvas)
        canvas.writeCentred(Self.classes(explanation, state), in: left.row(0).inset(x: 1), on: .base)
        canvas.writeCentred(
            Self.legend(explanation, image, state), in: left.row(left.height - 1).inset(x: 1), on: .base)
        let right = Rect(x: left.maxX + 1, y: top.y, width: top.maxX - left.maxX - 2, height: top.height)
        guard explanation.inquiry.question?.image == image else {
            canvas.write(Self.missing(state), in: right.row(0), on: .base)
            return
        }
        if let failure = explanation.failure {
            for (row, line) in failure.wrapped(to: right.width).prefix(right.height).enumerated() {
                canvas.write(line, .warning, in: right.row(row), on: .base)
            }
            return
        }
        ExplanationFacts(explanation, state, right).draw(on: &canvas)
    }

    /// The classes that it is explained for, the shown one set off.
    private static func classes(_ explanation: Explanation, _ state: State) -> [Span] {
        guard let names = explanation.inquiry.question?.classes else { return [] }
        return Array(
            explanation.classes.enumerated().map { index, each -> [Span] in
                let isShown = index == explanation.shown
                let isTrue = names[each.label] == explanation.inquiry.question?.truth
                return [
                    Span(isShown ? "▸" : " ", .accent),
                    Span(names[each.label], isTrue ? .truth : isShown ? .strong : .quiet),
                    Span(
                        " " + Numbers.percent(Double(each.probability)).filter { $0 != " " } + "%",
                        isShown ? .text : .quiet),
                ]
            }.joined(separator: [Span("  ")]))
    }

    private static func legend(_ explanation: Explanation, _ image: Int, _ state: State) -> [Span] {
        if let (done, total) = explanation.hidden {
            return [
                Span(Bar.text(Double(done) / Double(max(1, total)), width: 10), .bar),
                Span(
                    " hiding parts \(String(done).rightAligned(to: String(total).count)) of \(total)", .unfinished
                ),
            ]
        }
        guard let overlay = explanation.overlay(on: image) else { return [] }
        let most = overlay.map.values.map(abs).max() ?? 0
        return [
            Span("orange", .strong), Span(" for it, ", .quiet), Span("blue", .strong),
            Span(" against, up to \(Numbers.signed(100 * Double(most))) points", .quiet),
        ]
    }

    private static func missing(_ state: State) -> [Span] {
        let hasTemplate = !state.promptEditor.set.effective.entries.isEmpty
        guard hasTemplate else { return [Span("no template is on", .warning)] }
        return [Span("once the image is embedded…", .unfinished)]
    }
}

/// What stands beside the picture.
private struct ExplanationFacts {
    let explanation: Explanation
    let state: State
    let area: Rect
    private let names: [String]
    private let nearest: Int
    private let votes: Int

    init(_ explanation: Explanation, _ state: State, _ area: Rect) {
        (self.explanation, self.state, self.area) = (explanation, state, area)
        names = explanation.inquiry.question?.classes ?? []
        votes = area.height < 24 ? 2 : 4
        nearest = area.height < 24 ? 4 : 8
    }

    func draw(on canvas: inout Canvas) {
        let below = votes + nearest + 3
        drawWords(in: Rect(x: area.x, y: area.y, width: area.width, height: max(0, area.height - below)), on: &canvas)
        let foot = area.maxY - below
        drawVotes(in: Rect(x: area.x, y: foot + 1, width: area.width, height: votes + 1), on: &canvas)
        drawNeighbours(in: Rect(x: area.x, y: foot + votes + 2, width: area.width, height: nearest + 1), on: &canvas)
    }

    // MARK: Words

    /// What each word does for both classes, in points; a gain of the class that is not the true one is red.
    private func drawWords(in rect: Rect, on canvas: inout Canvas) {
        let columns = explanation.classes.map { names[$0.label] }
        let width = min(16, max(8, rect.width / 4))
        heading("Words", columns, width, in: rect.row(0), on: &canvas)
        guard let lists = explanation.words else {
            let most = WordEffect.mostTemplates
            let words =
                explanation.hasTooManyTemplates
                ? [Span("more than \(most) templates are on: words are tried for up to \(most)", .quiet)]
                : [Span("…", .unfinished)]
            canvas.write(words, in: rect.row(1), on: .base)
            return
        }
        let rows = self.rows(lists)
        let room = max(0, rect.height - 1)
        let shown = rows.count > room ? max(0, room - 1) : rows.count
        for (line, row) in rows.prefix(shown).enumerated() {
            let place = rect.row(line + 1)
            canvas.write(
                [Span(row.word, .text), Span("  " + row.text, .faint)],
                in: Rect(x: place.x, y: place.y, width: place.width - width * columns.count, height: 1), on: .base)
            for (column, change) in row.changes.enumerated() {
                let cell = Rect(
                    x: place.maxX - width * (columns.count - column), y: place.y, width: width, height: 1)
                canvas.writeRight(
                    [change.map { Numbers.delta(100 * Double($0)) } ?? Span("–", .faint)], in: cell, on: .base)
            }
        }
        guard shown < rows.count, room > 0 else { return }
        canvas.write(
            [Span("and \(rows.count - shown) that matter less", .faint)], in: rect.row(rect.height - 1), on: .base)
    }

    private struct Row {
        let word: String
        /// The template that it stands in, or the name.
        let text: String
        /// One a class; nil where the word is of the other class's name.
        var changes: [Float?]
    }

    /// The words that matter most first.
    private func rows(_ lists: [[WordEffect]]) -> [Row] {
        var rows: [Row] = []
        for (column, list) in lists.enumerated() {
            for (place, effect) in list.enumerated() {
                if case .template(let text) = effect.place {
                    // The same words in the same order for every class.
                    if column == 0 {
                        rows.append(
                            Row(word: effect.word, text: text, changes: lists.map { $0[place].change }))
                    }
                } else if case .name(let text) = effect.place {
                    rows.append(
                        Row(
                            word: effect.word, text: text,
                            changes: lists.indices.map { $0 == column ? effect.change : nil }))
                }
            }
        }
        func size(_ row: Row) -> Float { row.changes.compactMap { $0.map(abs) }.max() ?? 0 }
        return rows.enumerated().sorted { (size($0.element), $1.offset) > (size($1.element), $0.offset) }.map(\.element)
    }

    // MARK: Templates and images

    private func drawVotes(in rect: Rect, on canvas: inout Canvas) {
        heading("Templates alone say", [], 0, in: rect.row(0), on: &canvas)
        guard let votes = explanation.votes else {
            canvas.write("…", .unfinished, in: rect.row(1), on: .base)
            return
        }
        let counts = Dictionary(grouping: votes, by: \.predicted).mapValues(\.count)
            .sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        for (line, (label, count)) in counts.prefix(rect.height - 1).enumerated() {
            let isTrue = names[label] == explanation.inquiry.question?.truth
            let room = max(0, rect.width - 40)
            canvas.write(
                [
                    Span(names[label].padded(to: 22) + " ", isTrue ? .truth : .text),
                    Span(Bar.text(Double(count) / Double(votes.count), width: min(30, room)), isTrue ? .truth : .bar),
                    Span(" \(count) of \(votes.count)", .quiet),
                ], in: rect.row(line + 1), on: .base)
        }
    }

    private func drawNeighbours(in rect: Rect, on canvas: inout Canvas) {
        heading("Nearest images", ["cosine"], 8, in: rect.row(0), on: &canvas)
        guard let neighbours = explanation.neighbours else { return }
        for (line, each) in neighbours.prefix(rect.height - 1).enumerated() {
            let label = state.trueLabel(of: each.image).flatMap { state.labelColumn?.classes[$0] }
            let isSame = label != nil && label == explanation.inquiry.question?.truth
            let place = rect.row(line + 1)
            let room = Rect(x: place.x, y: place.y, width: place.width - 8, height: 1)
            canvas.write(
                [
                    Span((label ?? "").padded(to: label == nil ? 0 : 22) + " ", isSame ? .truth : .text),
                    Span(
                        (state.dataset?.images[each.image].path ?? "").keepingEnd(of: max(8, room.width - 23)), .quiet),
                ], in: room, on: .base)
            canvas.writeRight([Span(Numbers.cosine(Double(each.similarity)), .text)], in: place, on: .base)
        }
    }

    private func heading(
        _ title: String, _ columns: [String], _ width: Int, in line: Rect, on canvas: inout Canvas
    ) {
        canvas.write(title, .strong, in: line, on: .base)
        for (column, name) in columns.enumerated() {
            let cell = Rect(x: line.maxX - width * (columns.count - column), y: line.y, width: width, height: 1)
            let text = name.padded(to: min(width - 1, DisplayWidth.of(name)))
            canvas.writeRight(
                [Span(text, column == explanation.shown && columns.count > 1 ? .accent : .faint)], in: cell, on: .base)
        }
    }
}
