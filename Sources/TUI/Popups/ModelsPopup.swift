import Model

/// The models at hand; above them what the one under the cursor is, or why it cannot be used.
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

    func count(_ state: State) -> Int { state.models.count }

    func accept(_ state: inout State) -> [Work] { state.chooseModel(at: chooser.cursor) }

    func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "Models", in: layout.chooser(around: state.models.count), on: &canvas)
        let first = layout.chooser.inset(x: 2, y: 1).row(0)
        let about =
            state.models.indices.contains(chooser.cursor)
            ? Self.facts(of: state.models[chooser.cursor]) : Span("looking…", .quiet)
        canvas.write([about], in: first, on: .raised)
        PopupBox.drawList(chooser, count: state.models.count, in: layout.chooserList, on: &canvas) {
            let model = state.models[$0]
            Self.draw(model, isCurrent: model.name == state.modelName, in: $1, $2, on: &$3)
        }
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
