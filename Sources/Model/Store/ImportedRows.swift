import Foundation

/// The rows of a file of embeddings, or of a folder of them, scaled to unit length.
struct ImportedRows {
    let dimension: Int
    /// What the rows are, where that is told.
    let names: [String]?
    /// Of a .safetensors file.
    let metadata: [String: String]
    /// As they were; not a number where a value is none.
    let lengths: [Float]
    let rows: EmbeddingRows
    let isScaled: Bool

    var count: Int { lengths.count }

    enum Problem: Error, Equatable {
        case noFiles(URL)
        case wrongDimension(URL, found: Int, expected: Int)
        case wrongNumberOfNames(URL, names: Int, rows: Int, file: URL)
        case noPaths(URL, columns: [String])
        case noNames(URL, file: URL)
        case unreadable(URL, reason: String)
    }

    /// - Throws: `EmbeddingFileError`, `EmbeddingRows.Failure`, `ImportedRows.Problem`, and what reading the file throws
    init(contentsOf url: URL) throws {
        if Self.isFolder(url) {
            self = try Self(folder: url)
            return
        }
        let file = try EmbeddingFile(contentsOf: url)
        (dimension, names, metadata) = (file.dimension, file.names, file.metadata)
        lengths = try file.lengths()
        (rows, isScaled) = try file.normalisedRows(lengths)
    }

    static func isFolder(_ url: URL) -> Bool {
        FilePath(url).status().map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    /// As clip-retrieval writes it: img_emb/img_emb_0.npy, img_emb_1.npy, ... and metadata/metadata_0.parquet, ... with a
    /// column image_path. The rows go to a temporary file, one after the other.
    private init(folder: URL) throws {
        let files = try Self.numbered(folder.appending(path: "img_emb"), "npy")
        guard let first = files.first else { throw Problem.noFiles(folder) }
        let tables = try Self.numbered(folder.appending(path: "metadata"), "parquet")
        var names: [String] = []
        var lengths: [Float] = []
        var isScaled = false
        let all = try EmbeddingRows.temporary(dimension: EmbeddingFile(contentsOf: first.file).dimension)
        for (number, url) in files {
            let file = try EmbeddingFile(contentsOf: url)
            guard file.dimension == all.dimension else {
                throw Problem.wrongDimension(url, found: file.dimension, expected: all.dimension)
            }
            let own = try file.lengths()
            let (rows, wasScaled) = try file.normalisedRows(own)
            isScaled = isScaled || wasScaled
            for start in stride(from: 0, to: file.rows, by: Self.block) {
                let values = (start..<min(file.rows, start + Self.block)).flatMap { rows[$0] }
                try all.write(values[...], at: lengths.count + start)
            }
            lengths += own
            guard let table = tables.first(where: { $0.number == number })?.file else {
                throw Problem.noNames(url, file: folder.appending(path: "metadata/metadata_\(number).parquet"))
            }
            let paths = try Self.paths(in: table)
            guard paths.count == file.rows else {
                throw Problem.wrongNumberOfNames(table, names: paths.count, rows: file.rows, file: url)
            }
            names += paths
        }
        (dimension, rows, metadata) = (all.dimension, all, [:])
        (self.names, self.lengths, self.isScaled) = (names, lengths, isScaled)
    }

    private static let block = 4096

    /// The files of an ending that have a number, by it.
    private static func numbered(_ folder: URL, _ ending: String) throws -> [(number: Int, file: URL)] {
        guard let entries = try? FolderEntries(of: FilePath(folder)) else { return [] }
        return entries.files(endingWith: "." + ending).compactMap { name in
            let stem = name.dropLast(ending.count + 1)
            return Int(stem.reversed().prefix(while: \.isNumber).reversed().map(String.init).joined()).map {
                ($0, folder.appending(path: name))
            }
        }.sorted { $0.number < $1.number }
    }

    private static func paths(in url: URL) throws -> [String] {
        do {
            let file = try ParquetFile(FilePath(url))
            let fields = file.fileColumns
            guard let column = fields.firstIndex(where: { $0.name == "image_path" && $0.contents == .words }) else {
                throw Problem.noPaths(url, columns: fields.map(\.name))
            }
            let descriptor = try file.path.opened()
            defer { close(descriptor) }
            let words = try file.words(of: column, read: readBytes(of: descriptor))
            return (0..<words.count).map { words[$0] ?? "" }
        } catch let error as Problem {
            throw error
        } catch {
            throw Problem.unreadable(url, reason: message(of: error))
        }
    }
}

extension ImportedRows.Problem: CustomStringConvertible {
    var description: String {
        switch self {
        case .noFiles(let folder):
            "\(folder.path): a folder of embeddings has img_emb/img_emb_0.npy, ... and metadata/metadata_0.parquet, ..., as"
                + " clip-retrieval writes them; there are none"
        case .wrongDimension(let file, let found, let expected):
            "\(file.path): embeddings of \(found) values, expected \(expected) as in the files before"
        case .wrongNumberOfNames(let table, let names, let rows, let file):
            "\(table.path): \(names) rows, expected \(rows) as \(file.lastPathComponent) has"
        case .noPaths(let table, let columns):
            "\(table.path): has no column image_path; its columns are \(listing(columns))"
        case .noNames(let file, let table):
            "\(file.path): \(table.lastPathComponent), which names its rows, is not there"
        case .unreadable(let table, let reason): "\(table.path): \(reason)"
        }
    }
}
