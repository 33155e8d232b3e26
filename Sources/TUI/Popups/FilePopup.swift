import Model

/// Asks for the path of a file to open; below it the names that it could go on with, or why it could not be read.
struct FilePopup: CompletingPopup {
    static let context = Context("Opening a file", takesText: true) { keys }
    var path: PathField

    init(_ path: PathField) {
        self.path = path
    }

    var editor: LineEditor {
        get { path.editor }
        set { (path.editor, path.failure, path.isReading) = (newValue, nil, false) }
    }

    var candidates: [String] {
        get { path.candidates }
        set { path.candidates = newValue }
    }

    static var keys: [Action] {
        [
            Action("accept", [.enter], "open", "Open this file", in: [context], hint: 0, begins: { $0.accept() }),
            completion(in: context, hint: 1),
            Action("cancel", [.escape], "back", "Go back to the list", in: [context], hint: 2, begins: { $0.cancel() }),
        ]
    }

    func accept(_ state: inout State) -> [Work] { state.readFile(path) }

    func cancel(_ state: inout State) -> [Work] { state.leaveFile(path) }

    func draw(_ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        PopupBox.draw(title: Self.title(path.purpose), in: box, on: &canvas)
        let inner = box.inset(x: 2, y: 1)
        TextField.draw(path.editor, in: inner.row(0), on: &canvas)
        let below = Rect(x: inner.x, y: inner.y + 2, width: inner.width, height: inner.height - 2)
        if let failure = path.failure {
            return Self.write(failure.wrapped(to: below.width), .warning, in: below, on: &canvas)
        }
        if path.isReading { return Self.write(["reading…"], .unfinished, in: below, on: &canvas) }
        guard !path.candidates.isEmpty else {
            return Self.write([Self.about(path.purpose)], .quiet, in: below, on: &canvas)
        }
        PathCandidates.draw(path.candidates, in: below, on: &canvas)
    }

    private static func title(_ purpose: PathField.Purpose) -> String {
        purpose == .prompts ? "Open a prompt set" : "A, from a file"
    }

    private static func about(_ purpose: PathField.Purpose) -> String {
        purpose == .prompts
            ? "TOML, or one template a line" : "a run that eval --run wrote (.json), or a prompt set"
    }

    private static func write(_ lines: [String], _ role: Role, in rect: Rect, on canvas: inout Canvas) {
        for (row, line) in lines.prefix(rect.height).enumerated() {
            canvas.write(line, role, in: rect.row(row), on: .raised)
        }
    }
}

extension State {
    mutating func readFile(_ field: PathField) -> [Work] {
        let path = field.editor.text
        guard path.contains(where: { !$0.isWhitespace }), !field.isReading else { return [] }
        var field = field
        (field.isReading, field.failure, field.candidates) = (true, nil, [])
        popup = FilePopup(field)
        return [.read(path: path, field.purpose)]
    }

    mutating func failReading(_ path: String, _ reason: String) {
        guard var field = (popup as? FilePopup)?.path, field.editor.text == path else { return }
        (field.isReading, field.failure) = (false, reason)
        popup = FilePopup(field)
    }

    mutating func take(_ content: FileContent, from path: String) {
        guard let field = (popup as? FilePopup)?.path, field.isReading, field.editor.text == path else { return }
        if case .prompts(let set) = content, let fault = fault(of: set, source: path) {
            return failReading(path, fault)
        }
        popup = nil
        switch (content, field.purpose) {
        case (.prompts(let set), .prompts):
            offerFile(set)
            replacePrompts(by: set)
            let size = Numbers.counted(set.entries.count, "template")
            message = Message(text: "opened \(path), \(size)", role: .strong)
        case (.prompts(let set), .reference):
            offerFile(set)
            compare(with: set, PromptChoice.file)
        case (.run(let run), _):
            compare(with: run)
        }
    }

    /// It stands among the sets to choose from.
    private mutating func offerFile(_ set: PromptSet) {
        choices.removeAll { $0.origin == PromptChoice.file && $0.set.name == set.name }
        choices.insert(PromptChoice(set: set, origin: PromptChoice.file), at: 0)
    }

    /// Back to the list that the file was asked for from.
    mutating func leaveFile(_ field: PathField) -> [Work] {
        switch field.purpose {
        case .prompts:
            openPromptSets()
            return []
        case .reference: return openReferences()
        }
    }
}
