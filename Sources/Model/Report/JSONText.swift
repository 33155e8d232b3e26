import Foundation

/// JSON as the program prints it: keys in snake_case, sorted; what has no value is left out.
package enum JSONText {
    /// - Parameter isCompact: one line, for long lists of numbers.
    package static func of(_ value: some Encodable, isCompact: Bool = false) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if !isCompact { encoder.outputFormatting.insert(.prettyPrinted) }
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
