/// What colours a terminal has, and how any colour becomes one of them.
package enum ColourDepth: Int, Comparable, Sendable {
    case none, eight, palette, direct

    package static func < (left: ColourDepth, right: ColourDepth) -> Bool { left.rawValue < right.rawValue }

    /// What curses is told; -1 is the terminal's own colour.
    package func number(of colour: RGB) -> Int {
        switch self {
        case .none: -1
        case .eight: Self.nearestOfEight(colour)
        case .palette: Self.nearestOf240(colour)
        // 0 to 7 would mean the ANSI colours there.
        case .direct: colour.packed < 8 ? 8 : colour.packed
        }
    }

    /// The 6x6x6 cube and the greys of xterm's palette, 16...255; the first 16 belong to the user.
    static func nearestOf240(_ colour: RGB) -> Int {
        let channels = [Int(colour.red), Int(colour.green), Int(colour.blue)]
        let cube = channels.map { $0 < 48 ? 0 : $0 < 115 ? 1 : ($0 - 35) / 40 }
        let levels = [0, 95, 135, 175, 215, 255]
        let grey = min(23, max(0, (channels.reduce(0, +) / 3 - 3) / 10))
        func distance(_ other: [Int]) -> Int { zip(channels, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        let cubeDistance = distance(cube.map { levels[$0] })
        let greyDistance = distance([Int](repeating: 8 + 10 * grey, count: 3))
        return greyDistance < cubeDistance ? 232 + grey : 16 + 36 * cube[0] + 6 * cube[1] + cube[2]
    }

    static func nearestOfEight(_ colour: RGB) -> Int {
        func bit(_ channel: UInt8, _ weight: Int) -> Int { channel >= 96 ? weight : 0 }
        return bit(colour.red, 1) + bit(colour.green, 2) + bit(colour.blue, 4)
    }
}

/// A style as curses wants it.
package struct Ink: Hashable, Sendable {
    package var foreground: Int
    package var background: Int
    package var attributes: Theme.Attributes
}

extension Theme {
    package func ink(_ style: Style, depth: ColourDepth) -> Ink {
        let depth = isMonochrome ? .none : depth
        switch style {
        case .role(let role, on: let surface):
            let (text, ground) = (self[role], self[surface])
            switch depth {
            case .palette, .direct:
                return Ink(
                    foreground: text.colour.map(depth.number) ?? -1, background: ground.colour.map(depth.number) ?? -1,
                    attributes: text.attributes.union(ground.attributes))
            case .eight:
                // What is reversed is one block, not one of every colour that stands in it.
                let attributes = text.plain.union(ground.plain)
                let isBlock = attributes.contains(.reverse)
                return Ink(
                    foreground: isBlock ? -1 : text.ansi ?? -1, background: ground.ansi ?? -1, attributes: attributes)
            case .none:
                return Ink(foreground: -1, background: -1, attributes: text.plain.union(ground.plain))
            }
        case .heat(let role, let level): return heat(role, level: level, depth: depth)
        case .colours(let ink, let ground):
            // Eight colours on eight grounds are more pairs than such terminals have: the ground stays.
            let background = depth == .eight ? -1 : depth.number(of: ground)
            return Ink(foreground: depth.number(of: ink), background: background, attributes: [])
        case .picture(let id):
            var ink = self.ink(.role(.text, on: .base), depth: depth)
            if depth >= .palette { ink.foreground = depth.number(ofPicture: id) }
            return ink
        }
    }
}
