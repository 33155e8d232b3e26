import Model

extension PromptsPage {
    /// The templates that are listed or the classes, whichever side is shown first.
    static func tables(_ state: State) -> [ResultTable] {
        let (templates, names) = (templates(state), classNames(state))
        let isAtNames = state.promptTable.side == .classNames
        return (isAtNames ? [names, templates] : [templates, names]).compactMap { $0 }
    }

    private static func templates(_ state: State) -> ResultTable? {
        let (order, entries) = (state.promptTable.order, state.promptEditor.set.entries)
        guard !order.isEmpty else { return nil }
        let contributions = state.promptTable.contributions
        return ResultTable(
            "templates", title: "templates",
            columns: ["text", "on", "helps", "alone", "switched", "change", "flips", "gained", "lost"],
            count: order.count
        ) { row in
            let entry = entries[order[row]]
            // What is known of the set before an edit is not said of this one.
            let figures = contributions.areFresh(entry) ? contributions.figures(of: entry) : nil
            let switched = figures?.switched
            return [
                .text(entry.template.text), .flag(entry.isOn), .number(figures?.helps, decimals: 4),
                .share(figures?.alone), .share(switched?.accuracy), .share(switched?.change), .count(switched?.flips),
                .count(switched?.gained), .count(switched?.lost),
            ]
        }
    }

    private static func classNames(_ state: State) -> ResultTable? {
        let count = state.namedCount
        guard count > 0 else { return nil }
        let labels = (0..<count).compactMap(state.namedLabel(at:))
        let set = state.promptEditor.set
        let (own, metrics) = (state.labelColumn?.classes.count ?? 0, state.evaluation?.metrics)
        return ResultTable(
            "class_names", title: "class names", columns: ["label", "names", "images", "recall", "hidden", "added"],
            count: labels.count
        ) { row in
            let label = labels[row]
            let isHidden = set.hidden.contains(label)
            let figures = row < own && !isHidden ? metrics?.perClass[row] : nil
            return [
                .text(label), .text(ClassNames(set.names(of: label)).text), .count(figures?.images),
                .share(figures?.recall), .flag(isHidden), .flag(row >= own),
            ]
        }
    }
}
