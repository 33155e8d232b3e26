import Foundation
import Model

/// What an explorer is started with.
package struct ExplorerOptions: Sendable {
    /// See `Dataset.layouts`.
    package var dataset: URL
    /// False: the last dataset comes back, or its model.
    let isDatasetChosen: Bool
    let isModelChosen: Bool
    /// Nil: the dataset's own choice.
    package var labelColumn: String?
    /// How a table's rows name the images, as far as it was asked for.
    package var paths: TablePaths
    /// Made elsewhere; nil: those that the dataset names, or those of its images.
    package var embeddings: URL?
    /// A model directory.
    package var model: URL
    /// In which its transformers multiply.
    package var precision: Precision
    /// What `model` is, where it is a single file of weights.
    package var architecture: Architecture?
    /// Read from files; the explorer begins with the first. Empty: with the dataset's own.
    package var prompts: [PromptSet]
    /// Nothing comes back from the last session.
    package var isFresh: Bool
    /// Nil: see `firstTheme`.
    package var theme: String?
    /// Nil: the best that the terminal has.
    package var pictures: PictureStyle?
    package var home: Home
    package var directories: Directories
    package var environment: [String: String]
    /// What names of files to save are relative to.
    package var workingDirectory: URL
    var settings = Settings()
    var restoration = Restoration()

    /// - Parameters:
    ///   - dataset: nil for that of the last session, else the sample.
    ///   - model: nil for that of the dataset's last session, else the embedded one.
    package init(
        dataset: URL? = nil, labelColumn: String? = nil, paths: TablePaths = TablePaths(), embeddings: URL? = nil,
        model: URL? = nil, precision: Precision = .f32, architecture: Architecture? = nil, prompts: [PromptSet] = [],
        theme: String? = nil, pictures: PictureStyle? = nil, isFresh: Bool = false, home: Home,
        directories: Directories,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        workingDirectory: URL = URL(filePath: FileManager.default.currentDirectoryPath)
    ) {
        (isDatasetChosen, isModelChosen) = (dataset != nil, model != nil)
        self.dataset = dataset ?? home.photos
        self.labelColumn = labelColumn
        self.paths = paths
        self.embeddings = embeddings
        self.model = model ?? home.model
        self.precision = precision
        self.architecture = architecture
        self.prompts = prompts
        self.theme = theme
        self.pictures = pictures
        self.isFresh = isFresh
        self.home = home
        self.directories = directories
        self.environment = environment
        self.workingDirectory = workingDirectory
    }
}

extension ExplorerOptions {
    /// What can be found wrong before the terminal is opened.
    func check() throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw TerminalError.notATerminal }
        try Dataset.check(dataset)
        guard FileManager.default.fileExists(atPath: model.path) else { throw CheckpointError.noSuchModel(model) }
    }

    /// What the program is started with to open another dataset, otherwise as it was started.
    func arguments(opening dataset: URL) -> [String] {
        var arguments = ["--dataset", dataset.path]
        if isModelChosen { arguments += ["--model", model.path] }
        if precision != .f32 { arguments += ["--precision", precision.rawValue] }
        if let theme { arguments += ["--theme", theme] }
        if let pictures { arguments += ["--pictures", pictures.rawValue] }
        return arguments + (isFresh ? ["--fresh"] : [])
    }

    var modelName: String { CLIP.name(of: model, home: home) }
    var datasetName: String { dataset.lastPathComponent }
}

/// Which themes there are, and which one the explorer begins with.
extension ExplorerOptions {
    /// The program's themes and the user's; of two with one name the user's.
    func themes() throws -> ThemeLibrary {
        let own = directories.configuration.appending(path: "themes", directoryHint: .isDirectory)
        let library = ThemeLibrary([home.themes, own])
        if let theme { try library.check(theme) }
        if theme == nil, let name = settings.theme { try library.check(name, place: settings.themePlace) }
        return library
    }

    /// The option, NO_COLOR, the settings, how the dataset was left, what suits the terminal: the first of these that
    /// says something.
    /// - Parameter background: the terminal's, where it tells.
    func firstTheme(of themes: [Theme], background: RGB?) -> String {
        let hasNoColour = !(environment["NO_COLOR"] ?? "").isEmpty
        let isLight = background.map { $0.luma > 127 } ?? Self.saysLight(environment["COLORFGBG"])
        let wanted = [
            theme, hasNoColour ? "monochrome" : nil, settings.theme, restoration.theme, isLight ? "light" : "dark",
        ]
        return wanted.compactMap { $0 }.first { name in themes.contains { $0.name == name } } ?? themes[0].name
    }

    /// rxvt and those after it name their colours "ink;ground" by number, as Vim reads it: 0 to 6 and 8 are dark.
    private static func saysLight(_ colours: String?) -> Bool {
        guard let ground = colours?.split(separator: ";").last.flatMap({ Int($0) }) else { return false }
        return ground == 7 || (9...15).contains(ground)
    }
}
