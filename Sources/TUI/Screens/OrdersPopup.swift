import Model

/// The orders that images can be listed in.
enum OrdersPopup {
    static func draw(_ chooser: ListChooser, _ state: State, on canvas: inout Canvas) {
        let orders = state.orders
        let box = state.layout.chooser(around: orders.count)
        PopupBox.draw(title: "Order of the images", in: box, on: &canvas)
        if orders.indices.contains(chooser.cursor) {
            canvas.write(about(orders[chooser.cursor]), .quiet, in: box.inset(x: 2, y: 1).row(0), on: .raised)
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
        case .margin: "true class less the best other, the smallest first"
        case .confidence: "the least probable prediction first"
        case .entropy: "the highest entropy of the probabilities first"
        case .label: "true classes by their names"
        case .name: "file names without folders"
        case .similarity: "the highest cosine with what is searched first"
        }
    }
}
