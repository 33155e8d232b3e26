import Foundation

/// A table of embeddings that this or another program wrote: .npy (an array of two dimensions), or .safetensors (the
/// tensor "embeddings", or the only one of two dimensions). Mapped, not read.
package struct EmbeddingFile: Sendable {
    package let url: URL
    package let rows: Int
    package let dimension: Int
    /// Of a .safetensors file; "model" and "names" are ours.
    package let metadata: [String: String]
    /// What the rows are, where the file or a list beside it tells.
    package let names: [String]?

    private let type: ElementType
    private let file: MappedFile
    /// The first value's byte.
    private let offset: Int

    package enum Format: Sendable {
        case numPy, safetensors

        /// By the file's name.
        /// - Throws: `EmbeddingFileError.unknownFormat`
        package init(of file: URL) throws {
            switch file.pathExtension.lowercased() {
            case "npy": self = .numPy
            case "safetensors": self = .safetensors
            default: throw EmbeddingFileError.unknownFormat(file)
            }
        }
    }

    /// - Throws: `EmbeddingFileError`, `MappedFile.Failure`, `CheckpointError` for a damaged safetensors file
    package init(contentsOf url: URL) throws {
        self.url = url
        let format = try Format(of: url)
        file = try MappedFile(url)
        let shape: [Int]
        switch format {
        case .numPy:
            let header = try NumPyHeader(file.bytes, file: url)
            guard !header.isFortranOrder || header.shape.contains(1) else { throw EmbeddingFileError.fortranOrder(url) }
            guard let type = Self.numPyTypes[header.type] else {
                throw EmbeddingFileError.wrongType(url, found: header.type)
            }
            (shape, self.type, offset, metadata) = (header.shape, type, header.length, [:])
        case .safetensors:
            let archive = try Safetensors(file)
            let tensor = try Self.table(of: archive)
            guard [.float16, .float32, .float64].contains(tensor.type) else {
                throw EmbeddingFileError.wrongType(url, found: tensor.type.rawValue)
            }
            (shape, type, offset, metadata) = (tensor.shape, tensor.type, tensor.range.lowerBound, archive.metadata)
        }
        guard shape.count == 2, (1...Self.mostColumns).contains(shape[1]) else {
            throw EmbeddingFileError.wrongShape(url, found: shape)
        }
        (rows, dimension) = (shape[0], shape[1])
        guard let size = type.bytes(of: shape), let end = offset.plus(size), end <= file.bytes.count else {
            throw EmbeddingFileError.malformed(
                url, reason: "is cut short: \(file.bytes.count) bytes for values of shape \(shape)")
        }
        names = try metadata["names"].map { try Self.names(json: $0, of: url) } ?? Self.namesBeside(url)
        if let names, names.count != rows {
            throw EmbeddingFileError.wrongNumberOfNames(url, names: names.count, rows: rows)
        }
    }

    /// What a table without rows may say it has.
    private static let mostColumns = 1 << 24

    private static let numPyTypes: [String: ElementType] = ["<f2": .float16, "<f4": .float32, "<f8": .float64]

    private static func table(of archive: Safetensors) throws -> StoredTensor {
        if let tensor = archive.tensors["embeddings"] { return tensor }
        let tables = archive.tensors.values.filter { $0.shape.count == 2 }
        guard tables.count == 1 else {
            throw EmbeddingFileError.noTable(archive.file, tensors: archive.tensors.keys.sorted())
        }
        return tables[0]
    }

    private static func names(json: String, of file: URL) throws -> [String] {
        do {
            return try JSONDecoder().decode([String].self, from: Data(json.utf8))
        } catch {
            throw EmbeddingFileError.malformed(file, reason: "its names are no JSON list of strings")
        }
    }
}

// MARK: - Values

extension EmbeddingFile {
    /// The rows as they lie in the file; nil where they are doubles or begin between two values.
    func mappedRows() throws -> EmbeddingRows? {
        guard type != .float64, offset % type.size == 0 else { return nil }
        return try EmbeddingRows(
            reading: url, offset: offset, count: rows, dimension: dimension, element: type == .float16 ? .f16 : .f32)
    }

    package subscript(row: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: dimension) { buffer, initialised in
            copy(row: row, to: buffer)
            initialised = dimension
        }
    }

    /// Copies a row as floats, `dimension` of them.
    func copy(row: Int, to target: UnsafeMutableBufferPointer<Float>) {
        let start = offset + row * dimension * type.size
        for column in 0..<dimension {
            let byte = start + column * type.size
            switch type {
            case .float16: target[column] = Float(file.bytes.loadUnaligned(fromByteOffset: byte, as: Float16.self))
            case .float64: target[column] = Float(file.bytes.loadUnaligned(fromByteOffset: byte, as: Double.self))
            default: target[column] = file.bytes.loadUnaligned(fromByteOffset: byte, as: Float.self)
            }
        }
    }
}

extension EmbeddingFile {
    /// Writes a table of floats, row by row, in the format that the file's name asks for: .safetensors with the names in
    /// its metadata, or .npy with a list beside it. Atomically.
    /// - Parameters:
    ///   - tensor: its name in .safetensors.
    ///   - metadata: beside the names; .npy has no place for it.
    ///   - numPyType: of the values in .npy, where they are not floats of 32 bits; `bytes` makes them.
    ///   - row: `dimension` floats.
    /// - Throws: `EmbeddingFileError`, `AtomicWrite.Failure`
    package static func write(
        to file: URL, tensor: String = "embeddings", names: [String], dimension: Int, metadata: [String: String],
        numPyType: String = "<f4", bytes: ([Float]) -> Data = { $0.withUnsafeBytes { Data($0) } },
        row: (Int) -> [Float]
    ) throws {
        let head: Data
        switch try Format(of: file) {
        case .numPy:
            if let name = names.first(where: { $0.contains(where: \.isNewline) }) {
                throw EmbeddingFileError.nameWithLineBreak(name, file: file)
            }
            try AtomicWrite.write(to: nameList(of: file)) { list in for name in names { try list.write(name + "\n") } }
            head = NumPyHeader.bytes(rows: names.count, columns: dimension, type: numPyType)
        case .safetensors:
            let list = String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
            head = try SafetensorsHeader(
                tensors: [.init(name: tensor, type: .float32, shape: [names.count, dimension])],
                metadata: metadata.merging(["names": list]) { $1 }
            ).bytes
            guard head.count <= Safetensors.longestHeader else {
                throw EmbeddingFileError.namesTooLong(file, bytes: head.count, limit: Safetensors.longestHeader)
            }
        }
        try AtomicWrite.write(to: file) { sink in
            try sink.write(head)
            for index in names.indices {
                try sink.write(bytes(row(index)))
            }
        }
    }
}

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
