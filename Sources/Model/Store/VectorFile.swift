import Foundation

/// A file of embeddings beside the database: rows of 32-bit floats in the machine's order, without a header.
enum VectorFile {
    private static let prefix = "embeddings-"
    private static let suffix = ".f32"

    static func newName() -> String {
        prefix + String(UInt64.random(in: .min ... .max), radix: 16) + suffix
    }

    static func isName(_ name: String) -> Bool {
        name.hasPrefix(prefix) && name.hasSuffix(suffix) && !name.contains("/")
    }

    static func url(_ name: String, in directory: URL) -> URL {
        directory.appending(path: name, directoryHint: .notDirectory)
    }

    /// Those that lie in a directory, whoever uses them.
    static func names(in directory: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter(isName)
    }
}
