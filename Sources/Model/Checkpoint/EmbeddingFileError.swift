import Foundation

/// Why a file could not be read, or written, as embeddings.
package enum EmbeddingFileError: Error, Equatable {
    /// By its name neither .npy nor .safetensors.
    case unknownFormat(URL)
    case malformed(URL, reason: String)
    /// `found` in the file's own words: "<i8", "BF16", "records".
    case wrongType(URL, found: String)
    case wrongShape(URL, found: [Int])
    case fortranOrder(URL)
    case noTable(URL, tensors: [String])
    case wrongNumberOfNames(URL, names: Int, rows: Int)
    case nameWithLineBreak(String, file: URL)
    case namesTooLong(URL, bytes: Int, limit: Int)
}

extension EmbeddingFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownFormat(let file):
            "\(file.path): embeddings are read and written as .npy or .safetensors; the name ends in neither"
        case .malformed(let file, let reason): "\(file.path): \(reason)"
        case .wrongType(let file, let found):
            found.hasPrefix(">")
                ? "\(file.path): values of type \(found) are big-endian, expected little-endian floats;"
                    + " numpy's astype(\"<f4\") converts them"
                : "\(file.path): values of type \(found), expected floats of 16, 32 or 64 bits"
        case .wrongShape(let file, let found):
            "\(file.path): of shape \(found), expected two dimensions, images and values"
        case .fortranOrder(let file):
            "\(file.path): stored column by column (Fortran order), expected row by row;"
                + " numpy's ascontiguousarray converts it"
        case .noTable(let file, let tensors):
            "\(file.path): no tensor \"embeddings\", and not one other of two dimensions alone, found \(listing(tensors))"
        case .wrongNumberOfNames(let file, let names, let rows):
            "\(file.path): \(names) names for \(rows) rows of embeddings"
        case .nameWithLineBreak(let name, let file):
            "\(file.path): \"\(name)\" has a line break, which a list of lines cannot hold; write .safetensors"
        case .namesTooLong(let file, let bytes, let limit):
            "\(file.path): names of \(bytes) bytes, more than a safetensors header holds (\(limit)); write .npy"
        }
    }
}
