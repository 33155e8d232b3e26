import GRDB

extension EmbeddingStore {
    /// A space whose vector file holds more rows than there are embeddings.
    struct Gapped {
        let id: Int64
        let dimension: Int
        let vectors: String
        let checksum: RowChecksum
    }

    func spacesWithGaps(_ db: Database) throws -> [Gapped] {
        try TableRow.fetchAll(
            db, "space",
            sql: """
                SELECT id, model, preprocessing, dimension, vectors FROM space
                WHERE rows > (SELECT count(*) FROM embedding WHERE embedding.space = space.id)
                """
        ).map { row in
            let dimension = try row.dimension("dimension")
            return Gapped(
                id: try row["id"], dimension: dimension, vectors: try row.vectorFile("vectors"),
                checksum: .ofEmbedding(
                    model: try row["model"], preprocessing: try row["preprocessing"], dimension: dimension))
        }
    }

    /// Copies the rows that are referred to into a new vector file, in their order, and refers to that. The old file is
    /// for the caller to remove when that is committed.
    func compact(_ space: Gapped, _ db: Database) throws {
        let kept = try TableRow.fetchAll(
            db, "embedding", sql: "SELECT content, row, checksum FROM embedding WHERE space = ? ORDER BY row",
            arguments: [space.id]
        ).map { (content: try $0.hash("content"), row: try $0["row"] as Int, checksum: try $0["checksum"] as Int64) }
        guard !kept.isEmpty else { return }
        let old = try EmbeddingRows(
            growing: VectorFile.url(space.vectors, in: directory), dimension: space.dimension)
        let name = VectorFile.newName()
        let new = try EmbeddingRows(growing: VectorFile.url(name, in: directory), dimension: space.dimension)
        let end = old.count
        var next = 0
        for start in stride(from: 0, to: kept.count, by: Self.rowsAtOnce) {
            var values: [Float] = []
            for (content, row, checksum) in kept[start..<min(start + Self.rowsAtOnce, kept.count)] {
                guard old.holds(row, of: content, space.checksum, checksum, end: end) else {
                    try db.execute(
                        sql: "DELETE FROM embedding WHERE space = ? AND content = ?",
                        arguments: [space.id, content.bytes])
                    continue
                }
                try db.cachedStatement(sql: "UPDATE embedding SET row = ? WHERE space = ? AND content = ?")
                    .execute(arguments: [next, space.id, content.bytes])
                values += old[row]
                next += 1
            }
            try new.write(values[...], at: next - values.count / space.dimension)
        }
        try new.synchronise()
        try db.execute(
            sql: "UPDATE space SET vectors = ?, rows = ? WHERE id = ?", arguments: [name, next, space.id])
    }

    private static let rowsAtOnce = 4096
}
