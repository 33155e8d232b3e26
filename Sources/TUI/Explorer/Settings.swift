import Foundation
import Model

/// What config.toml says of the explorer.
struct Settings: Equatable, Sendable {
    var theme: String?
    /// File and line of it.
    private(set) var themePlace: String?
    /// Nil: the best that the terminal has.
    var pictures: PictureStyle?

    init() {}

    /// - Throws: `TOMLFile.Failure`, `Preferences.Failure`
    init(in directory: URL) throws {
        let preferences = try Preferences(in: directory)
        (theme, themePlace) = (preferences.theme, preferences.places["theme"])
        if let name = preferences.pictures, name != "auto" {
            pictures = PictureStyle(rawValue: name)
            guard pictures != nil else {
                let names = PictureStyle.allCases.map(\.rawValue)
                throw preferences.unexpected("pictures", name, "auto, " + names.joined(separator: ", "))
            }
        }
    }
}
