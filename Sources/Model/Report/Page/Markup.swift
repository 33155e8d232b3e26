/// HTML that is well-formed XML as well. Text becomes markup in one place, so that no name of a class or a file can be taken
/// for a tag.
struct Markup: ExpressibleByStringInterpolation, CustomStringConvertible {
    private(set) var description: String

    init(stringLiteral value: String) { description = value }

    init(stringInterpolation: Interpolation) { description = stringInterpolation.text }

    private init(_ text: String) { description = text }

    static func joined(_ parts: some Sequence<Markup>) -> Markup { Markup(parts.map(\.description).joined()) }

    /// Literal parts are markup; what is put in is text, but for other markup.
    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ markup: Markup) { text += markup.description }
        mutating func appendInterpolation(_ parts: [Markup]) { text += Markup.joined(parts).description }
        mutating func appendInterpolation(_ number: Int) { text += "\(number)" }

        /// At most two digits after the point.
        mutating func appendInterpolation(_ number: Double) {
            let rounded = (number * 100).rounded() / 100
            text += rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
        }

        mutating func appendInterpolation(_ words: String) {
            for character in words.printable.unicodeScalars {
                switch character {
                case "&": text += "&amp;"
                case "<": text += "&lt;"
                case ">": text += "&gt;"
                case "\"": text += "&quot;"
                default: text.unicodeScalars.append(character)
                }
            }
        }
    }
}
