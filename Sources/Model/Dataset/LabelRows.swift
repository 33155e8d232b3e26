import Foundation

/// The rows of a table of labels, as columns.
struct LabelRows {
    private(set) var paths = ByteStrings()
    /// The rows' numbers, counted from 1, the header among them.
    private(set) var numbers: [Int] = []
    /// Nil where there is no column of splits.
    private(set) var splits: CategoryColumn?
    private var labels: [(name: String, column: Int, words: LabelWords)] = []

    /// Header names that stand for the file where none is called "file".
    static let fileColumns = [
        "path", "filename", "file_name", "filepath", "file_path", "image", "image_path", "image_file", "img",
        "img_path",
    ]

    /// - Throws: `DatasetError`, `DelimitedReader.Fault`, and what the progress throws.
    init(_ reader: inout DelimitedReader, file: URL, place: DatasetPlace) throws {
        let header = try reader.next() ? reader.row.indices.map { Self.trimmed(reader.row[$0]) } : []
        let columns = try LabelColumns(header, file: file, place: place)
        if columns.split != nil { splits = CategoryColumn() }
        labels = columns.labels.map { ($0.name, $0.column, LabelWords(isWanted: $0.isWanted)) }
        while try reader.next() {
            let row = reader.row
            guard !row.allSatisfy(\.isEmpty) else { continue }
            if let last = row.lastIndex(where: { !$0.isEmpty }), last >= header.count {
                throw DatasetError.tooManyFields(
                    file: file, row: reader.number, found: last + 1, expected: header.count)
            }
            guard row.indices.contains(columns.file), !row[columns.file].isEmpty else {
                throw DatasetError.malformed(file, message: "row \(reader.number) names no file")
            }
            paths.append(place.description.paths.path(Self.path(row[columns.file], in: place.folder)))
            numbers.append(reader.number)
            func value(_ column: Int) -> String? {
                guard row.indices.contains(column) else { return nil }
                let value = Self.trimmed(row[column])
                return value.isEmpty ? nil : value
            }
            if let split = columns.split { splits?.append(value(split)) }
            for index in labels.indices { labels[index].words.append(value(labels[index].column)) }
            try place.progress.step()
        }
    }

    /// The columns that may be labels, and the names of those that hold something else for nearly every image.
    mutating func takeLabels() -> (columns: [LabelChoice.Column], dropped: [String]) {
        defer { labels = [] }
        let columns = labels.compactMap { name, _, words in
            words.labels.map { LabelChoice.Column(name: name, values: $0, isWanted: words.isWanted) }
        }
        return (columns, labels.filter { $0.words.labels == nil }.map(\.name))
    }

    /// Whether a header names the column of the images' files.
    static func namesFile(_ header: [String], _ description: DatasetDescription) -> Bool {
        description.paths.column != nil || header.contains { $0 == "file" || fileColumns.contains($0.lowercased()) }
    }

    static func trimmed(_ value: ArraySlice<UInt8>) -> String {
        String(decoding: withoutBlanks(value), as: UTF8.self)
    }

    private static func withoutBlanks(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let rest = value.drop(while: isSpace)
        return rest[..<((rest.lastIndex { !isSpace($0) }).map { $0 + 1 } ?? rest.startIndex)]
    }

    /// The bytes of a path; one written as `FilePath.text` writes it is read back, and blanks around it are none of it,
    /// unless there is a file of that name.
    private static func path(_ whole: ArraySlice<UInt8>, in folder: FilePath) -> ArraySlice<UInt8> {
        var value = withoutBlanks(whole)
        if value.count < whole.count, folder.appending(whole).status() != nil { value = whole }
        guard value.contains(UInt8(ascii: "\\")), folder.appending(value).status() == nil else { return value }
        return FilePath(text: String(decoding: value, as: UTF8.self)).bytes[...]
    }
}

/// Which column of a table is what.
private struct LabelColumns {
    let file: Int
    let split: Int?
    let labels: [(name: String, column: Int, isWanted: Bool)]

    init(_ header: [String], file table: URL, place: DatasetPlace) throws {
        let description = place.description
        func column(_ name: String, role: String) throws -> Int {
            guard let index = header.firstIndex(of: name) else {
                throw DatasetError.noColumn(name, file: table, columns: header, role: role)
            }
            return index
        }
        let known = LabelRows.fileColumns.lazy.compactMap { name in header.firstIndex { $0.lowercased() == name } }
            .first
        let file =
            try description.paths.column.map { try column($0, role: "file column") } ?? header.firstIndex(of: "file")
            ?? known ?? column("file", role: "column")
        let split =
            try description.splitColumn.map { try column($0, role: "split column") }
            ?? header.firstIndex { $0.lowercased() == "split" }
        var names =
            description.labelColumns
            ?? Self.unique(
                header.indices.filter { $0 != file && $0 != split && !header[$0].isEmpty }.map { header[$0] })
        if let first = description.labelColumn, !names.contains(first) { names.insert(first, at: 0) }
        (self.file, self.split) = (file, split)
        let wanted = (description.labelColumns ?? []) + [description.labelColumn, place.labelColumn].compactMap { $0 }
        labels = try names.map { ($0, try column($0, role: "label column"), wanted.contains($0)) }
    }

    /// Of columns with one name the first.
    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
