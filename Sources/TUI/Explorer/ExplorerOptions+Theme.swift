import Foundation
import Model

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
