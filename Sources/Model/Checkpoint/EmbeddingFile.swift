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
