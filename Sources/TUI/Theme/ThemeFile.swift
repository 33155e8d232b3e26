import Foundation
import TOMLKit

package enum ThemeError: Error {
    case unknown(name: String, known: [String])
    case malformed(file: URL, reason: String)
}

extension ThemeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let name, let known): "no theme \"\(name)\", found \(known.joined(separator: ", "))"
        case .malformed(let file, let reason): "\(file.path): \(reason)"
        }
    }
}

extension Theme {
    /// Reads themes/NAME.toml; the format is told in themes/README.md.
    package init(contentsOf file: URL) throws {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: String(contentsOf: file, encoding: .utf8))
        } catch {
            throw ThemeError.malformed(file: file, reason: "\(error)")
        }
        self.init(name: file.deletingPathExtension().lastPathComponent)
        for (name, look) in try Self.looks("roles", in: table, file) {
            guard let role = Role(rawValue: name) else { throw Self.malformed(file, "there is no role \(name)") }
            roles[role] = look
        }
        for (name, look) in try Self.looks("surfaces", in: table, file) {
            guard let surface = Surface(rawValue: name) else {
                throw Self.malformed(file, "there is no surface \(name)")
            }
            surfaces[surface] = look
        }
    }

    /// The themes of a folder by name; the first one is where nobody chose.
    package static func library(in folder: URL) throws -> [Theme] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let themes = try files.filter { $0.pathExtension == "toml" }.map { try Theme(contentsOf: $0) }
        return themes.sorted { ($0.name == "dark" ? "" : $0.name) < ($1.name == "dark" ? "" : $1.name) }
    }

    private static func malformed(_ file: URL, _ reason: String) -> ThemeError {
        .malformed(file: file, reason: reason)
    }

    private static func looks(_ section: String, in table: TOMLTable, _ file: URL) throws -> [(String, Look)] {
        guard let rows = table[section]?.table else { return [] }
        return try rows.keys.map { name in
            guard let row = rows[name]?.table else { throw malformed(file, "\(section).\(name) is not a table") }
            var look = Look()
            if let text = row["color"]?.string {
                guard let colour = RGB(hex: text) else { throw malformed(file, "\(name): \(text) is not #rrggbb") }
                look.colour = colour
            }
            if let text = row["ansi"]?.string {
                guard let index = ansiNames.firstIndex(of: text) else {
                    throw malformed(file, "\(name): no ansi colour \(text)")
                }
                look.ansi = index
            }
            look.attributes = try attributes(row["attributes"], file)
            look.plain = try attributes(row["plain"], file)
            return (name, look)
        }
    }

    private static let ansiNames = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

    private static func attributes(_ value: (any TOMLValueConvertible)?, _ file: URL) throws -> Attributes {
        let names: [String: Attributes] = ["bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse]
        var attributes: Attributes = []
        for item in value?.array.map({ Array($0) }) ?? [] {
            guard let name = item.string, let attribute = names[name] else {
                throw malformed(file, "no attribute \(item)")
            }
            attributes.insert(attribute)
        }
        return attributes
    }
}

extension RGB {
    /// "#rrggbb".
    init?(hex: String) {
        guard hex.count == 7, hex.first == "#", let packed = Int(hex.dropFirst(), radix: 16) else { return nil }
        self.init(packed: packed)
    }
}
