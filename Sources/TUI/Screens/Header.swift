import Model

/// The two lines at the top: what is open, and how good it is. The numbers are what the eye should meet first.
enum Header {
    static func draw(_ state: State, on canvas: inout Canvas) {
        let area = state.layout.header
        canvas.fill(area, on: .edge)
        drawNames(state, in: area.row(0).inset(x: 1), on: &canvas)
        drawScores(state, in: area.row(1).inset(x: 1), on: &canvas)
    }

    private static func drawNames(_ state: State, in line: Rect, on canvas: inout Canvas) {
        let names = names(state, width: line.width)
        canvas.write(names.brand, in: line, on: .edge)
        canvas.writeRight(names.right, in: line, on: .edge)
        Tabs.draw(
            state, names.tabs, in: Rect(x: line.x + names.x, y: line.y, width: line.width, height: 1), on: &canvas)
    }

    /// The page whose name stands there.
    static func page(at x: Int, _ state: State) -> Page? {
        let names = names(state, width: state.size.columns - 2)
        return Tabs.page(at: x - 1 - names.x, state, names.tabs)
    }

    private struct Names {
        var brand: [Span] = []
        let tabs: Tabs.Form
        let right: [Span]
        /// Where the tabs begin.
        var x: Int { brand.width }
    }

    /// Which form the tabs have is a matter of the terminal's width alone, so that they stay where they are; what is open
    /// takes the rest.
    private static func names(_ state: State, width: Int) -> Names {
        let brand = [Span("clipscope", .accent), Span(" ")]
        let forms: [(hasBrand: Bool, tabs: Tabs.Form)] = [
            (true, .names), (false, .names), (true, .short), (false, .short), (false, .digits),
        ]
        // The program's name comes last.
        let form = forms.first { form in
            let left = (form.hasBrand ? brand.width + leastRight : 0) + Tabs.mostWidth(form.tabs)
            return left + 1 + leastRight <= width
        }
        let (hasBrand, tabs) = form ?? (false, .current)
        let room = max(0, width - (hasBrand ? brand.width : 0) - Tabs.width(state, tabs) - 1)
        let rights = openNames(state)
        let right =
            rights.first { $0.width <= room } ?? [Span(rights.last!.map(\.text).joined().padded(to: room), .text)]
        return Names(brand: hasBrand ? brand : [], tabs: tabs, right: right)
    }

    /// For the names of a dataset and a model.
    private static let leastRight = 23

    /// The model's name, and its precision where it is not single.
    private static func modelSpan(_ state: State) -> Span {
        let isFast = state.fingerprint?.hasSuffix(Precision.int8.suffix) ?? false
        return Span(
            state.modelName + (isFast ? " \(Precision.int8.rawValue)" : ""), state.isModelReady ? .text : .unfinished)
    }

    /// Dataset, model and prompts, the longest first.
    private static func openNames(_ state: State) -> [[Span]] {
        let name = Span(state.datasetName, .strong)
        let model = modelSpan(state)
        guard let dataset = state.dataset else {
            let found = state.imagesFound.map { " " + Numbers.counted($0, "image") } ?? ""
            return [[name, Span("  opening…\(found)", .unfinished), Span("   model ", .faint), model]]
        }
        let set = Span(state.promptEditor.set.name, .text)
        let short = [Span("  ", .faint), model, dot(state), set]
        let gap = state.hasUnsavedPrompts ? dot(state) : Span("   ")
        let long = [Span("   model ", .faint), model, gap, Span("prompts ", .faint), set]
        let unreadable = state.unreadable.isEmpty ? "" : "\(state.unreadable.count) unreadable"
        let left = dataset.leftOut.count == 0 ? "" : "\(dataset.leftOut.count) left out"
        let images = [Numbers.counted(dataset.images.count, "image"), left, unreadable].filter { !$0.isEmpty }
        let count = state.evaluation?.request.choice?.offered.count ?? state.labelColumn?.classes.count ?? 0
        let labels = state.labelColumn.map { [Numbers.counted(count, "class", "classes"), $0.name] }
        let all = (images + (labels ?? ["no labels"])).joined(separator: " · ")
        let some = (images + (labels?.suffix(1) ?? ["no labels"])).joined(separator: " · ")
        func facts(_ text: String) -> [Span] { [name, Span(text.isEmpty ? "" : "  " + text, .quiet)] }
        return [
            facts(all) + long, facts(all) + short, facts(some) + short, facts(images.joined(separator: " · ")) + short,
            facts(unreadable) + short,
            // What may be cut stands last.
            facts(unreadable) + [state.hasUnsavedPrompts ? dot(state) : Span("  "), model],
        ]
    }

