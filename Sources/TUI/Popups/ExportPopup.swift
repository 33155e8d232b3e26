import Foundation
import Model

/// Asks for the file that the page in view is written to; the ending of its name chooses the format.
struct ExportPopup: CompletingPopup {
    static let context = Context("Exporting", takesText: true) { keys }
    var editor: LineEditor
    var candidates: [String] = []
    /// The name of a file that is there already: asked for again, it is replaced.
    var existing: String?
    /// As they were when it was asked.
    private let tables: ResultTables

    init(_ name: String, of tables: ResultTables) {
        (editor, self.tables) = (LineEditor(name), tables)
    }

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "write", "Write the file", in: [context], hint: 0, begins: { $0.accept() }),
            completion(in: context, hint: 1),
            Action(
                "cancel", [.escape], "close", "Close without writing", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func accept(_ state: inout State) -> [Work] {
        guard let format = ResultTables.Format(ofFile: name) else { return [] }
        state.popup = nil
        return [.export(tables, to: name, format, replacing: name == existing)]
    }

    private var name: String { editor.text.trimmingCharacters(in: .whitespaces) }

    func draw(_ state: State, on canvas: inout Canvas) {
        draw(title: "Export \(tables.page)", consequence, state, on: &canvas)
    }

    /// What the name makes of the page.
    private var consequence: Span {
        guard let format = ResultTables.Format(ofFile: name) else {
            return Span("the name ends in .csv, .json or .md", .warning)
        }
        if name == existing { return Span("this file exists; Enter replaces it", .warning) }
        let rows = tables.tables(in: format).map { "\($0.title) \($0.count)" }.joined(separator: ", ")
        let kind = format == .markdown ? "Markdown" : format.rawValue.uppercased()
        let lost = tables.lost(in: format).map { "; \($0)" } ?? ""
        return Span("\(kind): \(rows)\(lost)", .quiet)
    }
}
