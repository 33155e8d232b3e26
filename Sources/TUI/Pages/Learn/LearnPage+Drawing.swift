import Model

extension LearnPage {
    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: state.focus == .page, on: &canvas)
        MainScreen.title(heading(state, room: area.width - 4), above: area, on: &canvas)
        let table = state.learnTable
        let layout = LearnLayout(area)
        guard let shown = table.shown, state.labelColumn != nil else {
            return canvas.writeCentred(missing(state), in: area.row(area.height / 3).inset(x: 1), on: .base)
        }
        canvas.write(sentence(shown, state, room: area.width - 2), in: layout.sentence.inset(x: 1), on: .base)
        LearnFigures.draw(shown, state, in: layout.figures, on: &canvas)
        if layout.curve.height > 0 {
            LearnCurve(shown).map { $0.draw(isDim: state.isLearnDim, in: layout.curve, on: &canvas) }
        }
        LearnClasses.draw(shown, state, in: layout.classes, on: &canvas)
        let lines = notes(shown, state).flatMap { $0.wrapped(to: layout.notes.width) }
        for (line, text) in lines.prefix(layout.notes.height).enumerated() {
            let place = layout.notes.row(layout.notes.height - min(lines.count, layout.notes.height) + line)
            canvas.write(text, .quiet, in: place, on: .base)
        }
    }

    private static func heading(_ state: State, room: Int) -> [Span] {
        let isFocused = state.focus == .page && state.promptEditor.edit == nil
        var spans = [Span("Learn", isFocused ? .accent : .strong)]
        guard let shown = state.learnTable.shown, state.labelColumn != nil else { return spans }
        let images = Numbers.counted(shown.fittedOn, "image")
        let fitted = "fitted on \(images), reported on \(shown.reportedOn) others"
        spans += [Span(" · ", .faint), Span(fitted, .quiet)]
        for more in [
            parts(state), shown.leftOut > 0 ? "\(shown.leftOut) left out" : nil,
            shown.copies > 0 ? "\(shown.copies) copies" : nil,
        ].compactMap({ $0 }) {
            let next = [Span(" · ", .faint), Span(more, .quiet)]
            if spans.width + next.width <= room { spans += next }
        }
        return spans
    }

    /// "halves, seed 1", "train and test"
    private static func parts(_ state: State) -> String? {
        switch state.learnTable.learned?.images.parts.origin {
        case .halves(let seed): "halves, seed \(seed)"
        case .splits(let train, let test): "splits \(train) and \(test)"
        case nil: nil
        }
    }

    /// What the prompts are worth, or how far that is.
    private static func sentence(_ shown: PromptsBesideImages, _ state: State, room: Int) -> [Span] {
        if state.promptEditor.set.effective.entries.isEmpty { return [Span("no template is on", .warning)] }
        guard let worth = shown.estimates?.worth else { return progress(state) }
        let dim = state.isLearnDim
        let (from, to) = (worth.words(worth.interval.lowerBound), worth.words(worth.interval.upperBound))
        let range = from == to ? from : "\(from) to \(to)"
        let forms = [
            ("These prompts are worth ", " labelled images a class"), ("worth ", " labelled images a class"),
            ("worth ", " images a class"),
        ]
        let all = forms.map { before, after in
            [
                Span(before, dim ? .unfinished : .text), Span(worth.words(worth.images), dim ? .unfinished : .strong),
                Span(after, dim ? .unfinished : .text), Span(" (95 %: \(range))", dim ? .unfinished : .quiet),
            ]
        }
        return all.first { $0.width <= room } ?? all[all.count - 1]
    }

    static func progress(_ state: State) -> [Span] {
        let table = state.learnTable
        if table.stopped != nil { return [Span("stopped: ", .warning), Span("r", .key), Span(" fits again", .quiet)] }
        guard let (progress, left) = table.progress else { return [Span("…", .unfinished)] }
        let (what, done, total): (String, Int, Int)
        switch progress {
        case .probe(let some, let all): (what, done, total) = ("fitting the probe", some, all)
        case .curve(let some, let all): (what, done, total) = ("drawing images for the curve", some, all)
        }
        let time = left.map { ", \(Numbers.duration($0)) left" } ?? ""
        let count = String(done).rightAligned(to: String(total).count)
        return [
            Span(Bar.text(Double(done) / Double(max(1, total)), width: 12), .bar),
            Span(" \(what): \(count) of \(total)\(time) · ", .unfinished), Span("Esc", .key), Span(" stops", .quiet),
        ]
    }

    private static func notes(_ shown: PromptsBesideImages, _ state: State) -> [String] {
        let differences = shown.classes.compactMap(\.difference)
        let (ahead, behind) = (differences.count { $0 > 0 }, differences.count { $0 < 0 })
        let deserving = Numbers.counted(ahead, "class", "classes")
        var notes = [
            "The probe is ahead in \(deserving), whose prompts deserve work; the prompts are ahead in \(behind);"
                + " equal in \(differences.count - ahead - behind)."
        ]
        let left = Numbers.counted(shown.leftOut, "image")
        if shown.leftOut > 0 { notes.append("\(left) left out: the prompts were chosen on them.") }
        if shown.copies > 0 {
            notes.append(
                "\(shown.copies) of the images reported on have the embedding of one that was fitted to: copies, most"
                    + " likely.")
        }
        let unfitted = shown.classes.count { $0.fittedOn == 0 }
        let without = Numbers.counted(unfitted, "class has", "classes have")
        if unfitted > 0 { notes.append("\(without) no image to learn from: the probe never finds them.") }
        if let last = shown.levels?.last, last.shortClasses > 0 {
            let short = Numbers.counted(last.shortClasses, "class has", "classes have")
            let averages = (shown.levels ?? []).filter { $0.shortClasses > 0 }.map {
                "up to \($0.shots) a class are \(Numbers.signed($0.imagesPerClass))"
            }
            notes.append(
                "\(short) fewer than \(last.shots) images to learn from. On average "
                    + averages.joined(separator: ", ") + ".")
        }
        return notes
    }

    private static func missing(_ state: State) -> [Span] {
        guard state.dataset != nil else { return [] }
        guard state.labelColumn != nil else { return [Span("no labels, so nothing to learn from", .quiet)] }
        if let failure = state.learnTable.failure { return [Span(failure, .warning)] }
        if case .failure(let failure) = state.learnTable.beside.answer { return [Span(failure.reason, .warning)] }
        if state.promptEditor.set.effective.entries.isEmpty { return [Span("no template is on", .warning)] }
        if state.embedding?.isFinished == false { return [Span("once all images are embedded…", .unfinished)] }
        return progress(state)
    }
}

extension State {
    /// The figures are of older prompts than those on the screen.
    var isLearnDim: Bool {
        learnTable.beside.isWaiting || scores.isUnfinished
            || learnTable.beside.question?.evaluation.request.generation != scores.generation
    }
}
