import Foundation

/// JSON as the program prints it: keys in snake_case, sorted; what has no value is left out.
package enum JSONText {
    /// - Parameter isCompact: one line, for long lists of numbers.
    package static func of(_ value: some Encodable, isCompact: Bool = false) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if !isCompact { encoder.outputFormatting.insert(.prettyPrinted) }
        return Self.printable(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
    }

    /// What a terminal would obey, or that hides or reorders text, as \u and four digits, which reads back as the same. The
    /// control characters below space are written so already.
    static func printable(_ json: String) -> String {
        // Beyond the layout, which is of ASCII, such scalars stand in strings alone.
        guard json.utf8.contains(where: { $0 >= 0x7F }) else { return json }
        var result = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            guard scalar.value >= 0x7F, scalar.isUnprintable else {
                result.append(scalar)
                continue
            }
            for unit in UTF16.encode(scalar)! {
                let digits = String(unit, radix: 16, uppercase: true)
                result.append(
                    contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            }
        }
        return String(result)
    }
}
