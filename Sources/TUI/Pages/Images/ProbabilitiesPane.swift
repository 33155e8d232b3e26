import Model

/// What the classifier thinks of the selected image: bars, the true class marked, changes since the baseline.
enum ProbabilitiesPane {
    static func draw(_ state: State, in rect: Rect, on canvas: inout Canvas) {
        MainScreen.title(title(state, columns: rect.width), above: rect, on: &canvas)
        guard let image = state.browse.selected, rect.height > 2 else { return }
        guard state.labelColumn != nil else {
            return canvas.writeCentred(
                [Span("no classes to choose from", .quiet)], in: rect.row(rect.height / 3), on: .base)
        }
        guard let rows = rows(state, image) else {
            let isUnreadable = state.unreadable[image] != nil
            let words = isUnreadable ? Span("the image cannot be read", .quiet) : Span("…", .faint)
            return canvas.writeCentred([words], in: rect.row(rect.height / 3), on: .base)
        }
        let facts = facts(state, image)
        let factLines = rect.height >= 9 ? facts.count + 1 : 0
        if state.showsBothSets {
            let line = Rect(x: rect.x, y: rect.y - 1, width: rect.width - 1, height: 1)
            canvas.writeRight([Span("   B     A ", .quiet)], in: line, on: .base)
        }
        let list = Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - factLines)
        for (line, row) in shown(rows, height: list.height, state).enumerated() {
            draw(row, state, in: list.row(line), on: &canvas)
        }
        guard factLines > 0 else { return }
        for (line, spans) in facts.enumerated() {
            let place = rect.row(rect.height - facts.count + line).inset(x: 1)
            let half = (place.width - 2) / 2
            for (column, pair) in spans.enumerated() {
                let x = place.x + column * (half + 2)
                let room = Rect(x: x, y: place.y, width: half, height: 1)
                canvas.write(pair[0].text, .quiet, in: room, on: .base)
                canvas.writeRight([pair[1]], in: room, on: .base)
            }
        }
    }

    /// With what the numbers are; where there is no room for both, that alone.
    private static func title(_ state: State, columns: Int) -> [Span] {
        let hasSigmoids = state.scores.current?.logitBias != nil && !state.showsBothSets
        guard hasSigmoids else {
            return [Span("Probabilities", .strong), Span(" · ", .faint), Span("softmax", .quiet)]
        }
        return columns < 36
            ? [Span("Softmax, sigmoid", .strong)]
            : [Span("Probabilities", .strong), Span(" · ", .faint), Span("softmax, sigmoid", .quiet)]
    }

    struct Row: Equatable {
        let label: Int
        let probability: Double
        /// Under the baseline's prompts, or those of A where two sets are compared.
        let before: Double?
        /// How likely the class fits by itself, where the model was trained so.
        var sigmoid: Double?
        var isTrue = false
        var isPredicted = false
    }

    /// All classes, the most probable first. While typing the order is that of the baseline: bars change, rows
    /// stay where they are.
    static func rows(_ state: State, _ image: Int) -> [Row]? {
        let scores = state.scores
        guard let current = scores.current, current.request.labelColumn?.name == state.labelColumn?.name,
            let embedding = state.embeddings?[image]?[...], let now = current.probabilities(of: embedding)
        else { return nil }
        let isComparable = scores.baseline?.request.labelColumn?.name == state.labelColumn?.name
        let baseline = state.showsBothSets ? state.referenceEvaluation : isComparable ? scores.baseline : nil
        let truth = state.trueLabel(of: image)
        let (names, namesBefore) = (current.request.choice?.classes ?? [], baseline?.request.choice?.classes ?? [])
        let probabilitiesBefore =
            state.showsBothSets ? state.referenceProbabilities(of: image) : baseline?.probabilities(of: embedding)
        // An added class may have been another before.
        let before = names.indices.map { label -> Float? in
            guard let all = probabilitiesBefore, all.indices.contains(label), namesBefore[label] == names[label] else {
                return nil
            }
            return all[label]
        }
        let sigmoids = state.showsBothSets ? nil : current.sigmoids(of: embedding)
        let order = state.promptEditor.edit == nil || probabilitiesBefore == nil ? now : before
        func place(_ label: Int) -> Float { order[label] ?? -1 }
        let offered = now.indices.filter { now[$0] != nil }
        let best = offered.max { now[$0]! < now[$1]! }
        return offered.sorted { (place($1), $0) < (place($0), $1) }.map { label in
            Row(
                label: label, probability: Double(now[label]!), before: before[label].map { Double($0) },
                sigmoid: (sigmoids?[label]).map { Double($0) }, isTrue: label == truth, isPredicted: label == best)
        }
    }

    /// The first rows; the true class and the predicted one are always among them.
    static func shown(_ rows: [Row], height: Int, _ state: State) -> [Row] {
        guard rows.count > height, height > 2 else { return Array(rows.prefix(height)) }
        let hidden = rows.dropFirst(height).filter { $0.isTrue || $0.isPredicted }
        var head = Array(rows.prefix(height))
        for row in hidden.reversed() {
            guard let place = head.lastIndex(where: { !$0.isTrue && !$0.isPredicted }) else { break }
            head.remove(at: place)
            head.append(row)
        }
        return head
    }

    private static func draw(_ row: Row, _ state: State, in line: Rect, on canvas: inout Canvas) {
        let deltaWidth = 6
        let inner = line.width - 2
        let sigmoid = row.sigmoid.map { Numbers.smallPercent($0).rightAligned(to: 5) } ?? ""
        let besideBar = 1 + 1 + 1 + 4 + sigmoid.count + 1 + deltaWidth
        let nameWidth = max(9, min(26, inner * 42 / 100))
        let barWidth = max(0, inner - nameWidth - besideBar)
        let isDim = state.scores.isUnfinished
        let isNothing = row.probability < 0.0005 && !row.isTrue
        let nameRole: Role = row.isTrue ? .truth : row.isPredicted ? .strong : isNothing ? .faint : .text
        let numberRole: Role = isDim ? .unfinished : row.isPredicted ? .strong : isNothing ? .faint : .text
        let barRole: Role = isDim ? .unfinished : row.isTrue ? .truth : row.isPredicted ? .wrong : .bar
        var delta = row.before.map { Numbers.delta(100 * (row.probability - $0)) } ?? Span("")
        if delta.role == .faint { delta = Span("") }
        // More of the true class is better; more of any other is worse.
        if !row.isTrue && !delta.text.isEmpty { delta.role = delta.role == .up ? .down : .up }
        if state.trueLabel(of: state.browse.selected ?? 0) == nil, !delta.text.isEmpty { delta.role = .text }
        if state.showsBothSets {
            let a = row.before.map { Numbers.percent($0) } ?? "–"
            delta = Span(a.rightAligned(to: deltaWidth - 1), row.before ?? 0 < 0.0005 ? .faint : .text)
        }
        canvas.write(
            [
                Span(" "), Span((state.className(row.label) ?? "").padded(to: nameWidth), nameRole),
                Span(row.isTrue ? "◀" : " ", .truth), Span(" "),
                Span(Bar.text(row.probability, width: barWidth), barRole),
                Span(" "), Span(Numbers.percent(row.probability), numberRole),
                Span(sigmoid, isDim ? .unfinished : .text), Span(" "), isDim ? Span(delta.text, .unfinished) : delta,
            ], in: line, on: .base)
    }

    /// Two lines of two pairs of name and value.
    private static func facts(_ state: State, _ image: Int) -> [[[Span]]] {
        guard let outcome = state.outcome(of: image) else { return [] }
        func pair(_ name: String, _ value: String) -> [Span] { [Span(name, .quiet), Span(value, .text)] }
        let entropy = pair("entropy", Numbers.signed(Double(outcome.entropy), decimals: 2))
        guard let truth = outcome.truth else {
            return [[pair("lead", Numbers.signed(100 * Double(outcome.lead))), entropy]]
        }
        return [
            [pair("margin", Numbers.signed(100 * Double(truth.margin))), pair("rank", String(truth.rank))],
            [pair("loss", Numbers.signed(Double(truth.loss), decimals: 2)), entropy],
        ]
    }
}
