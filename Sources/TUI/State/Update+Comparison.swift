import Model

extension State {
    mutating func perform(_ command: SetComparison.Command) {
        switch command {
        case .open: openCompared()
        case .right: moveComparison(sideways: 1)
        case .left: moveComparison(sideways: -1)
        case .takeReference:
            compare(with: prompting.set, "edit \(editLog.current + 1)")
            message = Message(text: "A is what the prompts are now", role: .quiet)
        case .chooseReference: popup = .references(ListChooser())
        }
    }

    /// What the comparison on the screen calls for.
    mutating func newComparison() -> [Work] {
        guard let labelling, let current = scores.current, current.request.labelling?.name == labelling.name,
            !current.outcomes.isEmpty
        else {
            comparison.inquiry.forget()
            return []
        }
        var work = comparison.newRequest(beside: current, labelling).map { [Work.evaluateReference($0)] } ?? []
        guard let a = referenceEvaluation, a.hasAllTemplates, !a.outcomes.isEmpty, current.hasAllTemplates else {
            return work
        }
        let request = comparison.inquiry.ask(SetComparison.Question(a: a, b: current))
        if let request { work.append(.compare(request)) }
        return work
    }

    /// The evaluation of A, if it speaks of the labelling on the screen.
    var referenceEvaluation: Evaluation? {
        comparison.evaluation.flatMap { $0.request.labelling?.name == labelling?.name ? $0 : nil }
    }

    /// A's answers, one for each image.
    var referenceOutcomes: Outcomes? {
        referenceEvaluation.flatMap { $0.hasAllTemplates && !$0.outcomes.isEmpty ? $0.outcomes : nil }
    }

    /// The evaluation of A that the images page's filter calls for.
    mutating func newReference() -> [Work] {
        guard browse.filter.needsReference, let labelling, let current = scores.current,
            current.request.labelling?.name == labelling.name, !current.outcomes.isEmpty
        else { return [] }
        let before = comparison.evaluation?.stamp
        let request = comparison.newRequest(beside: current, labelling)
        // A is what the prompts are now.
        if comparison.evaluation?.stamp != before { relist(pinning: true) }
        return request.map { [.evaluateReference($0)] } ?? []
    }

    /// The images listed were asked for by the compare page.
    var showsBothSets: Bool {
        origin?.page == .compare && referenceEvaluation?.hasAllTemplates == true
    }

    mutating func receive(_ answer: SetComparison.Answer, generation: Int) {
        guard comparison.inquiry.receive(answer, generation: generation) else { return }
        moveComparison(by: 0)
    }

    // MARK: - A

    /// The sets that A can be: the two that the session knows, and those at hand.
    var references: [PromptChoice] {
        var own = [PromptChoice(set: prompting.set, origin: "the prompts as they are now")]
        if let opened = editLog.entries.first, opened.what == "as opened" {
            own.append(PromptChoice(set: opened.set, origin: opened.what))
        }
        return own + choices
    }

    mutating func chooseReference(at index: Int) {
        popup = nil
        let choice = references[index]
        let origin = choice.saved.map { "\(choice.origin), version \($0.version)" } ?? choice.origin
        index == 0 ? perform(.takeReference) : compare(with: choice.set, origin)
    }

    private mutating func compare(with set: PromptSet, _ origin: String) {
        var set = set
        if set.saysNothingOfClasses { set.takeClasses(of: prompting.set) }
        comparison.reference = SetComparison.Reference(set: set, origin: origin)
        comparison.forgetEvaluation()
    }

    // MARK: - The cursor

    mutating func moveComparison(sideways step: Int) {
        guard comparison.place == .agreement else {
            comparison.list = comparison.list == .classes ? .confusions : .classes
            comparison.place = comparison.list
            return moveComparison(by: 0)
        }
        let all = SetComparison.Agreed.allCases
        let index = all.firstIndex(of: comparison.agreed)! + step
        comparison.agreed = all[max(0, min(index, all.count - 1))]
    }

    /// Up from the first line of a list leads to the four numbers, down from them to the list.
    mutating func moveComparison(by step: Int) {
        let height = ComparePage.height(self)
        let counts = comparison.inquiry.answer.map { (classes: $0.classes.count, confusions: $0.confusions.count) }
        let (classes, confusions) = counts ?? (0, 0)
        var step = step
        if comparison.place == .agreement, step > 0 {
            comparison.place = comparison.list
            step -= 1
        } else if comparison.place != .agreement, step < 0 {
            let cursor = comparison.list == .classes ? comparison.classes.cursor : comparison.confusions.cursor
            if cursor == 0 { comparison.place = .agreement }
        }
        let isIn = { (place: SetComparison.Place, comparison: SetComparison) in comparison.place == place ? step : 0 }
        comparison.classes.move(
            to: comparison.classes.cursor + isIn(.classes, comparison), count: classes, height: height)
        comparison.confusions.move(
            to: comparison.confusions.cursor + isIn(.confusions, comparison), count: confusions, height: height)
    }

    // MARK: - Images

    private mutating func openCompared() {
        guard let chosen = comparedImages else { return }
        guard !chosen.images.isEmpty else {
            message = Message(text: "\(chosen.name): no image", role: .quiet)
            return
        }
        var filter = Browse.Filter()
        filter.chosen = chosen
        showImages(filter)
    }

    /// Those that the number under the cursor counts.
    private var comparedImages: ChosenImages? {
        guard let answer = comparison.inquiry.answer else { return nil }
        switch comparison.place {
        case .agreement:
            return ChosenImages(name: comparison.agreed.rawValue, images: answer.images(comparison.agreed))
        case .classes:
            guard answer.classes.indices.contains(comparison.classes.cursor) else { return nil }
            let label = answer.classes[comparison.classes.cursor].label
            return ChosenImages(name: "\(answer.name(of: label)) that turned", images: answer.turned(label))
        case .confusions:
            guard answer.confusions.indices.contains(comparison.confusions.cursor) else { return nil }
            let cell = answer.confusions[comparison.confusions.cursor]
            return ChosenImages(
                name: "\(answer.name(of: cell.label)) taken for \(answer.name(of: cell.predicted)) by A or B",
                images: answer.taken(cell.label, for: cell.predicted))
        }
    }
}
