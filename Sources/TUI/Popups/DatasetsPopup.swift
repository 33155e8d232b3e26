import Foundation
import Model

/// The datasets at hand: the sample, and those of the Hugging Face cache. The one that is chosen is opened by the program
/// anew, as a start that names it would.
struct DatasetsPopup: ListPopup {
    static let context = Context("Dataset chooser") { keys }
    var chooser = ListChooser()
    /// Nil while they are looked for.
    var entries: [DatasetCatalogue.Entry]?

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "open it", "Open this dataset", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "cancel", [.escape, .char("q")], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { entries?.count ?? 0 }

    private var chosen: DatasetCatalogue.Entry? {
        entries.flatMap { $0.indices.contains(chooser.cursor) ? $0[chooser.cursor] : nil }
    }

    func accept(_ state: inout State) -> [Work] {
        guard let chosen else { return [] }
        guard chosen.holdsData else {
            state.message = State.Message(text: "\(chosen.name): no images that are read", role: .warning)
            return []
        }
        state.popup = nil
        guard !Self.isOpen(chosen, state) else { return [] }
        // Where nothing is kept, what would be lost is asked about as when leaving.
        guard state.losses.isEmpty else { return state.quit() }
        return [.open(dataset: chosen.location)]
    }

    fileprivate static func isOpen(_ entry: DatasetCatalogue.Entry, _ state: State) -> Bool {
        state.dataset?.folder.standardizedFileURL.path == entry.location.standardizedFileURL.path
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        let count = count(state)
        PopupBox.draw(title: "Datasets", in: layout.chooser(around: count), on: &canvas)
        canvas.write([about], in: layout.chooser.inset(x: 2, y: 1).row(0), on: .raised)
        PopupBox.drawList(chooser, count: count, in: layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            guard let entry = entries?[index] else { return }
            let isOpen = Self.isOpen(entry, state)
            let size = Span(entry.holdsData ? "\(entry.bytes / 1_000_000) MB" : "cannot be used", .quiet)
            let room = max(0, line.width - size.width - 4)
            let role: Role = entry.holdsData ? isOpen ? .strong : .text : .faint
            canvas.write(
                [Span(isOpen ? "● " : "  ", .bar), Span(entry.name.padded(to: room), role), Span("  "), size],
                in: line, on: surface)
        }
    }

    private var about: Span {
        guard let entries else { return Span("looking…", .quiet) }
        guard let chosen else { return Span("clipscope pull --dataset NAME fetches one", .quiet) }
        guard chosen.holdsData else { return Span("no images that are read", .warning) }
        let others = entries.count == 1 ? " · clipscope pull --dataset NAME fetches others" : ""
        return Span(Numbers.counted(chosen.files, "file") + others, .quiet)
    }
}

/// Which datasets there are: a cache may hold many files.
enum DatasetsQuestion: BackgroundQuestion {
    struct Question: Equatable, Sendable {}

    static let name = "datasets"

    static func answer(
        _ question: Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable ([DatasetCatalogue.Entry]) -> Void
    ) throws {
        let home = try bench?.second?.home ?? Home.current()
        post(
            DatasetCatalogue(home: home, cache: HubSettings(environment: ProcessInfo.processInfo.environment).cache)
                .entries)
    }

    static func receive(_ entries: [DatasetCatalogue.Entry], generation: Int, _ state: inout State) {
        guard var popup = state.popup as? DatasetsPopup else { return }
        let isFirst = popup.entries == nil
        popup.entries = entries
        state.popup = popup
        guard isFirst, let index = entries.firstIndex(where: { DatasetsPopup.isOpen($0, state) }) else { return }
        state.changeList { $0.move(to: index, count: $1, height: $2) }
    }
}

extension State {
    mutating func openDatasets() -> [Work] {
        popup = DatasetsPopup()
        return [.ask(DatasetsQuestion.self, Request(generation: 0, question: DatasetsQuestion.Question()))]
    }
}