    /// What stands beside the name of the prompt set: a larger dot where the set is not saved as it is. As wide as the
    /// other one, so that nothing moves while somebody types.
    static func dot(_ state: State) -> Span {
        state.hasUnsavedPrompts ? Span(" • ", .accent) : Span(" · ", .faint)
    }

    private static func drawScores(_ state: State, in line: Rect, on canvas: inout Canvas) {
        let right = status(state)
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
        guard state.labelColumn != nil else { return [[Span("no labels, so no accuracy", .quiet)]] }
        if state.promptEditor.set.effective.entries.isEmpty { return [[Span("no template is on", .warning)]] }
        if state.evaluation?.request.choice?.offered.isEmpty == true {
            return [[Span("every class is hidden", .warning)]]
        }
        if let choice = state.evaluation?.request.choice, choice.offered.count == 1, let only = choice.offered.first {
            return [[Span("one class, \(choice.classes[only]): every image is right, so no accuracy", .warning)]]
        }
        let metrics = state.evaluation?.metrics
        let change = state.scores.change
        let isPartial = state.scores.isUnfinished || metrics == nil || state.embedding?.isFinished == false
        let role: Role = isPartial ? .unfinished : .strong
        func group(_ name: String, _ share: Double?, _ points: Double?) -> [Span] {
            let value = share.map { Numbers.percent($0) + "%" } ?? "   … "
            let delta = points.map { Numbers.delta($0) } ?? Span("")
            let shown = state.scores.isUnfinished ? Span(delta.text, .unfinished) : delta
            let own = [Span(" " + name + " ", .quiet), Span(value, role), Span(" ")]
            return change == nil ? own : own + [shown, gap(after: delta, 5)]
        }
        var groups = [
            group("top-1", metrics?.top1, change?.top1),
            state.hasTopFive ? group("top-5", metrics?.top5, change?.top5) : [Span(" top-5 says nothing  ", .faint)],
        ]
        if let change { groups.append(flips(change)) }
        groups.append(group("class mean", metrics?.meanPerClass, change?.meanPerClass))
        return groups
    }

    private static func flips(_ change: Change) -> [Span] {
        let right = Span("+\(change.turnedRight)", change.turnedRight == 0 ? .faint : .up)
        let wrong = Span("−\(change.turnedWrong)", change.turnedWrong == 0 ? .faint : .down)
        let spans = [right, Span(" "), wrong, Span(" flipped", .quiet)]
        return spans + [Span("".padded(to: max(0, 17 - spans.width)))]
    }

    private static func gap(after span: Span, _ width: Int) -> Span {
        Span(String(repeating: " ", count: max(0, width - span.width) + 1))
    }

    /// Beside the first two numbers; else it stands in the line at the bottom.
    static func hasRoom(for message: State.Message, _ state: State) -> Bool {
        let numbers = scores(state).prefix(2).flatMap { $0 }.width + 2
        return DisplayWidth.of(message.text) + 2 <= state.size.columns - 2 - numbers
    }

    /// At the right: a message, or what is going on.
    private static func status(_ state: State) -> [Span] {
        if let message = state.message, hasRoom(for: message, state) { return [Span(message.text, message.role)] }
        if let export = state.export {
            return [Span("writing \(export.rows) of \(Numbers.counted(export.of, "row"))…", .unfinished)]
        }
        if state.dataset != nil && !state.isModelReady { return [Span("loading the model…", .unfinished)] }
        if let current = state.scores.current, !current.hasAllTemplates,
            current.request.generation == state.scores.generation
        {
            return [Span("\(current.templatesDone) of \(current.templates) templates…", .unfinished)]
        }
        if let progress = state.embedding, !progress.isFinished {
            return embedding(progress, columns: state.size.columns)
        }
        return state.scores.isSlow ? [Span("computing…", .unfinished)] : notCounted(state)
    }

