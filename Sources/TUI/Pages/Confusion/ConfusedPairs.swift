import Model

/// The pairs of classes that are confused most, beside the matrix.
enum ConfusedPairs {
    static func draw(_ answer: ConfusionMap.Answer, _ state: State, in rect: Rect, on canvas: inout Canvas) {
        let x = rect.x - 1
        let lower = canvas[x, rect.maxY].style
        canvas.hang(x: x, from: rect.y - 1, to: rect.maxY)
        canvas.put(canvas[x, rect.maxY].text, x: x, y: rect.maxY, style: lower)
        MainScreen.title(
            [Span("Most confused", .strong), Span(" \(answer.pairs.count)", .quiet)], above: rect, on: &canvas)
        guard !answer.pairs.isEmpty else {
            return canvas.writeCentred([Span("every image is right", .quiet)], in: rect.row(rect.height / 3), on: .base)
        }
        let room = rect.width - 2 - countWidth - shareWidth - 2
        let (name, other) = (room / 2, room - room / 2)
        canvas.write(
            [
                Span("  " + "class".padded(to: name) + " " + "taken for".padded(to: other), .faint),
                Span("images".rightAligned(to: countWidth), .faint), Span("share".rightAligned(to: shareWidth), .faint),
            ], in: rect.row(0), on: .base)
        let selected = state.confusionMap.pair
        for line in 0..<max(0, rect.height - 1) {
            let index = state.confusionMap.pairsTop + line
            guard answer.pairs.indices.contains(index) else { break }
            let (pair, place) = (answer.pairs[index], rect.row(line + 1))
            let isSelected = index == selected
            let surface: Surface = isSelected ? .marked : .base
            canvas.fill(place, on: surface)
            let share = Double(pair.images) / Double(max(1, answer.matrix.support[pair.label]))
            canvas.write(
                [
                    Span(isSelected ? "▸ " : "  ", .accent),
                    Span(answer.name(of: pair.label).padded(to: name), isSelected ? .strong : .text), Span(" "),
                    Span(answer.name(of: pair.predicted).padded(to: other), .quiet),
                    Span(
                        String(pair.images).rightAligned(to: countWidth),
                        state.scores.isUnfinished ? .unfinished : .strong),
                    Span(Numbers.percent(share).rightAligned(to: shareWidth), .quiet),
                ], in: place, on: surface)
        }
    }

    private static let countWidth = 7
    private static let shareWidth = 6
}
