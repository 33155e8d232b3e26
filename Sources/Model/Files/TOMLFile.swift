import Foundation
import TOMLKit

/// A TOML file whose values are asked for by key and type; every failure names file, line or key.
package struct TOMLFile {
    package let file: URL
    package let text: String
    package let table: TOMLTable

    package enum Failure: Error, Equatable {
        case unreadable(URL, reason: String)
        case syntax(URL, line: Int, message: String)
        case wrongType(URL, line: Int?, key: String, expected: String, found: String)
        case unknownKey(URL, line: Int?, key: String, known: [String])
    }

    /// - Throws: `TOMLFile.Failure`
    package init(contentsOf file: URL) throws {
        try self.init(Self.text(of: file), in: file)
    }

    /// - Parameter file: where the text stands: failures name it.
    /// - Throws: `TOMLFile.Failure`
    package init(_ text: String, in file: URL) throws {
        (self.file, self.text) = (file, text)
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw Failure.syntax(file, line: error.source.begin.line, message: error.description)
        }
    }

    /// The file as UTF-8 without byte order mark.
    /// - Throws: `TOMLFile.Failure.unreadable`
    package static func text(of file: URL) throws -> String {
        let data: Data
        do {
            data = try FilePath(file).contents()
        } catch {
            throw Failure.unreadable(file, reason: message(of: error))
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Failure.unreadable(file, reason: "is not UTF-8 text")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    package var keys: [String] { table.keys }

    package func string(_ key: String) throws -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { throw wrongType(key, expected: "a string", found: value) }
        return string
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
        of key: String, _ read: (any TOMLValueConvertible, String) throws -> Value
    ) throws -> [String: Value] {
        guard let value = table[key] else { return [:] }
        guard let entries = value.table else { throw wrongType(key, expected: "a table", found: value) }
        var result: [String: Value] = [:]
        for name in entries.keys {
            guard let value = entries[name] else { continue }
            result[name] = try read(value, "\(key).\"\(name)\"")
        }
        return result
    }

    private func strings(_ value: any TOMLValueConvertible, key: String) throws -> [String] {
        guard let array = value.array else { throw wrongType(key, expected: "a list of strings", found: value) }
        return try array.map { element in
            guard let string = element.string else {
                throw wrongType(key, expected: "a list of strings", found: element)
            }
            return string
        }
    }

    private func wrongType(_ key: String, expected: String, found: any TOMLValueConvertible) -> Failure {
        .wrongType(file, line: line(of: key), key: key, expected: expected, found: "\(found.type)")
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
        case .syntax(let file, let line, let message): "\(file.path):\(line): \(message)"
        case .wrongType(let file, let line, let key, let expected, let found):
            "\(file.place(line)): \(key) is of type \(found), expected \(expected)"
        case .unknownKey(let file, let line, let key, let known):
            "\(file.place(line)): there is no \"\(key)\", expected \(listing(known))"
        }
    }
}

extension URL {
    /// "FILE:LINE", as compilers say it.
    package func place(_ line: Int?) -> String { line.map { "\(path):\($0)" } ?? path }
}
