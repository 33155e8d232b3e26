import Foundation

/// A few images on their way through decoding, encoding and the cache.
package struct EmbeddingBatch {
    /// Enough for the products to be efficient, few enough for results to flow.
    static let most = 8
    /// Decoded pixels held at a time: big photos make smaller batches.
    private static let pixels = 24_000_000

    /// An image that was read: its picture, or its embedding where the cache knows the content.
    private struct Item {
        let image: Int
        var file: EmbeddingStore.File?
        var picture: Picture?
        var known: [Float]?
    }

    struct Result {
        var images: [Int] = []
        /// Normalised, one an image.
        var embeddings: [ArraySlice<Float>] = []
        /// One an image, for the cache; empty without one.
        var files: [EmbeddingStore.File] = []
        /// How many were encoded; the cache knew the others by content.
        var encoded = 0
        var cacheProblem: String?
    }

    private let dimension: Int
    private let limit: Int
    private let cache: EmbeddingLedger.Cache?
    private var items: [Item] = []
    private var pixels = 0
    private var cacheProblem: String?

    /// - Parameter limit: images that it holds.
    init(dimension: Int, limit: Int, cache: EmbeddingLedger.Cache?) {
        self.dimension = dimension
        self.limit = limit
        self.cache = cache
    }

    /// A thread's share of the images that are left, as far as it fits: the last ones are encoded by all threads.
    package static func size(of images: Int, threads: Int) -> Int {
        min(most, max(1, (images + threads - 1) / threads))
    }

    var isEmpty: Bool { items.isEmpty }
    var isFull: Bool { items.count >= limit || pixels >= Self.pixels }

    /// Reads an image, and decodes it unless the cache knows its content.
    /// The version is taken before the content is read: a file that is written meanwhile has another one later.
    mutating func add(_ image: Int, _ source: ImageSource) throws {
        var item = Item(image: image)
        if let cache {
            let fileVersion = source.fileVersion
            let file = EmbeddingStore.File(key: source.key, fileVersion: fileVersion, content: try source.contentHash())
            item.file = file
            item.known = lookUp(file.content, in: cache)
        }
        if item.known == nil {
            let picture = try source.picture()
            pixels += picture.width * picture.height
            item.picture = picture
        }
        items.append(item)
    }

    private mutating func lookUp(_ content: ContentHash, in cache: EmbeddingLedger.Cache) -> [Float]? {
        do {
            return try cache.store.embedding(of: content, in: cache.space)
        } catch StoreError.moved {
            // Saving meets it again, and knows what to do.
            return nil
        } catch {
            cacheProblem = message(of: error)
            return nil
        }
    }

    /// - Throws: what `encode` throws.
    func encoded(by encode: EmbeddingRun.Encode, isCancelled: @escaping @Sendable () -> Bool) throws -> Result {
        let pictures = items.compactMap(\.picture)
        let embeddings = pictures.isEmpty ? Matrix(rows: 0, columns: dimension) : try encode(pictures, isCancelled)
        precondition(
            embeddings.rows == pictures.count && embeddings.columns == dimension,
            "[\(embeddings.rows), \(embeddings.columns)] for \(pictures.count) pictures of \(dimension)")
        var result = Result(cacheProblem: cacheProblem)
        for item in items {
            result.images.append(item.image)
            result.files += item.file.map { [$0] } ?? []
            if let known = item.known {
                result.embeddings.append(known[...])
            } else {
                result.embeddings.append(embeddings[result.encoded])
                result.encoded += 1
            }
        }
        return result
    }
}
