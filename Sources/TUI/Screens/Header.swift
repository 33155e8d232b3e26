/// The two lines at the top: what is open, and how good it is. The numbers are what the eye should meet first.
enum Header {
    static func draw(_ state: State, on canvas: inout Canvas) {
        let area = state.layout.header
        canvas.fill(area, on: .edge)
        drawNames(state, in: area.row(0).inset(x: 1), on: &canvas)
        drawScores(state, in: area.row(1).inset(x: 1), on: &canvas)
    }

    private static func drawNames(_ state: State, in line: Rect, on canvas: inout Canvas) {
        let (lefts, rights) = (leftNames(state), rightNames(state))
        // Facts go before labels do, and the number of classes before either.
        let fitting = [(0, 0), (1, 0), (1, 1), (2, 1)].map {
            (lefts[min($0, lefts.count - 1)], rights[min($1, rights.count - 1)])
        }
        let (left, right) = fitting.first { $0.width + 2 + $1.width <= line.width } ?? fitting[3]
        canvas.writeRight(right, in: line, on: .edge)
        canvas.write(left, in: Rect(x: line.x, y: line.y, width: line.width - right.width - 2, height: 1), on: .edge)
    }

    /// The longest first.
    private static func leftNames(_ state: State) -> [[Span]] {
        let name: [Span] = [Span("clipscope", .accent), Span("  "), Span(state.datasetName, .strong)]
        guard let dataset = state.dataset else { return [name + [Span("  opening…", .unfinished)]] }
        let unreadable = state.unreadable.isEmpty ? "" : " · \(state.unreadable.count) unreadable"
        let images = Numbers.counted(dataset.images.count, "image") + unreadable
        guard let labelling = state.labelling else { return [name + [Span("  \(images) · no labels", .quiet)]] }
        let classes = Numbers.counted(labelling.classes.count, "class", "classes")
        let facts = ["\(images) · \(classes) · \(labelling.name)", "\(images) · \(labelling.name)", images]
        return facts.map { name + [Span("  " + $0, .quiet)] }
    }

    private static func rightNames(_ state: State) -> [[Span]] {
        let model = Span(state.modelName, state.isModelReady ? .text : .unfinished)
        guard state.dataset != nil else { return [[Span("model ", .faint), model]] }
        let set = Span(state.prompting.set.name, .text)
        return [[Span("model ", .faint), model, Span("   prompts ", .faint), set], [model, Span(" · ", .faint), set]]
    }

    private static func drawScores(_ state: State, in line: Rect, on canvas: inout Canvas) {
        let right = news(state)
        canvas.writeRight(right, in: line, on: .edge)
        var room = Rect(x: line.x, y: line.y, width: line.width - right.width - (right.isEmpty ? 0 : 2), height: 1)
        var groups = scores(state)
        while groups.count > 1, groups.flatMap({ $0 }).width + groups.count > room.width { groups.removeLast() }
        if groups.count > 1 { room.x -= 1 }
        for (index, group) in groups.enumerated() {
            // The number to meet first.
            canvas.write(group, in: room, on: index == 0 && groups.count > 1 ? .selected : .edge)
            room = Rect(x: room.x + group.width + 1, y: room.y, width: room.width - group.width - 1, height: 1)
        }
    }

    /// The numbers in groups, the least needed last.
    private static func scores(_ state: State) -> [[Span]] {
        guard state.dataset != nil else { return [] }
        guard state.labelling != nil else { return [[Span("no labels, so no accuracy", .quiet)]] }
        if state.prompting.set.effective.entries.isEmpty { return [[Span("no template is on", .warning)]] }
        let current = state.scores.current
        let metrics = current?.request.labelling?.name == state.labelling?.name ? current?.metrics : nil
        let change = state.scores.change
        let isPartial = state.scores.isUnfinished || metrics == nil || state.embedding?.isFinished == false
        let role: Role = isPartial ? .unfinished : .strong
        func group(_ name: String, _ share: Double?, _ points: Double?) -> [Span] {
            let value = share.map { Numbers.percent($0) + "%" } ?? "   … "
            let delta = points.map { Numbers.delta($0) } ?? Span("")
            let shown = state.scores.isUnfinished ? Span(delta.text, .unfinished) : delta
            return [Span(" " + name + " ", .quiet), Span(value, role), Span(" "), shown, gap(after: delta, 5)]
        }
        var groups = [
            group("top-1", metrics?.top1, change?.top1), group("top-5", metrics?.top5, change?.top5),
            flips(change), group("class mean", metrics?.meanPerClass, change?.meanPerClass),
        ]
        if state.size.columns < 110 { groups.removeLast() }
        return groups
    }

    private static func flips(_ change: Change?) -> [Span] {
        guard let change else { return [Span("".padded(to: 17))] }
        let right = Span("+\(change.turnedRight.count)", change.turnedRight.isEmpty ? .faint : .up)
        let wrong = Span("−\(change.turnedWrong.count)", change.turnedWrong.isEmpty ? .faint : .down)
        let spans = [right, Span(" "), wrong, Span(" flipped", .quiet)]
        return spans + [Span("".padded(to: max(0, 17 - spans.width)))]
    }

    private static func gap(after span: Span, _ width: Int) -> Span {
        Span(String(repeating: " ", count: max(0, width - span.width) + 1))
    }

    /// At the right: a message, or what is going on.
    private static func news(_ state: State) -> [Span] {
        if let message = state.message {
            return [Span(message.text.keepingEnd(of: state.size.columns - 2), message.role)]
        }
        if state.dataset != nil && !state.isModelReady { return [Span("loading the model…", .unfinished)] }
        if let current = state.scores.current, !current.hasAllTemplates,
            current.request.generation == state.scores.generation
        {
            return [Span("\(current.templatesDone) of \(current.templates) templates…", .unfinished)]
        }
        if let progress = state.embedding, !progress.isFinished { return embedding(progress, state.size.columns) }
        return state.scores.isSlow ? [Span("computing…", .unfinished)] : []
    }

    private static func embedding(_ progress: EmbeddingProgress, _ columns: Int) -> [Span] {
        let total = String(progress.total)
        let share = Double(progress.done + progress.failed) / Double(max(1, progress.total))
        let count = String(progress.done).rightAligned(to: total.count)
        var spans = [Span("embedding \(count) of \(total)", .unfinished)]
        if columns >= 100 { spans = [Span(Bar.text(share, width: 10), .bar), Span(" ")] + spans }
        if let rate = progress.rate, let left = progress.secondsLeft {
            let speed = columns >= 100 ? " · \(Int(rate.rounded()))/s" : ""
            spans.append(Span("\(speed) · \(Numbers.duration(left)) left", .unfinished))
        }
        return spans
    }
}
