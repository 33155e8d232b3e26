import Foundation

/// A few images on their way through decoding, encoding and the cache.
struct EmbeddingBatch {
    /// Enough for the products to be efficient, few enough for results to flow.
    static let images = 8
    /// Decoded pixels held at a time: big photos make smaller batches.
    private static let pixels = 24_000_000

    /// A file that was read: its picture, or nothing where the cache knows its content.
    private struct Item {
        let image: Int
        let path: String
        let stamp: FileStamp?
        let content: ContentHash
        let picture: Picture?
        let known: [Float]?
    }

    struct Result {
        var ready: [(image: Int, embedding: [Float])] = []
        var entries: [EmbeddingStore.Entry] = []
        /// How many the cache knew by content.
        var known = 0
        var cacheProblem: String?
    }

    private let space: EmbeddingSpace
    private let store: EmbeddingStore?
    private var items: [Item] = []
    private var pixels = 0
    private var cacheProblem: String?

    init(space: EmbeddingSpace, store: EmbeddingStore?) {
        self.space = space
        self.store = store
    }

    var isEmpty: Bool { items.isEmpty }
    var isFull: Bool { items.count >= Self.images || pixels >= Self.pixels }

    /// Reads an image, and decodes it unless the cache knows its content.
    /// The stamp is taken before the content is read: a file that is written meanwhile has another one later.
    mutating func add(_ image: Int, _ source: ImageSource) throws {
        let path = source.key
        guard let store else {
            let picture = try source.picture()
            pixels += picture.width * picture.height
            let none = ContentHash(of: Data())
            items.append(Item(image: image, path: path, stamp: nil, content: none, picture: picture, known: nil))
            return
        }
        let stamp = source.stamp
        let content = try source.contentHash()
        let known = lookUp(content, in: store)
        let picture = known == nil ? try source.picture() : nil
        pixels += picture.map { $0.width * $0.height } ?? 0
        items.append(
            Item(image: image, path: path, stamp: stamp, content: content, picture: picture, known: known))
    }

    private mutating func lookUp(_ content: ContentHash, in store: EmbeddingStore) -> [Float]? {
        do {
            return try store.embeddings(of: [content], in: space)[content]
        } catch {
            cacheProblem = message(of: error)
            return nil
        }
    }

    func encoded(by encode: EmbeddingRun.Encode) -> Result {
        let pictures = items.compactMap(\.picture)
        let embeddings = pictures.isEmpty ? Matrix(rows: 0, columns: space.dimension) : encode(pictures)
        precondition(
            embeddings.rows == pictures.count && embeddings.columns == space.dimension,
            "[\(embeddings.rows), \(embeddings.columns)] for \(pictures.count) pictures of \(space.dimension)")
        var result = Result(cacheProblem: cacheProblem)
        var row = 0
        for item in items {
            var fresh: ArraySlice<Float>?
            if let known = item.known {
                result.known += 1
                result.ready.append((item.image, known))
            } else {
                fresh = embeddings[row]
                row += 1
                result.ready.append((item.image, Array(fresh!)))
            }
            if let stamp = item.stamp {
                result.entries.append(
                    EmbeddingStore.Entry(path: item.path, stamp: stamp, content: item.content, embedding: fresh))
            }
        }
        return result
    }
}
