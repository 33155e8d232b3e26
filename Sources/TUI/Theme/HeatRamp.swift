import Foundation

/// Grounds of a heat map with xterm's 256 colours, chosen by hand: mixed colours fall on greys there, and right and wrong on
/// the same ones.
struct HeatRamp {
    /// By level, from the weakest.
    let numbers: [Int]

    /// Of a hue, on a dark or a light ground.
    init(_ colour: RGB, onDark isDark: Bool) {
        let ramp = Self.ramps.min { Self.distance($0.hue, colour.hue) < Self.distance($1.hue, colour.hue) }!
        numbers = isDark ? ramp.dark : ramp.light
    }

    private static let ramps: [(hue: Double, dark: [Int], light: [Int])] = [
        (0, [52, 52, 88, 88, 124, 160, 160, 203], [224, 224, 217, 217, 210, 210, 203, 167]),
        (35, [58, 58, 94, 94, 130, 136, 172, 214], [230, 230, 223, 223, 222, 215, 215, 172]),
        (110, [22, 22, 28, 28, 34, 34, 71, 114], [194, 194, 157, 157, 114, 114, 77, 71]),
        (175, [23, 23, 29, 30, 36, 37, 43, 80], [195, 195, 159, 159, 123, 80, 80, 37]),
        (215, [17, 18, 19, 25, 26, 32, 33, 75], [189, 189, 153, 153, 111, 111, 75, 68]),
        (300, [53, 53, 90, 90, 127, 133, 170, 176], [225, 225, 219, 219, 213, 213, 176, 133]),
    ]

    private static func distance(_ a: Double, _ b: Double) -> Double { min(abs(a - b), 360 - abs(a - b)) }

    /// Of xterm's cube.
    static func colour(_ number: Int) -> RGB {
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        let place = number - 16
        return RGB(levels[place / 36], levels[place / 6 % 6], levels[place % 6])
    }
}

extension RGB {
    /// Degrees.
    fileprivate var hue: Double {
        let (r, g, b) = (Double(red), Double(green), Double(blue))
        let (most, least) = (max(r, g, b), min(r, g, b))
        guard most > least else { return 0 }
        let turn =
            most == r
            ? (g - b) / (most - least) : most == g ? 2 + (b - r) / (most - least) : 4 + (r - g) / (most - least)
        return (60 * turn + 360).truncatingRemainder(dividingBy: 360)
    }

    /// WCAG 2.2's: 1 to 21.
    func contrast(with other: RGB) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private var luminance: Double {
        let linear = [red, green, blue].map { channel in
            let share = Double(channel) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
