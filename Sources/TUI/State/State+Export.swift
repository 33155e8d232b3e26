import Model

/// Rows written, of all.
package struct ExportProgress: Equatable, Sendable {
    let rows: Int
    let of: Int
}

/// Why a page is in no file.
package enum NotExported: Equatable, Sendable {
    /// There is a file of this name.
    case exists(String)
    case stopped
    case failed(String)
}

/// What is on the page, as a file.
extension State {
    /// Why not now; nil where it can be written.
    var notExportable: String? {
        if export != nil { return nil }
        if scores.isUnfinished { return "the figures are on their way" }
        return page.content.tables(self).isEmpty ? "there is nothing on this page yet" : nil
    }

    /// A name to begin with; while one is being written it is stopped.
    mutating func openExport() -> [Work] {
        guard export == nil else { return [.stopExport] }
        popup = ExportPopup("\(page.content.title).csv", of: resultTables)
        return []
    }

    var resultTables: ResultTables {
        var facts = [
            ResultTables.Fact("dataset", datasetName), ResultTables.Fact("model", modelName),
            ResultTables.Fact("prompts", promptEditor.set.name),
        ]
        if let labelColumn { facts.insert(ResultTables.Fact("label_column", labelColumn.name), at: 1) }
        return ResultTables(
            page: page.content.title, facts: facts, notes: exportNotes, tables: page.content.tables(self))
    }

    /// What the figures rest on, where that does not go without saying.
    private var exportNotes: [String] {
        guard let dataset, let evaluation else { return [] }
        let (all, labelled) = (dataset.images.count, evaluation.metrics?.images ?? 0)
        var notes: [String] = []
        if evaluation.images < all {
            notes.append("\(evaluation.images) of \(Numbers.counted(all, "image")) are classified.")
        }
        if evaluation.notCounted > 0 {
            notes.append("Images of a hidden class count in no figure: \(evaluation.notCounted).")
        } else if labelled > 0, labelled < evaluation.images {
            notes.append(
                "\(labelled) of \(Numbers.counted(evaluation.images, "image")) have a label; the others count in no figure."
            )
        }
        if let chosen = promptEditor.set.chosenOn {
            notes.append(
                "The prompts were chosen on \(Numbers.counted(chosen.count, "image")), which praise them too much.")
        }
        return notes
    }

    mutating func endExport(_ path: String, rows: Int, lost: String?) {
        export = nil
        message = Message(
            text: "wrote \(Numbers.counted(rows, "row")) to \(path)" + (lost.map { "; \($0)" } ?? ""), role: .strong)
    }

    mutating func failExport(_ reason: NotExported) {
        export = nil
        switch reason {
        case .exists(let name):
            var open = ExportPopup(name, of: resultTables)
            open.existing = name
            popup = open
        case .stopped: message = Message(text: "nothing was written", role: .quiet)
        case .failed(let words): message = Message(text: words, role: .warning)
        }
    }
}
