/// How each role and surface looks.
package struct Theme: Equatable, Sendable {
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
    }

    package struct Look: Equatable, Sendable {
        package var colour: RGB?
        /// 0...7, for terminals with 8 colours.
        package var ansi: Int?
        package var attributes: Attributes = []
        /// With 8 colours or none.
        package var plain: Attributes = []

        package init() {}
    }

    package let name: String
    package var roles: [Role: Look]
    package var surfaces: [Surface: Look]

    package init(name: String, roles: [Role: Look] = [:], surfaces: [Surface: Look] = [:]) {
        self.name = name
        self.roles = roles
        self.surfaces = surfaces
    }

    package subscript(role: Role) -> Look { roles[role] ?? roles[.text] ?? Look() }
    package subscript(surface: Surface) -> Look { surfaces[surface] ?? surfaces[.base] ?? Look() }

    package var isMonochrome: Bool { roles.values.allSatisfy { $0.colour == nil } }

    /// What transparent pictures are laid on.
    package var ground: RGB { self[.base].colour ?? RGB(0, 0, 0) }

    /// What is left where no theme file is found.
    package static var plain: Theme {
        var theme = Theme(name: "monochrome")
        for role in [Role.strong, .accent, .wrong, .truth, .up, .down, .key, .warning] {
            theme.roles[role] = look(.bold)
        }
        for role in [Role.faint, .unfinished, .bar, .line] { theme.roles[role] = look(.dim) }
        for surface in [Surface.selected, .cursor] { theme.surfaces[surface] = look(.reverse) }
        for surface in [Surface.marked, .field] { theme.surfaces[surface] = look(.underline) }
        return theme
    }

    private static func look(_ attributes: Attributes) -> Look {
        var look = Look()
        (look.attributes, look.plain) = (attributes, attributes)
        return look
    }
}

extension Theme {
    /// The more, the nearer the ground is to the role's colour; with 8 colours or none a few strengths of type. The
    /// digits in the cell say what the colour says.
    func heat(_ role: Role, level: Int, depth: ColourDepth) -> Ink {
        let share = Double(level) / Double(Style.heatLevels)
        let plain: Attributes = share > 0.8 ? [.reverse] : share > 0.45 ? [.bold] : []
        let look = self[role]
        switch depth {
        case .none: return Ink(foreground: -1, background: -1, attributes: plain)
        case .eight: return Ink(foreground: look.ansi ?? -1, background: -1, attributes: plain)
        case .palette:
            let base = ground
            let ramp = HeatRamp(look.colour ?? base, onDark: base.luma < 128)
            let number = ramp.numbers[max(0, min(level, Style.heatLevels) - 1)]
            let strong = self[.strong].colour ?? base
            let back = HeatRamp.colour(number)
            let ink = strong.contrast(with: back) >= base.contrast(with: back) ? strong : base
            return Ink(foreground: depth.number(of: ink), background: number, attributes: [])
        case .direct:
            let base = ground
            let mixed = base.mixed(with: look.colour ?? base, share * 0.9)
            let strong = self[.strong].colour ?? base
            let ink = abs(strong.luma - mixed.luma) >= abs(base.luma - mixed.luma) ? strong : base
            return Ink(foreground: depth.number(of: ink), background: depth.number(of: mixed), attributes: [])
        }
    }
}

extension RGB {
    /// - Parameter share: 0 is this colour, 1 the other.
    func mixed(with other: RGB, _ share: Double) -> RGB {
        func mix(_ own: UInt8, _ other: UInt8) -> UInt8 {
            UInt8((Double(own) + (Double(other) - Double(own)) * share).rounded())
        }
        return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }
}
