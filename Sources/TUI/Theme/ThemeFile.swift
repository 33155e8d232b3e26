import Foundation
import Model

package enum ThemeError: Error {
    /// - Parameter place: the file and line that ask for it; nil: the command line does.
    case unknown(name: String, known: [String], place: String?)
    case malformed(file: URL, line: Int?, reason: String)
    case unreadable(URL, reason: String)
}

extension ThemeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let name, let known, let place):
            "\(place.map { $0 + ": " } ?? "")no theme \"\(name)\", found \(known.joined(separator: ", "))"
        case .malformed(let file, let line, let reason): "\(file.place(line)): \(reason)"
        case .unreadable(let folder, let reason): "\(folder.path): \(reason)"
        }
    }
}

extension Theme {
    /// Reads a theme, named by its file; the format is told in themes/README.md.
    /// - Throws: `TOMLFile.Failure`, `ThemeError.malformed`
    package init(contentsOf file: URL) throws {
        let toml = try TOMLFile(contentsOf: file)
        try toml.check(keys: ["roles", "surfaces"])
        self.init(name: file.deletingPathExtension().lastPathComponent)
        let (roles, surfaces) = (Section(toml, "roles"), Section(toml, "surfaces"))
        for name in try roles.names(among: Role.allCases.map(\.rawValue)) {
            self.roles[Role(rawValue: name)!] = try roles.look(name)
        }
        for name in try surfaces.names(among: Surface.allCases.map(\.rawValue)) {
            self.surfaces[Surface(rawValue: name)!] = try surfaces.look(name)
        }
    }

    /// One of the two tables of a theme.
    private struct Section {
        let toml: TOMLFile
        let section: String

        init(_ toml: TOMLFile, _ section: String) { (self.toml, self.section) = (toml, section) }

        func names(among known: [String]) throws -> [String] {
            guard let value = toml.table[section] else { return [] }
            guard let rows = value.table else { throw malformed(section, in: "", "\(section) is not a table") }
            let names = rows.keys.sorted()
            for name in names where !known.contains(name) {
                let kind = section.dropLast()
                throw malformed(name, "there is no \(kind) \"\(name)\", expected \(known.joined(separator: ", "))")
            }
            return names
        }

        func look(_ name: String) throws -> Look {
            guard let row = toml.table[section]?.table?[name]?.table else {
                throw malformed(name, "\(name) is not a table, expected { color = \"#rrggbb\", ... }")
            }
            let keys = ["color", "ansi", "attributes", "plain"]
            if let key = row.keys.sorted().first(where: { !keys.contains($0) }) {
                throw malformed(name, "\(name) has no \"\(key)\", expected \(keys.joined(separator: ", "))")
            }
            var look = Look()
            look.colour = try read(name, "color", row, expected: "#rrggbb", RGB.init(hex:))
            look.ansi = try read(name, "ansi", row, expected: listed(Theme.ansiNames), Theme.ansiNames.firstIndex(of:))
            look.attributes = try attributes(name, "attributes", row)
            look.plain = try attributes(name, "plain", row)
            return look
        }

        private func read<Value>(
            _ name: String, _ key: String, _ row: [String: TOMLValue], expected: String, _ read: (String) -> Value?
        ) throws -> Value? {
            guard let given = row[key] else { return nil }
            if let value = given.string.flatMap(read) { return value }
            let shown = given.string.map { "\"\($0)\"" } ?? "a \(given.typeName)"
            throw malformed(name, "\(key) of \(name) is \(shown), expected \(expected)")
        }

        private func attributes(_ name: String, _ key: String, _ row: [String: TOMLValue]) throws -> Attributes {
            guard let given = row[key] else { return [] }
            let names = given.array.map { $0.map(\.string) } ?? [nil]
            return try names.reduce(into: Attributes()) { attributes, word in
                guard let attribute = Theme.attributeNames.first(where: { $0.name == word })?.attribute else {
                    let known = listed(Theme.attributeNames.map(\.name))
                    let shown = word.map { "\"\($0)\"" } ?? "something else"
                    throw malformed(name, "\(key) of \(name) holds \(shown), expected a list of \(known)")
                }
                attributes.insert(attribute)
            }
        }

        private func listed(_ words: [String]) -> String { words.joined(separator: ", ") }

        private func malformed(_ key: String, in table: String? = nil, _ reason: String) -> ThemeError {
            .malformed(file: toml.file, line: toml.line(of: key, in: table ?? section), reason: reason)
        }
    }

    private static let ansiNames = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    private static let attributeNames: [(name: String, attribute: Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
    ]
}

extension RGB {
    /// "#rrggbb".
    init?(hex: String) {
        guard hex.utf8.count == 7, hex.first == "#", hex.dropFirst().allSatisfy(\.isHexDigit),
            let packed = Int(hex.dropFirst(), radix: 16)
        else { return nil }
        self.init(packed: packed)
    }
}
