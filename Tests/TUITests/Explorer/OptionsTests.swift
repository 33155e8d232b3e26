import Foundation
import Model
import Testing

@testable import TUI

private let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

private func options(
    theme: String? = nil, environment: [String: String] = [:], configuration: String = "/nowhere"
) throws -> ExplorerOptions {
    let home = Home(folder: repository)
    var options = ExplorerOptions(
        dataset: home.photos, model: home.model, theme: theme, home: home,
        directories: Directories(environment: ["HOME": "/nowhere", "XDG_CONFIG_HOME": configuration]),
        environment: environment)
    options.settings = try Settings(in: options.directories.configuration)
    return options
}

/// A user's configuration directory.
private final class Configuration {
    let folder = FileManager.default.temporaryDirectory.appending(path: "configuration-\(UUID().uuidString)")
    var path: String { folder.path }

    init(_ files: [String: String]) throws {
        for (name, text) in files {
            let file = folder.appending(path: "clipscope/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}

@Suite struct OptionsTests {
    private static let (white, black) = (RGB(250, 250, 240), RGB(16, 16, 20))

    /// The option, NO_COLOR, config.toml, the last session, the terminal's background.
    @Test(
        arguments: [
            (nil, [:], nil, nil, nil, "dark"), (nil, ["NO_COLOR": "1"], "light", nil, white, "monochrome"),
            (nil, ["NO_COLOR": ""], nil, nil, nil, "dark"), ("light", ["NO_COLOR": "1"], nil, nil, nil, "light"),
            ("dracula", [:], "gruvbox", "light", white, "dracula"), (nil, [:], "gruvbox", "light", white, "gruvbox"),
            (nil, [:], nil, "gruvbox", white, "gruvbox"), (nil, [:], nil, "gone", white, "light"),
            (nil, [:], nil, nil, white, "light"), (nil, [:], nil, nil, black, "dark"),
            (nil, ["COLORFGBG": "0;15"], nil, nil, nil, "light"),
            (nil, ["COLORFGBG": "0;default;7"], nil, nil, nil, "light"),
            (nil, ["COLORFGBG": "15;8"], nil, nil, nil, "dark"),
            (nil, ["COLORFGBG": "15;default"], nil, nil, nil, "dark"),
            (nil, ["COLORFGBG": "0;15"], nil, nil, black, "dark"),
        ] as [(String?, [String: String], String?, String?, RGB?, String)])
    func theFirstTheme(
        _ theme: String?, _ environment: [String: String], _ setting: String?, _ left: String?, _ background: RGB?,
        _ first: String
    ) throws {
        let configuration = try Configuration(setting.map { ["config.toml": "theme = \"\($0)\"\n"] } ?? [:])
        var options = try options(theme: theme, environment: environment, configuration: configuration.path)
        options.restoration.theme = left
        #expect(options.firstTheme(of: try options.themes().themes, background: background) == first)
    }

    @Test func aThemeThatIsMissingIsTold() {
        #expect { try options(theme: "pink").themes() } throws: {
            message(of: $0).hasPrefix("no theme \"pink\", found dark, light, ")
        }
    }

    @Test(arguments: [
        ("theme = \"pink\"", "config.toml:1: no theme \"pink\", found dark, "),
        ("\ntheme = 3", "config.toml:2: theme is of type integer, expected a string"),
        ("# mine\ntehme = \"dark\"", "config.toml:2: there is no \"tehme\", expected theme, pictures, model, "),
        ("theme = \"dark\"\npictures = \"oil\"", "config.toml:2: pictures is \"oil\", expected auto, kitty, "),
        ("\nthreads = 0", "config.toml:2: threads is \"0\", expected 1 to 1024"),
        ("threads = \"2\"", "config.toml:1: threads is of type string, expected a decimal integer"),
        ("theme =", "config.toml:1:8: expected a value, found the end of the file"),
    ])
    func aBrokenConfigurationIsToldWithItsLine(_ text: String, _ expected: String) throws {
        let configuration = try Configuration(["config.toml": text])
        #expect { try options(configuration: configuration.path).themes() } throws: {
            message(of: $0).hasPrefix("\(configuration.path)/clipscope/\(expected)")
        }
    }

    @Test(arguments: [("auto", nil), ("sixel", .sixel), ("halves", .halves)] as [(String, PictureStyle?)])
    func picturesAreChosenInTheConfiguration(_ name: String, _ style: PictureStyle?) throws {
        let configuration = try Configuration(["config.toml": "pictures = \"\(name)\"\n"])
        #expect(try options(configuration: configuration.path).settings.pictures == style)
    }

    @Test func themesOfTheUserComeAfterAndWin() throws {
        let text = "[roles]\ntext = { color = \"#010203\" }\n"
        let configuration = try Configuration(["themes/dark.toml": text, "themes/mine.toml": text])
        let found = try options(configuration: configuration.path).themes().themes
        #expect(found.suffix(2).map(\.name) == ["dark", "mine"])
        #expect(found.count { $0.name == "dark" } == 1)
        #expect(found.first { $0.name == "dark" }?[.text].colour == RGB(1, 2, 3))
    }

    @Test func aBrokenThemeOfTheUserStopsOnlyThoseWhoAskForIt() throws {
        let configuration = try Configuration(["themes/mine.toml": "[roles]\ntext = 1\n"])
        let library = try options(configuration: configuration.path).themes()
        #expect(library.faults.map(\.name) == ["mine"] && library.themes.contains { $0.name == "dark" })
        #expect { try options(theme: "mine", configuration: configuration.path).themes() } throws: {
            message(of: $0).contains("themes/mine.toml:2: ")
        }
    }

    @Test func everyThemeSaysHowEveryRoleThatMeansSomethingLooks() throws {
        for theme in try options().themes().themes where !theme.isMonochrome {
            for role in [Role.right, .wrong, .truth, .up, .down] {
                let look = theme[role]
                #expect(look.colour != nil && (look.ansi != nil || !look.plain.isEmpty), "\(theme.name) \(role)")
            }
        }
    }
}
