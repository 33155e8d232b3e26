import Foundation
import Synchronization

/// What other packages use of a model. The command line and the explorer do the same with progress, cache and cancelling.
extension CLIP {
    /// Opens a checkpoint. The weights are read when something is encoded for the first time.
    /// - Parameters:
    ///   - location: a directory that open_clip or transformers wrote, or a single file of weights in OpenAI's names.
    ///   - precision: number format of the transformer layers.
    /// - Throws: an error that `message(of:)` turns into one line: what, which file, expected, found.
    public convenience init(opening location: URL, precision: Precision = .f32) throws {
        try self.init(contentsOf: location, home: .ofLibrary, precision: precision, hashes: nil)
    }

    /// The small model that comes with clipscope (docs/model-card.md): for trying things out, not for real use.
    public static func embedded() throws -> CLIP {
        try CLIP(opening: Home.ofLibrary.model)
    }

    /// Encodes texts on all cores.
    /// - Returns: [texts, dimension], rows of length 1.
    public func embed(texts: [String]) throws -> Matrix {
        try embed(text: texts, reusing: nil, isCancelled: { false })
    }

    /// Preprocesses and encodes pictures on all cores.
    /// - Returns: [pictures, dimension], rows of length 1.
    public func embed(_ pictures: [Picture]) throws -> Matrix {
        try embed(count: pictures.count) { pictures[$0] }
    }

    /// Reads, preprocesses and encodes image files on all cores. The first file that cannot be read ends it.
    /// - Returns: [files, dimension], rows of length 1.
    public func embed(imagesAt files: [URL]) throws -> Matrix {
        try embed(count: files.count) { try Picture(contentsOf: files[$0]) }
    }

    /// Reads, preprocesses and encodes the images of a dataset on all cores. The first that cannot be read ends it.
    /// - Returns: [images, dimension], rows of length 1.
    public func embed(_ dataset: Dataset) throws -> Matrix {
        try embed(count: dataset.count, picture: dataset.picture)
    }

    /// Pictures that a thread decodes and encodes at a time.
    private static let batch = 8

    private func embed(count: Int, picture: @escaping @Sendable (Int) throws -> Picture) throws -> Matrix {
        let next = Atomic(0)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let parts = try concurrently(max(1, min(cores, count / Self.batch))) { _ in
            var own: [(first: Int, rows: Matrix)] = []
            while case let first = next.add(Self.batch, ordering: .relaxed).oldValue, first < count {
                let pictures = try (first..<min(count, first + Self.batch)).map(picture)
                own.append((first, try self.embed(self.pixels(of: pictures), isCancelled: { false })))
            }
            return own
        }
        let values = parts.joined().sorted { $0.first < $1.first }.flatMap(\.rows.values)
        return Matrix(rows: count, columns: dimension, values: values)
    }
}
