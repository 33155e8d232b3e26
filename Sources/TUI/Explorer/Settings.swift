import Foundation
import Model

/// What the user always wants: config.toml in their configuration directory, told in docs/formats.md.
struct Settings: Equatable, Sendable {
    var theme: String?
    /// File and line of it.
    private(set) var themePlace: String?

    init() {}

    /// - Returns: nothing, where there is no such file.
    /// - Throws: `TOMLFile.Failure`
    init(in directory: URL) throws {
        let file = directory.appending(path: "config.toml")
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let toml = try TOMLFile(contentsOf: file)
        try toml.check(keys: ["theme"])
        theme = try toml.string("theme")
        themePlace = file.place(toml.line(of: "theme"))
    }
}
