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
        case .palette, .direct:
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
