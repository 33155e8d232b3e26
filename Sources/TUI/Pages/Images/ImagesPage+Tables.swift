import Model

extension ImagesPage {
    /// The images that are listed, in their order, with the columns of eval's CSV; after a search the cosine.
    static func tables(_ state: State) -> [ResultTable] {
        guard let dataset = state.dataset, !state.browse.rows.isEmpty else { return [] }
        let (rows, images, remarks) = (state.browse.rows, dataset.images, state.remarks)
        let (outcomes, classes, labels) = (state.outcomes, state.classes, state.labelColumn?.labels)
        let similarities = state.similarities
        let hasOutcomes = outcomes != nil
        let columns =
            ["file"] + (labels == nil ? [] : ["label"])
            + (hasOutcomes
                ? ["predicted", "probability", "label_probability", "label_rank", "margin"] : [])
            + (similarities == nil ? [] : ["cosine"]) + (remarks.isEmpty ? [] : ["marked", "note"])
        @Sendable func name(_ label: Int?) -> ResultTable.Cell {
            .text(label.flatMap { classes.indices.contains($0) ? classes[$0] : nil })
        }
        return [
            ResultTable("images", title: "images", columns: columns, count: rows.count) { row in
                let image = rows[row]
                var cells: [ResultTable.Cell] = [.text(images.path(image))]
                if let labels { cells.append(name(labels[image])) }
                if hasOutcomes {
                    let outcome = outcomes?[image]
                    cells += [
                        name(outcome?.predicted), .share(outcome?.confidence), .share(outcome?.truth?.probability),
                        .count(outcome?.truth?.rank), .share(outcome?.truth?.margin),
                    ]
                }
                if let similarities { cells.append(.number(similarities[image], decimals: 3)) }
                if !remarks.isEmpty { cells += [.flag(remarks.isMarked(image)), .text(remarks.note(on: image))] }
                return cells
            }
        ]
    }
}
