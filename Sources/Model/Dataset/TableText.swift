import Foundation

/// A text with a row an image, made ready for `DelimitedReader` whatever it was: values between commas, semicolons, tabs or
/// blanks, in UTF-8 or UTF-16, or a JSON object a line.
struct TableText {
    let bytes: [UInt8]
    let separator: UInt8
    /// Whether the first row cannot be a header: lists of names have none.
    let isList: Bool

    /// A line that is no JSON object.
    struct Fault: Error, CustomStringConvertible {
        let line: Int
        let expected: String

        var description: String { "line \(line) is no JSON object: expected \(expected)" }
    }

    private static let comma = UInt8(ascii: ",")
    private static let semicolon = UInt8(ascii: ";")
    private static let tab = UInt8(ascii: "\t")

    /// - Parameter ending: of the file's name, in lower case.
    /// - Throws: `TableText.Fault`
    init(_ data: Data, ending: String) throws {
        var bytes = Self.decoded(data)
        if ending == "json" {
            let rows = try AnnotationFile(Data(bytes)).rows
            (self.bytes, separator, isList) = (Self.delimited(files: rows), Self.comma, false)
            return
        }
        if ending == "jsonl" {
            (self.bytes, separator, isList) = (try Self.delimited(objects: bytes), Self.comma, false)
            return
        }
        let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        // Excel's own line about the separator.
        if bytes.starts(with: Array("sep=".utf8)), end >= 5 {
            separator = bytes[4]
            bytes.removeFirst(min(bytes.count, end + 1))
            (self.bytes, isList) = (bytes, false)
            return
        }
        let first = bytes[..<end]
        if ending == "tsv" {
            separator = Self.tab
        } else if first.contains(Self.comma) {
            separator = Self.comma
        } else if first.contains(Self.semicolon) {
            separator = Self.semicolon
        } else if first.contains(Self.tab) {
            separator = Self.tab
        } else if ending == "csv" {
            separator = Self.comma
        } else {
            (self.bytes, separator, isList) = (Self.delimited(words: bytes), Self.comma, true)
            return
        }
        (self.bytes, isList) = (bytes, false)
    }

    /// As UTF-8, without a byte order mark.
    private static func decoded(_ data: Data) -> [UInt8] {
        let encoding: String.Encoding? =
            data.starts(with: [0xFF, 0xFE])
            ? .utf16LittleEndian : data.starts(with: [0xFE, 0xFF]) ? .utf16BigEndian : nil
        if let encoding, let text = String(data: data.dropFirst(2), encoding: encoding) { return Array(text.utf8) }
        return Array(data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data)
    }

    /// Lines of words: as many columns as every line has words, else the first word and the rest.
    private static func delimited(words bytes: [UInt8]) -> [UInt8] {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).filter {
            !$0.allSatisfy(isBlank) && $0.first != UInt8(ascii: "#")
        }
        let counts = Set(lines.prefix(1_000).map { $0.split(whereSeparator: isBlank).count })
        var rows: [UInt8] = []
        for line in lines {
            let words = line.split(maxSplits: counts.count == 1 ? .max : 1, whereSeparator: isBlank)
            for (index, word) in words.enumerated() {
                if index > 0 { rows.append(comma) }
                append(word.reversed().drop(while: isBlank).reversed(), to: &rows)
            }
            rows.append(UInt8(ascii: "\n"))
        }
        return rows
    }

    private static func delimited(files: [(file: String, label: String?)]) -> [UInt8] {
        guard !files.isEmpty else { return [] }
        var text = Array("file,label\n".utf8)
        for (file, label) in files {
            append(file.utf8, to: &text)
            text.append(comma)
            append((label ?? "").utf8, to: &text)
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// The words of objects, under a header of all their keys in the order in which they came first.
    private static func delimited(objects bytes: [UInt8]) throws -> [UInt8] {
        var keys: [String] = []
        var rows: [[String: String]] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
            var reader = JSONReader(Array(line))
            var row: [String: String] = [:]
            do {
                try reader.object { reader, key in
                    let name = reader.text(key)
                    guard let word = try reader.word() else { return }
                    if row[name] == nil { row[name] = word }
                    if !keys.contains(name) { keys.append(name) }
                }
            } catch let fault as JSONReader.Fault {
                throw Fault(line: index + 1, expected: fault.expected)
            }
            rows.append(row)
        }
        var text: [UInt8] = []
        for row in [Dictionary(uniqueKeysWithValues: keys.map { ($0, $0) })] + rows {
            for (index, key) in keys.enumerated() {
                if index > 0 { text.append(comma) }
                append((row[key] ?? "").utf8, to: &text)
            }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// In quotation marks.
    private static func append(_ value: some Sequence<UInt8>, to rows: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        rows.append(quote)
        for byte in value {
            if byte == quote { rows.append(quote) }
            rows.append(byte)
        }
        rows.append(quote)
    }
}
