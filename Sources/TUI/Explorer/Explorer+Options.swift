import Foundation
import Model

extension Explorer {
    package struct Options: Sendable {
        /// See `Dataset.layouts`.
        package var dataset: URL
        /// Nil: the dataset's own choice.
        package var labelColumn: String?
        /// Made elsewhere; nil: those that the dataset names, or those of its images.
        package var embeddings: URL?
        /// A model directory.
        package var model: URL
        /// Read from files; the explorer begins with the first. Empty: with the dataset's own.
        package var prompts: [PromptSet]
        /// Nil: dark, or monochrome where NO_COLOR asks for it.
        package var theme: String?
        package var home: Home
        package var directories: Directories
        package var environment: [String: String]
        /// What names of files to save are relative to.
        package var workingDirectory: URL

        package init(
            dataset: URL, labelColumn: String? = nil, embeddings: URL? = nil, model: URL, prompts: [PromptSet] = [],
            theme: String? = nil,
            home: Home, directories: Directories,
            environment: [String: String] = ProcessInfo.processInfo.environment,
            workingDirectory: URL = URL(filePath: FileManager.default.currentDirectoryPath)
        ) {
            self.dataset = dataset
            self.labelColumn = labelColumn
            self.embeddings = embeddings
            self.model = model
            self.prompts = prompts
            self.theme = theme
            self.home = home
            self.directories = directories
            self.environment = environment
            self.workingDirectory = workingDirectory
        }
    }
}

extension Explorer.Options {
    /// What can be found wrong before the terminal is opened.
    func check() throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw TerminalError.notATerminal }
        try Dataset.check(dataset)
        guard FileManager.default.fileExists(atPath: model.path) else { throw CheckpointError.noSuchModel(model) }
    }

    /// The program's themes and the user's; of two with one name the user's.
    func themes() throws -> [Theme] {
        var themes = try Theme.library(in: home.themes)
        let own = directories.configuration.appending(path: "themes", directoryHint: .isDirectory)
        if FileManager.default.fileExists(atPath: own.path) {
            let added = try Theme.library(in: own)
            themes = themes.filter { theme in !added.contains { $0.name == theme.name } } + added
        }
        if let theme, !themes.contains(where: { $0.name == theme }) {
            throw ThemeError.unknown(name: theme, known: themes.map(\.name))
        }
        return themes.isEmpty ? [.plain] : themes
    }

    func firstTheme(of themes: [Theme]) -> String {
        let hasNoColour = !(environment["NO_COLOR"] ?? "").isEmpty
        let wanted = theme ?? (hasNoColour ? "monochrome" : "dark")
        return themes.first { $0.name == wanted }?.name ?? themes[0].name
    }

    var modelName: String { CLIP.name(of: model, home: home) }
    var datasetName: String { dataset.lastPathComponent }
}
