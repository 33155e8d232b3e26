import Foundation

/// What a file of prompts holds. A name in .toml means TOML; any other file is known by how it begins: JSON is a run that
/// `eval --run` wrote, or a list of templates, and everything else is a template a line.
package enum PromptFile {
    case set(PromptSet)
    case run(RunDocument)

    /// - Parameter mayLackPlaceholders: takes what is wrong with single templates and names as it is, to be looked at.
    /// - Throws: `PromptSetError`, `TOMLFile.Failure`, `RunDocument.Failure`
    package init(contentsOf file: URL, mayLackPlaceholders: Bool = false) throws {
        let ending = file.pathExtension.lowercased()
        if ending == "toml" {
            let toml = try TOMLFile(contentsOf: file)
            self = .set(try PromptSet(toml: toml, mayLackPlaceholders: mayLackPlaceholders))
            return
        }
        let text = try TOMLFile.text(of: file)
        guard ending == "json" || Self.isJSON(text) else {
            self = .set(try PromptSet(plainText: text, file: file, mayLackPlaceholders: mayLackPlaceholders))
            return
        }
        if text.first(where: { !$0.isWhitespace }) == "{" {
            self = .run(try Self.run(text, file))
        } else {
            self = .set(try Self.list(text, file, mayLackPlaceholders: mayLackPlaceholders))
        }
    }

    /// The prompts of either.
    package var promptSet: PromptSet {
        switch self {
        case .set(let set): set
        case .run(let run): run.promptSet
        }
    }

    /// A template may begin with a placeholder, "{} in the snow", or with a bracket.
    private static func isJSON(_ text: String) -> Bool {
        text.prefixMatch(of: /\s*(\{\s*"|\{\s+\}|\[\s*["\[\]]|\[\s*\{\s*")/) != nil
    }

    private static func run(_ text: String, _ file: URL) throws -> RunDocument {
        do {
            return try RunDocument(contentsOf: file)
        } catch RunDocument.Failure.notARun {
            var reader = JSONReader(Array(text.utf8))
            var keys: [String] = []
            do {
                try reader.object { reader, key in
                    keys.append(reader.text(key))
                    try reader.skipValue()
                }
                try reader.end()
            } catch let fault as JSONReader.Fault {
                throw PromptSetError.badJSON(file, line: text.line(ofByte: fault.offset), expected: fault.expected)
            }
            throw PromptSetError.foreignJSON(file, keys: keys)
        }
    }

    /// ["a photo of a {}.", ...]
    private static func list(_ text: String, _ file: URL, mayLackPlaceholders: Bool) throws -> PromptSet {
        var reader = JSONReader(Array(text.utf8))
        var templates: [String] = []
        do {
            try reader.array { templates.append(try $0.text()) }
            try reader.end()
        } catch let fault as JSONReader.Fault {
            throw PromptSetError.badJSON(file, line: text.line(ofByte: fault.offset), expected: fault.expected)
        }
        guard !templates.isEmpty else { throw PromptSetError.noTemplates(file) }
        let bad = templates.first { !PromptTemplate($0).hasPlaceholder }
        if let bad, !mayLackPlaceholders { throw PromptSetError.withoutPlaceholder(bad, file: file, line: nil) }
        return PromptSet(name: file.deletingPathExtension().lastPathComponent, templates: templates)
    }
}

extension RunDocument {
    /// The prompts that it was made with.
    package var promptSet: PromptSet {
        var set = PromptSet(name: prompts.name, templates: prompts.templates)
        (set.classNames, set.hidden) = (prompts.classNames, Set(prompts.hiddenClasses ?? []))
        set.added = addedClasses
        return set
    }
}

extension String {
    /// The 1-based line of a place in its UTF-8.
    fileprivate func line(ofByte offset: Int) -> Int {
        utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
    }
}
