import Foundation

@testable import TUI

/// Red, green and blue in linear light, 0...1.
typealias Light = [Double]

/// How well colours can be told from their ground and from each other.
enum ColourScience {
    /// IEC 61966-2-1, sRGB.
    static func light(_ colour: RGB) -> Light {
        [colour.red, colour.green, colour.blue].map { channel in
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
    }

    /// Contrast ratio, 1...21: Web Content Accessibility Guidelines 2.2, "contrast ratio" and "relative luminance".
    static func contrast(_ first: RGB, _ second: RGB) -> Double {
        let luminances = [first, second].map { colour in
            zip(light(colour), [0.2126, 0.7152, 0.0722]).reduce(0) { $0 + $1.0 * $1.1 }
        }.sorted()
        return (luminances[1] + 0.05) / (luminances[0] + 0.05)
    }

    /// Distance in CIE 1976 L*a*b* with the white of sRGB (D65); 2.3 is just noticeable (Mahy, Van Eycken and
    /// Oosterlinck 1994).
    static func difference(_ first: RGB, _ second: RGB, seenBy eye: Eye = .usual) -> Double {
        let (first, second) = (lab(eye.sees(light(first))), lab(eye.sees(light(second))))
        return sqrt(zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
    }

    private static func lab(_ light: Light) -> [Double] {
        let white = [0.95047, 1, 1.08883]
        let toXYZ = [
            [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
        ]
        let f = zip(toXYZ * light, white).map { value, white in
            let share = value / white
            return share > 216.0 / 24389 ? cbrt(share) : (24389.0 / 27 * share + 16) / 116
        }
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
    }
}

/// Eyes of which one kind of cone is missing, as Machado, Oliveira and Fernandes simulate them (A Physiologically-based
/// Model for Simulation of Color Vision Deficiency, IEEE Transactions on Visualization and Computer Graphics 15, 2009):
/// their matrices for severity 1, applied to linear light.
enum Eye: CaseIterable {
    case usual, protanope, deuteranope

    func sees(_ light: Light) -> Light {
        (matrix * light).map { min(1, max(0, $0)) }
    }

    private var matrix: [[Double]] {
        switch self {
        case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .protanope:
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        case .deuteranope:
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        }
    }
}

private func * (matrix: [[Double]], vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
}
