/// What a piece of text means. Themes say how each looks; screens never name a colour.
package enum Role: String, CaseIterable, Sendable {
    /// Ordinary text, secondary text, and what should hardly be seen.
    case text, quiet, faint
    /// The words that head something, and the numbers that matter.
    case strong
    /// Where the keys go now.
    case accent
    /// A classification that agrees with the label, and one that does not.
    case right, wrong
    /// The true class.
    case truth
    /// Changed for the better and for the worse since the baseline.
    case up, down
    /// The filled part of a bar.
    case bar
    /// A key that can be pressed.
    case key
    /// The place of the class name in a template.
    case placeholder
    /// A number that is still being computed.
    case unfinished
    /// Something to read: a failure, a template without a placeholder.
    case warning
    /// Rules between panes.
    case line
}

/// What text stands on.
package enum Surface: String, CaseIterable, Sendable {
    /// The panes, the lines at the top and the bottom, popups.
    case base, edge, raised
    /// The selected row of the pane with the focus, and of the others.
    case selected, marked
    /// A field that is being typed into, and the cursor in it.
    case field, cursor
}

/// A colour of a picture, or of a theme: 8 bit a channel.
package struct RGB: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// 0xRRGGBB.
    package init(packed: Int) {
        self.init(UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255))
    }

    package var packed: Int { Int(red) << 16 | Int(green) << 8 | Int(blue) }

    /// #rrggbb
    package var hex: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Rec. 709 luma, 0...255.
    package var luma: Int { (Int(red) * 54 + Int(green) * 183 + Int(blue) * 19) >> 8 }
}

/// How a cell looks: a meaning on a surface, a number on a ground that is the stronger the more it is, or, in pictures,
/// two colours or pixels.
package enum Style: Hashable, Sendable {
    case role(Role, on: Surface)
    /// - Parameter level: 1...`heatLevels`.
    case heat(Role, level: Int)
    case colours(ink: RGB, ground: RGB)
    /// A cell under the pixels of this picture.
    case picture(Int)

    package static let heatLevels = 8

    /// What is small but there is to be seen.
    /// - Parameter share: 0...1.
    static func heat(_ role: Role, share: Double) -> Style {
        let level = Int((share.squareRoot() * Double(heatLevels)).rounded())
        return .heat(role, level: max(1, min(heatLevels, level)))
    }
}
