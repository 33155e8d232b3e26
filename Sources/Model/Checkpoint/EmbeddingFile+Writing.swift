import Foundation

extension EmbeddingFile {
    /// Writes a table of floats, row by row, in the format that the file's name asks for: .safetensors with the names in
    /// its metadata, or .npy with a list beside it. Atomically.
    /// - Parameters:
    ///   - tensor: its name in .safetensors.
    ///   - metadata: beside the names; .npy has no place for it.
    ///   - row: `dimension` floats.
    /// - Throws: `EmbeddingFileError`, `AtomicWrite.Failure`
    package static func write(
        to file: URL, tensor: String = "embeddings", names: [String], dimension: Int, metadata: [String: String],
        row: (Int) -> [Float]
    ) throws {
        let head: Data
        switch try Format(of: file) {
        case .numPy:
            if let name = names.first(where: { $0.contains(where: \.isNewline) }) {
                throw EmbeddingFileError.nameWithLineBreak(name, file: file)
            }
            try AtomicWrite.write(to: nameList(of: file)) { list in for name in names { try list.write(name + "\n") } }
            head = NumPyHeader.bytes(rows: names.count, columns: dimension)
        case .safetensors:
            let list = String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
            head = try SafetensorsHeader(
                name: tensor, shape: [names.count, dimension],
                metadata: metadata.merging(["names": list]) { $1 }
            ).bytes
            guard head.count <= Safetensors.longestHeader else {
                throw EmbeddingFileError.namesTooLong(file, bytes: head.count, limit: Safetensors.longestHeader)
            }
        }
        try AtomicWrite.write(to: file) { sink in
            try sink.write(head)
            for index in names.indices {
                try row(index).withUnsafeBytes { try sink.write(Data($0)) }
            }
        }
    }
}
