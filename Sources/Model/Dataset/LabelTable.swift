import Foundation
import SwiftCSV

/// labels.csv: a row an image, a column "file" with its path, and label columns.
struct LabelTable {
    private let file: URL
    private let rows: [[String]]
    private let fileColumn: Int
    private let splitColumn: Int?
    private let labelColumns: [(name: String, index: Int)]
    private let names: [String: String]

    /// - Throws: `DatasetError`, `TOMLFile.Failure.unreadable`
    init(contentsOf file: URL, description: DatasetDescription) throws {
        let csv: CSV<Enumerated>
        do {
            csv = try CSV<Enumerated>(string: TOMLFile.text(of: file), loadColumns: false)
        } catch let error as CSVParseError {
            throw DatasetError.badTable(file, message: error.sentence)
        }
        let header = csv.header.map { $0.trimmingCharacters(in: .whitespaces) }
        func column(_ name: String, role: String) throws -> Int {
            guard let index = header.firstIndex(of: name) else {
                throw DatasetError.noColumn(name, file: file, columns: header, role: role)
            }
            return index
        }
        let fileColumn = try column("file", role: "column")
        let splitColumn =
            try description.splitColumn.map { try column($0, role: "split column") }
            ?? header.firstIndex(of: "split")
        var labels =
            description.labelColumns
            ?? header.indices.filter { $0 != fileColumn && $0 != splitColumn && !header[$0].isEmpty }
            .map { header[$0] }
        if let first = description.labelColumn, !labels.contains(first) { labels.insert(first, at: 0) }

        self.file = file
        self.fileColumn = fileColumn
        self.splitColumn = splitColumn
        labelColumns = try labels.map { ($0, try column($0, role: "label column")) }
        names = description.names
        rows = csv.rows.map { $0 + [String](repeating: "", count: max(0, header.count - $0.count)) }
        if let row = rows.firstIndex(where: { $0.dropFirst(header.count).contains { !$0.isEmpty } }) {
            let found = rows[row].lastIndex { !$0.isEmpty } ?? 0
            throw DatasetError.tooManyFields(file: file, row: row + 2, found: found + 1, expected: header.count)
        }
    }

    /// The images that exist, or all, in the order of their paths.
    /// - Throws: `DatasetError`
    func content(in folder: URL, keepsMissingFiles: Bool = false) throws -> DatasetContent {
        var rowOf: [String: Int] = [:]
        var missing: [String] = []
        for (index, row) in rows.enumerated() {
            let path = row[fileColumn]
            guard !path.isEmpty else {
                if row.allSatisfy(\.isEmpty) { continue }
                throw DatasetError.badTable(file, message: "row \(index + 2) names no file")
            }
            if let earlier = rowOf.updateValue(index, forKey: path) {
                throw DatasetError.repeatedFile(path, file: file, rows: [earlier + 2, index + 2])
            }
            if !keepsMissingFiles, !Self.isFile(Self.absolute(path, in: folder)) { missing.append(path) }
        }
        let absent = Set(missing)
        let kept = rowOf.filter { !absent.contains($0.key) }.sorted { $0.key < $1.key }
        guard !kept.isEmpty else {
            guard let first = missing.first else { throw DatasetError.badTable(file, message: "names no files") }
            throw DatasetError.allFilesMissing(table: file, count: missing.count, first: first)
        }
        return DatasetContent(
            images: ImageList(
                paths: kept.map(\.key), in: FilePath(folder),
                splits: splitColumn.map { column in kept.map { value($0.value, column) } }),
            labellings: labelColumns.map { column in
                Dataset.Labelling(name: column.name, raw: kept.map { value($0.value, column.index) }) {
                    names[$0] ?? $0
                }
            },
            missingFiles: missing)
    }

    private func value(_ row: Int, _ column: Int) -> String? {
        let value = rows[row][column].trimmingCharacters(in: .whitespaces)
        return value.isEmpty ? nil : value
    }

    private static func absolute(_ path: String, in folder: URL) -> String {
        path.hasPrefix("/") ? path : "\(folder.path)/\(path)"
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}

extension CSVParseError {
    fileprivate var sentence: String {
        switch self {
        case .generic(let message), .quotation(let message): message
        }
    }
}
