import Foundation
import Model
import Testing

@testable import TUI

private let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

private func options(
    theme: String? = nil, environment: [String: String] = [:], configuration: String = "/nowhere"
) -> Explorer.Options {
    let home = Home(folder: repository)
    return Explorer.Options(
        dataset: home.photos, model: home.model, theme: theme, home: home,
        directories: Directories(environment: ["HOME": "/nowhere", "XDG_CONFIG_HOME": configuration]),
        environment: environment)
}

@Suite struct OptionsTests {
    @Test(
        arguments: [
            (nil, [:], "dark"), (nil, ["NO_COLOR": "1"], "monochrome"), (nil, ["NO_COLOR": ""], "dark"),
            ("light", ["NO_COLOR": "1"], "light"),
        ] as [(String?, [String: String], String)])
    func theFirstTheme(_ theme: String?, _ environment: [String: String], _ first: String) throws {
        let options = options(theme: theme, environment: environment)
        #expect(try options.firstTheme(of: options.themes()) == first)
    }

    @Test func aThemeThatIsMissingIsTold() {
        #expect { try options(theme: "pink").themes() } throws: {
            message(of: $0).hasPrefix("no theme \"pink\", found dark, ")
        }
    }

    @Test func themesOfTheUserComeAfterAndWin() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID().uuidString)")
        let themes = folder.appending(path: "clipscope/themes")
        try FileManager.default.createDirectory(at: themes, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["dark", "mine"] {
            try "[roles]\ntext = { color = \"#010203\" }\n".write(
                to: themes.appending(path: "\(name).toml"), atomically: true, encoding: .utf8)
        }
        let found = try options(configuration: folder.path).themes()
        #expect(found.suffix(2).map(\.name) == ["dark", "mine"])
        #expect(found.count { $0.name == "dark" } == 1)
        #expect(found.first { $0.name == "dark" }?[.text].colour == RGB(1, 2, 3))
    }

    @Test func everyThemeSaysHowEveryRoleThatMeansSomethingLooks() throws {
        for theme in try options().themes() where !theme.isMonochrome {
            for role in [Role.right, .wrong, .truth, .up, .down] {
                #expect(theme.roles[role]?.colour != nil && theme.roles[role]?.ansi != nil, "\(theme.name) \(role)")
            }
        }
    }
}
