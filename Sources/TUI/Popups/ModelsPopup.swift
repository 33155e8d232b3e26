import Model

/// The models at hand, and below them those that are worth fetching; above them what the one under the cursor is, or why
/// it cannot be used, or how to fetch it.
struct ModelsPopup: ListPopup {
    static let context = Context("Model chooser") { keys }
    var chooser = ListChooser()

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "use it", "Classify with this model", in: [context], hint: 0,
                begins: { $0.accept() }),
            Action(
                "cancel", [.escape, .char("q")], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { state.models.count + Self.recommended(state).count }

    func accept(_ state: inout State) -> [Work] {
        guard let missing = Self.recommended(state, at: chooser.cursor) else {
            return state.chooseModel(at: chooser.cursor)
        }
        state.message = State.Message(text: "not here yet: \(missing.pullCommand)", role: .quiet)
        return []
    }

    /// Those that are not here; none while it is not known what is.
    private static func recommended(_ state: State) -> [RecommendedModel] {
        guard !state.models.isEmpty else { return [] }
        let here = Set(state.models.map(\.name))
        return RecommendedModel.all.filter { !here.contains($0.name) }
    }

    /// - Parameter row: of the list; nil where a model that is here stands, or nothing yet.
    private static func recommended(_ state: State, at row: Int) -> RecommendedModel? {
        let missing = recommended(state)
        let place = row - state.models.count
        return missing.indices.contains(place) ? missing[place] : nil
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        let count = count(state)
        PopupBox.draw(title: "Models", in: layout.chooser(around: count), on: &canvas)
        let first = layout.chooser.inset(x: 2, y: 1).row(0)
        canvas.write([about(state)], in: first, on: .raised)
        PopupBox.drawList(chooser, count: count, in: layout.chooserList, on: &canvas) {
            if let missing = Self.recommended(state, at: $0) { return Self.draw(missing, in: $1, $2, on: &$3) }
            let model = state.models[$0]
            Self.draw(model, isCurrent: model.name == state.modelName, in: $1, $2, on: &$3)
        }
    }

    private func about(_ state: State) -> Span {
        guard chooser.cursor < count(state) else { return Span("looking…", .quiet) }
        guard let missing = Self.recommended(state, at: chooser.cursor) else {
            return Self.facts(of: state.models[chooser.cursor])
        }
        return Span("\(missing.note) · \(missing.megabytes) MB · \(missing.licence)", .quiet)
    }

    private static func draw(
        _ model: RecommendedModel, in line: Rect, _ surface: Surface, on canvas: inout Canvas
    ) {
        let figure = Span("to pull · ImageNet " + Numbers.percent(model.imageNet / 100), .quiet)
        let room = max(0, line.width - figure.width - 4)
        canvas.write(
            [Span("  "), Span(model.name.padded(to: room), .faint), Span("  "), figure], in: line, on: surface)
    }

    static func draw(
        _ model: ModelCatalogue.Entry, isCurrent: Bool, in line: Rect, _ surface: Surface, on canvas: inout Canvas
    ) {
        let family = Span(family(of: model), .quiet)
        let room = max(0, line.width - family.width - 4)
        canvas.write(
            [
                Span(isCurrent ? "● " : "  ", .bar), Span(model.name.padded(to: room), role(of: model, isCurrent)),
                Span("  "), family,
            ],
            in: line, on: surface)
    }

    private static func role(of model: ModelCatalogue.Entry, _ isCurrent: Bool) -> Role {
        guard case .usable = model.content else { return .faint }
        return isCurrent ? .strong : .text
    }

    private static func family(of model: ModelCatalogue.Entry) -> String {
        guard case .usable(let facts) = model.content else { return "cannot be used" }
        return facts.family
    }

    private static func facts(of model: ModelCatalogue.Entry) -> Span {
        switch model.content {
        case .unusable(let reason): Span(reason, .warning)
        case .usable(let facts):
            Span(
                "\(facts.family) · \(facts.imageWidth)×\(facts.imageHeight) · \(facts.bytes / 1_000_000) MB",
                .quiet)
        }
    }
}

extension State {
    mutating func openModels() -> [Work] {
        popup = ModelsPopup()
        return [.listModels]
    }

    mutating func list(_ models: [ModelCatalogue.Entry]) {
        self.models = models
        guard let open = popup as? ModelsPopup, open.chooser == ListChooser(),
            let index = models.firstIndex(where: { $0.name == modelName })
        else { return }
        changeList { $0.move(to: index, count: $1, height: $2) }
    }
}
