import Foundation

/// A TOML file whose values are asked for by key and type; every failure names file, line or key.
package struct TOMLFile {
    package let file: URL
    package let text: String
    package let table: [String: TOMLValue]

    package enum Failure: Error, Equatable {
        case unreadable(URL, reason: String)
        case syntax(URL, line: Int, column: Int, message: String)
        case wrongType(URL, line: Int?, key: String, expected: String, found: String)
        case unknownKey(URL, line: Int?, key: String, known: [String])
        case misspelledKey(URL, line: Int?, key: String, nearest: String)
    }

    /// - Throws: `TOMLFile.Failure`
    package init(contentsOf file: URL) throws {
        try self.init(Self.text(of: file, atMost: BoundedFile.settings), in: file)
    }

    /// - Parameter file: where the text stands: failures name it.
    /// - Throws: `TOMLFile.Failure`
    package init(_ text: String, in file: URL) throws {
        (self.file, self.text) = (file, text)
        do {
            var reader = TOMLReader(text)
            table = try reader.document()
        } catch let fault as TOMLReader.Fault {
            throw Failure.syntax(file, line: fault.line, column: fault.column, message: fault.message)
        }
    }

    /// The file as UTF-8 without byte order mark.
    /// - Throws: `TOMLFile.Failure.unreadable`
    package static func text(of file: URL) throws -> String { try text(of: file, atMost: BoundedFile.lists) }

    private static func text(of file: URL, atMost most: Int) throws -> String {
        let data: Data
        do {
            data = try BoundedFile.contents(of: file, atMost: most)
        } catch {
            throw Failure.unreadable(file, reason: message(of: error))
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Failure.unreadable(file, reason: "is not UTF-8 text")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    package var keys: [String] { table.keys.sorted() }

    /// The 1-based line on which a key is set, or a table begins; nil where there is no such key.
    /// - Parameter section: a table of the document; "" is the document itself.
    package func line(of key: String, in section: String = "") -> Int? {
        (section.isEmpty ? table : table[section]?.table)?[key]?.line
    }

    package func string(_ key: String) throws -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { throw wrongType(key, expected: "a string", found: value) }
        return string
    }

    package func integer(_ key: String) throws -> Int? {
        guard let value = table[key] else { return nil }
        guard let integer = value.integer else { throw wrongType(key, expected: "a decimal integer", found: value) }
        return integer
    }

    package func strings(_ key: String) throws -> [String]? {
        guard let value = table[key] else { return nil }
        return try strings(value, key: key)
    }

    package func stringTable(_ key: String) throws -> [String: String] {
        try entries(of: key) { value, path in
            guard let string = value.string else { throw wrongType(path, expected: "a string", found: value) }
            return string
        }
    }

    /// A table of lists of strings; a single string counts as a list of one.
    package func stringsTable(_ key: String) throws -> [String: [String]] {
        try entries(of: key) { value, path in
            if let one = value.string { return [one] }
            return try strings(value, key: path)
        }
    }

    private func entries<Value>(
        of key: String, _ read: (TOMLValue, String) throws -> Value
    ) throws -> [String: Value] {
        guard let value = table[key] else { return [:] }
        guard let entries = value.table else { throw wrongType(key, expected: "a table", found: value) }
        var result: [String: Value] = [:]
        // In order: of several faults the same one is told each time.
        for (name, value) in entries.sorted(by: { $0.value.line < $1.value.line }) {
            result[name] = try read(value, "\(key).\"\(name)\"")
        }
        return result
    }

    private func strings(_ value: TOMLValue, key: String) throws -> [String] {
        guard let array = value.array else { throw wrongType(key, expected: "a list of strings", found: value) }
        return try array.map { element in
            guard let string = element.string else {
                throw wrongType(key, expected: "a list of strings", found: element)
            }
            return string
        }
    }

    private func wrongType(_ key: String, expected: String, found: TOMLValue) -> Failure {
        .wrongType(file, line: found.line, key: key, expected: expected, found: found.typeName)
    }

    /// - Throws: `TOMLFile.Failure.misspelledKey` where a key is none of these and nearly one of them: what it says would
    ///   be ignored. Other keys are somebody else's.
    package func check(spellingOf known: [String]) throws {
        for key in keys where !known.contains(key) {
            guard let nearest = Spelling.nearest(to: key, among: known) else { continue }
            throw Failure.misspelledKey(file, line: line(of: key), key: key, nearest: nearest)
        }
    }

    /// - Throws: `TOMLFile.Failure.unknownKey` where a key is none of these.
    package func check(keys known: [String]) throws {
        guard let key = keys.first(where: { !known.contains($0) }) else { return }
        throw Failure.unknownKey(file, line: line(of: key), key: key, known: known)
    }
}

extension TOMLFile.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file.path): \(reason)"
        case .syntax(let file, let line, let column, let message): "\(file.path):\(line):\(column): \(message)"
        case .wrongType(let file, let line, let key, let expected, let found):
            "\(file.place(line)): \(key) is of type \(found), expected \(expected)"
        case .misspelledKey(let file, let line, let key, let nearest):
            "\(file.place(line)): there is no \"\(key)\"; did you mean \"\(nearest)\"?"
        case .unknownKey(let file, let line, let key, let known):
            "\(file.place(line)): there is no \"\(key)\", expected \(listing(known))"
        }
    }
}

extension URL {
    /// "FILE:LINE", as compilers say it.
    package func place(_ line: Int?) -> String { line.map { "\(path):\($0)" } ?? path }
}
