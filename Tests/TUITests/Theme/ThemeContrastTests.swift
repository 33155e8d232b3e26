import Foundation
import Model
import Testing

@testable import TUI

/// Every theme that comes with the program can be read, and its colours that mean something can be told apart.
@Suite struct ThemeContrastTests {
    static let home = Home(
        folder: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent())
    static let themes = ThemeLibrary([home.themes]).themes
    static let coloured = themes.filter { !$0.isMonochrome }

    /// Least contrast with every surface that text stands on. WCAG 2.2 asks 4.5 of text (1.4.3) and 3 of graphics
    /// (1.4.11); the rules between panes only decorate, and are to be seen.
    static func least(_ role: Role) -> Double {
        switch role {
        case .line: 1.4
        case .faint, .unfinished, .bar: 3
        default: 4.5
        }
    }

    @Test func theThemesThatAreWantedAreThere() {
        let wanted = ["dark", "light", "high-contrast", "colour-blind", "monochrome"]
        #expect(Array(Self.themes.map(\.name).prefix(5)) == wanted)
        #expect(Self.themes.count >= 9 && ThemeLibrary([Self.home.themes]).faults.isEmpty)
    }

    @Test(arguments: coloured)
    func everyRoleReadsOnEverySurface(_ theme: Theme) throws {
        for surface in Surface.allCases where surface != .cursor {
            let ground = try #require(theme.surfaces[surface]?.colour, "\(surface)")
            for role in Role.allCases where ![.line, .bar].contains(role) || surface == .base {
                let ink = try #require(theme.roles[role]?.colour, "\(role)")
                let contrast = ColourScience.contrast(ink, ground)
                #expect(contrast >= Self.least(role), "\(theme.name): \(role) on \(surface)")
            }
        }
    }

    /// WCAG 2.2, 1.4.6: 7 for text.
    @Test func highContrastIsHigher() throws {
        let theme = try #require(Self.themes.first { $0.name == "high-contrast" })
        for role in Role.allCases {
            let least = Self.least(role) == 4.5 ? 7 : 4.5
            let contrast = ColourScience.contrast(theme[role].colour!, theme[.base].colour!)
            #expect(contrast >= least, "\(role)")
        }
    }

    private static let meaning: [Role] = [.right, .wrong, .truth, .up, .down]
    private static let pairs = meaning.indices.flatMap { first in
        meaning[(first + 1)...].map { (meaning[first], $0) }
    }
    /// What stands beside each other, and says the opposite.
    private static func areOpposites(_ pair: (Role, Role)) -> Bool {
        pair == (.right, .wrong) || pair == (.up, .down)
    }

    @Test(arguments: coloured)
    func coloursThatMeanSomethingCanBeToldApart(_ theme: Theme) {
        for pair in Self.pairs {
            let difference = ColourScience.difference(theme[pair.0].colour!, theme[pair.1].colour!)
            #expect(difference >= (Self.areOpposites(pair) ? 40 : 20), "\(theme.name): \(pair)")
        }
    }

    @Test(arguments: Eye.allCases)
    func alsoByEyesThatConfuseRedAndGreen(_ eye: Eye) throws {
        let theme = try #require(Self.themes.first { $0.name == "colour-blind" })
        for pair in Self.pairs {
            let difference = ColourScience.difference(theme[pair.0].colour!, theme[pair.1].colour!, seenBy: eye)
            #expect(difference >= (Self.areOpposites(pair) ? 40 : 15), "\(eye): \(pair)")
        }
    }

    /// The simulation is one: these eyes do confuse the red and green of the theme dark.
    @Test func theyWouldNotTellThoseOfTheThemeDark() throws {
        let theme = try #require(Self.themes.first { $0.name == "dark" })
        let (right, wrong) = (theme[.right].colour!, theme[.wrong].colour!)
        #expect(ColourScience.difference(right, wrong) > 80)
        #expect(ColourScience.difference(right, wrong, seenBy: .deuteranope) < 15)
    }

    /// With 8 colours nothing has a colour of its own on a surface that has one too, and without colours what is
    /// selected, typed into or under the cursor is marked otherwise.
    @Test(arguments: themes)
    func withEightColoursOrNoneNothingIsInvisible(_ theme: Theme) {
        for surface in Surface.allCases {
            #expect(theme[surface].ansi == nil, "\(theme.name): \(surface)")
            let isMarked = ![.base, .edge, .raised].contains(surface)
            #expect(!isMarked || !theme[surface].plain.isEmpty, "\(theme.name): \(surface)")
        }
        for role in [Role.wrong, .truth, .accent, .key, .strong] {
            #expect(!theme[role].plain.isEmpty, "\(theme.name): \(role)")
        }
    }
}

/// The heat of the confusion matrix with 256 colours.
@Suite struct HeatTests {
    static let themes = ThemeContrastTests.coloured

    private func ground(_ theme: Theme, _ role: Role, _ level: Int) -> RGB {
        HeatRamp.colour(theme.heat(role, level: level, depth: .palette).background)
    }

    @Test(arguments: themes)
    func rightAndWrongAreApartAtEveryLevel(_ theme: Theme) {
        for (a, b) in [(Role.right, Role.wrong), (.up, .down)] {
            for level in 1...Style.heatLevels {
                let difference = ColourScience.difference(ground(theme, a, level), ground(theme, b, level))
                #expect(difference >= 20, "\(theme.name): \(a) and \(b) at \(level)")
            }
        }
    }

    @Test(arguments: themes)
    func theStrongerTheFartherFromTheGroundAndTheNumbersRead(_ theme: Theme) {
        for role in [Role.right, .wrong, .up, .down] {
            let far = (1...Style.heatLevels).map { theme.ground.contrast(with: ground(theme, role, $0)) }
            #expect(far == far.sorted() || far.last! > far.first!, "\(theme.name): \(role) \(far)")
            for level in 1...Style.heatLevels {
                let back = ground(theme, role, level)
                let inks = [theme[.strong].colour!, theme.ground].map { back.contrast(with: $0) }
                #expect(inks.max()! >= 3, "\(theme.name): \(role) at \(level)")
            }
        }
    }
}
