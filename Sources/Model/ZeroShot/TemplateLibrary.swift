import Foundation

/// The published template sets that the program brings: a folder of prompt set files, each known by its name
/// without .toml.
package struct TemplateLibrary: Sendable, Equatable {
    package let folder: URL

    package init(folder: URL) {
        self.folder = folder
    }

    /// Short names, sorted; empty where the folder does not exist.
    package var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// - Throws: `PromptSetError.unknownSet`, or what reading the file throws.
    package func load(_ name: String) throws -> PromptSet {
        guard let set = try set(named: name) else { throw PromptSetError.unknownSet(name, known: names) }
        return set
    }

    /// Nil where there is no set of that name.
    package func set(named name: String) throws -> PromptSet? {
        guard names.contains(name) else { return nil }
        return try PromptSet(contentsOf: file(of: name))
    }

    /// Where a set comes from: the comment at the head of its file, without the #.
    package func source(of name: String) throws -> String {
        try TOMLFile.text(of: file(of: name)).split(whereSeparator: \.isNewline).prefix { $0.hasPrefix("#") }
            .map { $0.drop { $0 == "#" || $0 == " " } }.joined(separator: "\n")
    }

    private func file(of name: String) -> URL {
        folder.appending(path: name + ".toml", directoryHint: .notDirectory)
    }
}

extension Home {
    package var templates: TemplateLibrary {
        TemplateLibrary(folder: sampleData.appending(path: "prompts", directoryHint: .isDirectory))
    }
}
