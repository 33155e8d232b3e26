import Model

/// The orders that images can be listed in.
struct OrdersPopup: ListPopup {
    static let context = Context("Choosing an order") { keys }
    var chooser = ListChooser()

    static var keys: [Action] {
        [
            Action("accept", [.enter], "sort", "Sort by this order", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "images.nextOrder", [.char("s")], "next", "Go to the next order", in: [context], hint: 1,
                does: { $0.changeList { $0.move(to: ($0.cursor + 1) % $1, count: $1, height: $2) } }),
            Action(
                "cancel", [.escape, .char("q")], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { state.orders.count }

    func accept(_ state: inout State) -> [Work] {
        state.popup = nil
        state.sort(by: state.orders[chooser.cursor])
        return []
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let orders = state.orders
        let box = state.layout.chooser(around: orders.count)
        PopupBox.draw(title: "Order of the images", in: box, on: &canvas)
        if orders.indices.contains(chooser.cursor) {
            canvas.write(Self.about(orders[chooser.cursor]), .quiet, in: box.inset(x: 2, y: 1).row(0), on: .raised)
        }
        PopupBox.drawList(chooser, count: orders.count, in: state.layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            let isCurrent = orders[index] == state.browse.order
            canvas.write(
                [Span(isCurrent ? "● " : "  ", .bar), Span(orders[index].rawValue, isCurrent ? .strong : .text)],
                in: line, on: surface)
        }
    }

    private static func about(_ order: Browse.Order) -> String {
        switch order {
        case .dataset: "as the dataset has them"
        case .loss: "the least probable true class first"
        case .margin: "the prediction less the runner-up, the least sure first"
        case .confidence: "the least probable prediction first"
        case .entropy: "the highest entropy of the probabilities first"
        case .label: "true classes by their names"
        case .name: "file names without folders"
        case .similarity: "the highest cosine with what is searched first"
        }
    }
}

extension State {
    /// The cursor is on the next, so that the same key and Enter go through them.
    mutating func openOrders() {
        popup = OrdersPopup()
        let next = ((orders.firstIndex(of: browse.order) ?? 0) + 1) % orders.count
        changeList { $0.move(to: next, count: $1, height: $2) }
    }
}
