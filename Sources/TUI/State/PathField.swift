import Model

/// A path that is being typed: of a file to open.
package struct PathField: Equatable, Sendable {
    package enum Purpose: Equatable, Sendable {
        /// A prompt set, for the prompts under work.
        case prompts
        /// A prompt set or a saved run, for A of the compare page.
        case reference
    }

    package let purpose: Purpose
    package var editor = LineEditor()
    /// Names that the path could go on with, where it is not clear which.
    package var candidates: [String] = []
    /// Why the file could not be read.
    package var failure: String?
    package var isReading = false

    package init(_ purpose: Purpose) {
        self.purpose = purpose
    }
}

/// A path as far as it can be told, and the names that it could go on with.
package struct PathCompletion: Equatable, Sendable {
    package let path: String
    package let candidates: [String]

    package init(path: String, candidates: [String]) {
        (self.path, self.candidates) = (path, candidates)
    }
}

/// What a file turned out to be.
package enum FileContent: Sendable {
    case prompts(PromptSet)
    case run(SavedRun)
}

extension State {
    mutating func openFile(for purpose: PathField.Purpose) {
        popup = .file(PathField(purpose))
    }

    func completePath() -> [Work] {
        guard case .file(let field) = popup else { return [] }
        return [.complete(path: field.editor.text)]
    }

    mutating func receive(_ completion: PathCompletion, of path: String) {
        guard case .file(var field) = popup, field.editor.text == path else { return }
        field.editor = LineEditor(completion.path)
        field.candidates = completion.candidates
        field.failure = nil
        popup = .file(field)
    }

    mutating func readFile(_ field: PathField) -> [Work] {
        let path = field.editor.text
        guard path.contains(where: { !$0.isWhitespace }), !field.isReading else { return [] }
        var field = field
        (field.isReading, field.failure, field.candidates) = (true, nil, [])
        popup = .file(field)
        return [.read(path: path, field.purpose)]
    }

    mutating func failReading(_ path: String, _ reason: String) {
        guard case .file(var field) = popup, field.editor.text == path else { return }
        (field.isReading, field.failure) = (false, reason)
        popup = .file(field)
    }

    mutating func take(_ content: FileContent, from path: String) {
        guard case .file(let field) = popup, field.isReading, field.editor.text == path else { return }
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
