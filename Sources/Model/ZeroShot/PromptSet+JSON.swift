import Foundation

/// How a run that `eval --run` wrote is known.
enum RunFormat {
    static let name = "clipscope run"
    static let version = 1
}

/// Prompts in JSON: those of a saved run, a list of templates, ["a photo of a {}.", ...], or sentences for each class,
/// {"tabby": ["A tabby has stripes.", ...], ...}.
extension PromptSet {
    /// By the file's name or by how the text begins. A template may begin with a placeholder, "{} in the snow", or with a
    /// bracket.
    static func isJSON(_ text: String, in file: URL) -> Bool {
        file.pathExtension.lowercased() == "json"
            || text.prefixMatch(of: /\s*(\{\s*"|\{\s+\}|\[\s*["\[\]]|\[\s*\{\s*")/) != nil
    }

    /// Whether a file is one JSON object with a format, as a saved run is.
    /// - Throws: `TOMLFile.Failure`
    package static func isRun(_ file: URL) throws -> Bool {
        guard file.pathExtension.lowercased() != "toml" else { return false }
        let text = try TOMLFile.text(of: file)
        guard isJSON(text, in: file), text.first(where: { !$0.isWhitespace }) == "{" else { return false }
        return sentences(text) == nil
    }

    /// - Throws: `PromptSetError`
    init(json text: String, in file: URL, mayLackPlaceholders: Bool) throws {
        if let lists = Self.sentences(text) {
            try self.init(sentences: lists, in: file)
        } else if text.first(where: { !$0.isWhitespace }) == "{" {
            try self.init(run: text, in: file)
        } else {
            try self.init(list: text, in: file, mayLackPlaceholders: mayLackPlaceholders)
        }
    }

    /// What is needed of a run.
    private struct Run: Decodable {
        struct Prompts: Decodable {
            let name: String
            let templates: [String]
            let classNames: [String: [String]]
            let hiddenClasses: [String]?
            let addedClasses: [String]?
        }

        let formatVersion: Int
        let prompts: Prompts
    }

    private init(run text: String, in file: URL) throws {
        var reader = JSONReader(Array(text.utf8))
        var keys: [String] = []
        var format: String?
        try Self.telling(text, file) {
            try reader.object { reader, key in
                keys.append(reader.text(key))
                if keys.last == "format" {
                    format = try reader.word()
                } else {
                    try reader.skipValue()
                }
            }
            try reader.end()
        }
        guard format == RunFormat.name else { throw PromptSetError.foreignJSON(file, keys: keys) }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let run = try? decoder.decode(Run.self, from: Data(text.utf8)), run.formatVersion <= RunFormat.version
        else { throw PromptSetError.unreadableRun(file) }
        self.init(name: run.prompts.name, templates: run.prompts.templates)
        (classNames, hidden) = (run.prompts.classNames, Set(run.prompts.hiddenClasses ?? []))
        (added, keepsLabels) = (run.prompts.addedClasses ?? [], classNames.isEmpty)
    }

    /// Class -> sentences; nil where the text is no object of lists of strings alone.
    private static func sentences(_ text: String) -> [String: [String]]? {
        var reader = JSONReader(Array(text.utf8))
        var lists: [String: [String]] = [:]
        do {
            try reader.object { reader, key in
                let label = reader.text(key)
                var list: [String] = []
                try reader.array { list.append(try $0.text()) }
                lists[label] = list
            }
            try reader.end()
        } catch {
            return nil
        }
        // Templates, by the names of data sets or of a prompt set's keys, are another thing.
        let isOther =
            lists.values.joined().contains { PromptTemplate($0).hasPlaceholder }
            || lists.keys.contains { ["name", "templates", "off", "hidden", "added", "labels"].contains($0) }
        return lists.isEmpty || isOther ? nil : lists
    }

    private init(sentences lists: [String: [String]], in file: URL) throws {
        for (label, list) in lists.sorted(by: { $0.key < $1.key }) {
            guard !list.isEmpty, list.allSatisfy({ !$0.allSatisfy(\.isWhitespace) }) else {
                throw PromptSetError.noNames(label: label, file: file)
            }
        }
        self.init(name: file.deletingPathExtension().lastPathComponent, sentences: lists)
    }

    private init(list text: String, in file: URL, mayLackPlaceholders: Bool) throws {
        var reader = JSONReader(Array(text.utf8))
        var templates: [String] = []
        try Self.telling(text, file) {
            try reader.array { templates.append(try $0.text()) }
            try reader.end()
        }
        guard !templates.isEmpty else { throw PromptSetError.noTemplates(file) }
        let bad = templates.first { !PromptTemplate($0).hasPlaceholder }
        if let bad, !mayLackPlaceholders { throw PromptSetError.withoutPlaceholder(bad, file: file, line: nil) }
        self.init(name: file.deletingPathExtension().lastPathComponent, templates: templates)
    }

    /// A fault of the reader as one of the file.
    private static func telling(_ text: String, _ file: URL, _ read: () throws -> Void) throws {
        do {
            try read()
        } catch let fault as JSONReader.Fault {
            let line = text.utf8.prefix(fault.offset).count { $0 == UInt8(ascii: "\n") } + 1
            throw PromptSetError.badJSON(file, line: line, expected: fault.expected)
        }
    }
}
