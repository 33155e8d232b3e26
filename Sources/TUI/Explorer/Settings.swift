import Foundation
import Model

/// What the user always wants: config.toml in their configuration directory, told in docs/formats.md.
struct Settings: Equatable, Sendable {
    var theme: String?
    /// File and line of it.
    private(set) var themePlace: String?
    /// Nil: the best that the terminal has.
    var pictures: PictureStyle?

    enum Failure: Error {
        case unknownPictures(String, place: String)
    }

    init() {}

    /// - Returns: nothing, where there is no such file.
    /// - Throws: `TOMLFile.Failure`, `Settings.Failure`
    init(in directory: URL) throws {
        let file = directory.appending(path: "config.toml")
        guard FilePath(file).presence != .absent else { return }
        let toml = try TOMLFile(contentsOf: file)
        try toml.check(keys: ["theme", "pictures"])
        theme = try toml.string("theme")
        themePlace = file.place(toml.line(of: "theme"))
        if let name = try toml.string("pictures"), name != "auto" {
            pictures = PictureStyle(rawValue: name)
            guard pictures != nil else {
                throw Failure.unknownPictures(name, place: file.place(toml.line(of: "pictures")))
            }
        }
    }
}

extension Settings.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .unknownPictures(let name, let place):
            "\(place): pictures is \"\(name)\", expected auto, "
                + PictureStyle.allCases.map(\.rawValue).joined(separator: ", ")
        }
    }
}
