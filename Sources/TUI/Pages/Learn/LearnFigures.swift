import Model

/// Every method, then every level of the curve: accuracy, interval and a bar in which a line marks the prompts.
enum LearnFigures {
    private static let name = 18
    private static let figure = 6
    private static let interval = 13

    static func draw(_ shown: PromptsBesideImages, _ state: State, in rect: Rect, on canvas: inout Canvas) {
        let bar = max(0, min(60, rect.width - 1 - name - figure - interval - 1))
        let head = " " + "".padded(to: name) + "top-1".rightAligned(to: figure) + "95 %".rightAligned(to: interval)
        canvas.write(
            [Span(head, .faint), Span(bar >= 20 ? "  │ the prompts" : "", .faint)], in: rect.row(0), on: .base)
        let prompts = shown.methods.first?.top1.share
        let isDim = state.isLearnDim
        for (line, row) in (methods(shown, state, isDim) + levels(shown, isDim)).enumerated()
        where line + 1 < rect.height {
            canvas.write(spans(row, prompts, bar: bar), in: rect.row(line + 1), on: .base)
        }
    }

    private struct Row {
        let name: [Span]
        /// Nil while it is on its way.
        var figure: (value: Double, interval: ClosedRange<Double>)?
        var isDim = false
        /// In place of figures.
        var words = ""
    }

    /// In the order of the commands.
    private static func methods(_ shown: PromptsBesideImages, _ state: State, _ isDim: Bool) -> [Row] {
        let table = state.learnTable
        let isOld = isDim || table.withPrompts.question?.evaluation.request.generation != state.scores.generation
        return LearningMethod.allCases.map { method in
            let hasPrompts = LearnedFromImages.methodsWithPrompts.contains(method)
            let all = hasPrompts ? table.withPrompts.answer ?? [] : shown.methods
            let name = [Span(method.words.padded(to: name), method.isZeroShot ? .strong : .text)]
            guard let found = all.first(where: { $0.method == method }) else {
                return Row(name: name, words: waiting(table))
            }
            let dims = method.isZeroShot ? isDim : hasPrompts && (isOld || table.withPrompts.isWaiting)
            return Row(name: name, figure: (found.top1.share, found.top1.range), isDim: dims)
        }
    }

    private static func waiting(_ table: LearnTable) -> String {
        if let failure = table.failureWithPrompts { return failure }
        if table.stopped != nil { return "–" }
        return table.progressWithPrompts.map { "fitting \($0.done) of \($0.of)" } ?? "…"
    }

    private static func levels(_ shown: PromptsBesideImages, _ isDim: Bool) -> [Row] {
        guard let levels = shown.levels, let estimates = shown.estimates else {
            return [Row(name: [Span("1 to 16 a class".padded(to: name), .text)], words: "…")]
        }
        return levels.enumerated().map { place, level in
            let estimate = estimates.accuracies[place][0]
            // The notes say how many there were on average where classes are short of images.
            let words =
                level.shortClasses == 0
                ? "\(Numbers.counted(level.shots, "image")) a class" : "up to \(level.shots) a class"
            return Row(name: [Span(words.padded(to: name), .text)], figure: (estimate.value, estimate.interval))
        }
    }

    private static func spans(_ row: Row, _ prompts: Double?, bar width: Int) -> [Span] {
        guard let (value, interval) = row.figure else {
            return [Span(" ")] + row.name + [Span("  " + row.words, .unfinished)]
        }
        let range = [interval.lowerBound, interval.upperBound]
            .map { Numbers.percent($0).filter { $0 != " " } }.joined(separator: " to ")
        let role: Role = row.isDim ? .unfinished : .quiet
        let spans =
            [Span(" ")] + row.name + [
                Span(Numbers.percent(value).rightAligned(to: figure), row.isDim ? .unfinished : .strong),
                Span(range.rightAligned(to: Self.interval), role), Span(" "),
            ]
        guard width >= 6 else { return spans }
        return spans + bar(value, prompts, width: width, isDim: row.isDim)
    }

    private static func bar(_ value: Double, _ prompts: Double?, width: Int, isDim: Bool) -> [Span] {
        let mark = prompts.map { max(0, min(width - 1, Int(($0 * Double(width)).rounded()) - 1)) }
        return Array(Bar.text(value, width: width)).enumerated().map { x, glyph in
            x == mark ? Span("│", .accent) : Span(String(glyph), isDim ? .unfinished : .bar)
        }
    }
}
