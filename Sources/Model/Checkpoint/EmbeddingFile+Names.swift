import Foundation

/// The list of images that stands beside a file of embeddings: NAME.npy.files.txt, which clipscope writes, NAME.txt with
/// a path a line, or NAME.csv with a column of paths.
extension EmbeddingFile {
    static func nameList(of file: URL) -> URL {
        file.appendingPathExtension("files.txt")
    }

    private static let columns = ["file", "image_path", "path", "filename", "image"]

    /// Nil where there is no list.
    /// - Throws: `EmbeddingFileError`, `TOMLFile.Failure.unreadable`
    static func namesBeside(_ file: URL) throws -> [String]? {
        let stem = file.deletingPathExtension()
        for list in [nameList(of: file), stem.appendingPathExtension("txt"), stem.appendingPathExtension("csv")]
        where FileManager.default.fileExists(atPath: list.path) {
            let text = try TOMLFile.text(of: list)
            return list.pathExtension == "csv" ? try column(of: text, list) : lines(of: text)
        }
        return nil
    }

    private static func lines(of text: String) -> [String] {
        // Swift takes CR LF for one character.
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func column(of text: String, _ file: URL) throws -> [String] {
        do {
            return try Data(text.utf8).withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
                var reader = DelimitedReader(bytes, separator: UInt8(ascii: ","))
                return try column(&reader, file)
            }
        } catch is DelimitedReader.Fault {
            throw EmbeddingFileError.malformed(file, reason: "is no table of comma-separated values")
        }
    }

    private static func column(_ reader: inout DelimitedReader, _ file: URL) throws -> [String] {
        let isThere = try reader.next()
        let header = isThere ? reader.row.indices.map { reader.row.text($0).trimmingCharacters(in: .whitespaces) } : []
        guard let index = columns.lazy.compactMap(header.firstIndex).first ?? (header.count == 1 ? 0 : nil) else {
            throw EmbeddingFileError.malformed(
                file, reason: "no column of image paths, expected one of \(listing(columns)), found \(listing(header))")
        }
        var names: [String] = []
        while try reader.next() {
            guard !reader.row.allSatisfy(\.isEmpty) else { continue }
            names.append(reader.row.indices.contains(index) ? reader.row.text(index) : "")
        }
        return names
    }
}
