import Model

/// The models at hand; above them what the one under the cursor is, or why it cannot be used.
enum ModelsPopup {
    static func draw(_ chooser: ListChooser, _ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "Models", in: layout.chooser(around: state.models.count), on: &canvas)
        let first = layout.chooser.inset(x: 2, y: 1).row(0)
        let about =
            state.models.indices.contains(chooser.cursor)
            ? facts(of: state.models[chooser.cursor]) : Span("looking…", .quiet)
        canvas.write([about], in: first, on: .raised)
        PopupBox.drawList(chooser, count: state.models.count, in: layout.chooserList, on: &canvas) {
            let model = state.models[$0]
            draw(model, isCurrent: model.name == state.modelName, in: $1, $2, on: &$3)
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
