import Foundation
import Model
import Testing

@testable import TUI

/// A folder of themes that a user wrote.
private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(
        path: "themes-\(UUID().uuidString)", directoryHint: .isDirectory)

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> URL {
        let file = url.appending(path: "\(name).toml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }
}

@Suite struct ThemeFileTests {
    @Test func aThemeIsReadAsItIsWritten() throws {
        let folder = try Folder()
        let theme = try Theme(
            contentsOf: folder.write(
                "mine",
                """
                [roles]
                wrong = { color = "#ff8000", ansi = "red", attributes = ["bold", "underline"], plain = ["reverse"] }
                [surfaces]
                base = { color = "#000001" }
                """))
        #expect(theme.name == "mine" && theme[.wrong].colour == RGB(255, 128, 0) && theme[.wrong].ansi == 1)
        #expect(theme[.wrong].attributes == [.bold, .underline] && theme[.wrong].plain == [.reverse])
        #expect(theme[.cursor].colour == RGB(0, 0, 1) && theme[.right] == Theme.Look())
    }

    @Test(arguments: [
        ("[roles]\nright = { color = \"#zzzzzz\" }", 2, "color of right is \"#zzzzzz\", expected #rrggbb"),
        ("[roles]\nright = { color = 7 }", 2, "color of right is a "),
        ("[roles]\nright = { color = \"#12345\" }", 2, "expected #rrggbb"),
        ("[roles]\n\nwrong = { ansi = \"pink\" }", 3, "ansi of wrong is \"pink\", expected black, red, green"),
        ("[roles]\nwrnog = { }", 2, "there is no role \"wrnog\", expected text, quiet, faint"),
        ("[surfaces]\nfloor = { }", 2, "there is no surface \"floor\", expected base, edge"),
        ("[roles]\ntext = { colour = \"#000000\" }", 2, "text has no \"colour\", expected color, ansi"),
        ("[roles]\ntext = \"#000000\"", 2, "text is not a table, expected { color ="),
        ("[roles]\ntext = { plain = [\"loud\"] }", 2, "plain of text holds \"loud\", expected a list of bold"),
        ("[roles]\ntext = { plain = \"bold\" }", 2, "plain of text holds something else, expected a list of bold"),
        ("# mine\nroles = 3", 2, "roles is not a table"), ("[role]\n", 1, "there is no \"role\", expected roles"),
        ("[roles]\ntext = {", 2, "expected a key"),
    ])
    func whatIsWrongIsToldWithItsLine(_ text: String, _ line: Int, _ reason: String) throws {
        let folder = try Folder()
        let file = try folder.write("mine", text)
        #expect { try Theme(contentsOf: file) } throws: { error in
            message(of: error).hasPrefix("\(file.path):\(line):") && message(of: error).contains(reason)
        }
    }

    @Test func aBrokenThemeLeavesTheOthers() throws {
        let folder = try Folder()
        try folder.write("good", "[roles]\n")
        try folder.write("bad", "[roles]\nright = 1\n")
        let library = ThemeLibrary([folder.url, folder.url.appending(path: "nowhere")])
        #expect(library.themes.map(\.name) == ["good"] && library.faults.map(\.name) == ["bad"])
        try library.check("good")
        #expect { try library.check("bad") } throws: { message(of: $0).contains("bad.toml:2: right is not a table") }
        #expect { try library.check("gone", place: "config.toml:1") } throws: {
            message(of: $0) == "config.toml:1: no theme \"gone\", found good"
        }
    }
}