    /// Images whose class is hidden are in none of the numbers, nor are those without a label.
    private static func notCounted(_ state: State) -> [Span] {
        guard let dataset = state.dataset, let evaluation = state.evaluation else { return [] }
        let (count, labelled) = (evaluation.notCounted, evaluation.metrics?.images ?? 0)
        guard count > 0 else {
            guard labelled > 0, labelled < evaluation.images else { return chosenOn(state) }
            return [Span("\(labelled) of \(Numbers.counted(evaluation.images, "image")) have a label", .quiet)]
        }
        guard state.size.columns >= 110 else { return [Span("\(count) not counted", .quiet)] }
        let verb = count == 1 ? "is" : "are"
        return [
            Span(
                "\(count) of \(Numbers.counted(dataset.images.count, "image")) \(verb) of a hidden class: not counted",
                .quiet)
        ]
    }

    /// What prompts were chosen on praises them too much.
    private static func chosenOn(_ state: State) -> [Span] {
        guard let chosen = state.promptEditor.set.chosenOn else { return [] }
        let words = "chosen on \(Numbers.counted(chosen.count, "image"))"
        return [Span(state.size.columns < 110 ? words : words + ": too good on them, see 5 compare", .quiet)]
    }

    static func embedding(_ progress: EmbeddingProgress, columns: Int) -> [Span] {
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

/// The pages as a quiet row of words in the first line; the digit before each shows it.
enum Tabs {
    /// All names; all in a few letters; the digits, with the name of the current one; the current one alone.
    enum Form: CaseIterable { case names, short, digits, current }

    private struct Tab {
        let page: Page
        let text: String
    }

    private static func tabs(_ state: State, _ form: Form) -> [Tab] {
        Page.allCases.filter { form != .current || $0 == state.page }.map { page in
            let title = form == .names || form == .current ? page.content.title : page.content.shortTitle
            let name = page == state.page || form != .digits ? " \(title)" : ""
            return Tab(page: page, text: " \(page.key.name)\(name)" + (form == .short ? "" : " "))
        }
    }

    static func width(_ state: State, _ form: Form) -> Int {
        tabs(state, form).reduce(0) { $0 + DisplayWidth.of($1.text) }
    }

    /// Whichever page is shown.
    static func mostWidth(_ form: Form) -> Int {
        let titles = Page.allCases.map { DisplayWidth.of($0.content.title) }
        let short = Page.allCases.map { DisplayWidth.of($0.content.shortTitle) }
        return switch form {
        case .names: titles.reduce(0) { $0 + $1 + 4 }
        case .short: short.reduce(0) { $0 + $1 + 3 }
        case .digits: 3 * titles.count + (short.max() ?? 0) + 1
        case .current: (titles.max() ?? 0) + 4
        }
    }

    static func draw(_ state: State, _ form: Form, in line: Rect, on canvas: inout Canvas) {
        var room = line
        for tab in tabs(state, form) {
            let isCurrent = tab.page == state.page
            let name = tab.text.dropFirst(2)
            let spans = [
                Span(String(tab.text.prefix(2)), isCurrent ? .accent : .faint),
                Span(String(name), isCurrent ? .accent : .quiet),
            ]
            let width = canvas.write(spans, in: room, on: isCurrent ? .marked : .edge)
            room = Rect(x: room.x + width, y: room.y, width: room.width - width, height: 1)
        }
    }

    /// - Parameter x: counted from the row's begin.
    static func page(at x: Int, _ state: State, _ form: Form) -> Page? {
        var end = 0
        return tabs(state, form).first { tab in
            end += DisplayWidth.of(tab.text)
            return x >= 0 && x < end
        }?.page
    }
}
