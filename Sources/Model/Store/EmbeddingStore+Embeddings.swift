import Foundation
import GRDB

extension EmbeddingStore {
    /// A file that was read.
    struct File: Sendable {
        /// Of its `ImageSource`.
        let key: String
        /// Nil where the file went away meanwhile.
        let fileVersion: FileVersion?
        let content: ContentHash
    }

    /// Rows looked up by file.
    struct Found: Sendable {
        /// One an image; nil where there is none.
        var rows: [Int?]
        /// How many rows are referred to but are no embeddings.
        var damaged = 0
    }

    /// The rows of images whose files have the size, time and inode that are remembered. One query, and no image is read.
    /// - Throws: `StoreError`
    func rows(of sources: [ImageSource], in stored: StoredSpace) throws -> Found {
        let fileVersions = sources.map(\.fileVersion)
        let keys = try Self.json(sources.map(\.key))
        var found = Found(rows: Array(repeating: nil, count: sources.count))
        let end = stored.rows.count
        var isOfAnotherDataset = false
        try read { db in
            try expect(stored, db)
            let known = try Row.fetchCursor(
                db,
                sql: """
                    SELECT list.key, file.size, file.modified, file.inode, embedding.row, file.dataset, file.checksum,
                        embedding.checksum, file.content
                    FROM json_each(?) AS list
                    CROSS JOIN file ON file.key = list.value
                    CROSS JOIN embedding ON embedding.space = ? AND embedding.content = file.content
                    """,
                arguments: [keys, stored.id])
            while let row = try known.next() {
                let index: Int = try row.decode(atIndex: 0)
                let fileVersion = FileVersion(
                    size: try row.decode(atIndex: 1), modifiedNanoseconds: try row.decode(atIndex: 2),
                    inode: try row.decode(atIndex: 3))
                guard fileVersions[index] == fileVersion else { continue }
                let (place, dataset): (Int, Int64) = (try row.decode(atIndex: 4), try row.decode(atIndex: 5))
                let (ofFile, ofVector): (Int64, Int64) = (try row.decode(atIndex: 6), try row.decode(atIndex: 7))
                try row.withUnsafeData(atIndex: 8) { data in
                    (data ?? Data()).withUnsafeBytes { content in
                        // Another content may have got into its place: the image is read again.
                        guard RowChecksum.ofFile(sources[index].key, fileVersion, content) == ofFile else { return }
                        if stored.rows.holds(place, of: content, stored.checksum, ofVector, end: end) {
                            found.rows[index] = place
                        } else {
                            found.damaged += 1
                        }
                    }
                }
                isOfAnotherDataset = isOfAnotherDataset || dataset != stored.dataset
            }
        }
        if isOfAnotherDataset {
            try write { db in
                try db.execute(
                    sql: "UPDATE file SET dataset = ? WHERE key IN (SELECT value FROM json_each(?)) AND dataset <> ?",
                    arguments: [stored.dataset, keys, stored.dataset])
            }
        }
        return found
    }

    /// The embedding of a content, wherever it lies: of a copied or touched file for instance.
    /// - Throws: `StoreError`
    func embedding(of content: ContentHash, in stored: StoredSpace) throws -> [Float]? {
        let row = try read { db in
            try expect(stored, db)
            return try Self.row(of: content, in: stored, end: stored.rows.count, db)
        }
        return row.map { stored.rows[$0] }
    }

    /// Remembers files and their embeddings, in one transaction. SQLite's write lock is the vector file's too: one
    /// program after the other writes the rows behind those handed out, flushes them, and then hands them out by its
    /// commit. What was written before a crash is referred to by no one, and the next writer overwrites it.
    /// - Parameter embeddings: one a file, normalised.
    /// - Returns: the row of each. It may be another file's, or another program's, of the same content.
    /// - Throws: `StoreError`
    func save(_ files: [File], _ embeddings: [ArraySlice<Float>], in stored: StoredSpace) throws -> [Int] {
        try write { db in
            try expect(stored, db)
            let first = try TableRow.fetchOne(
                db, "space", sql: "SELECT rows FROM space WHERE id = ?", arguments: [stored.id]
            )!.number("rows", in: 0...EmbeddingTable.mostRows)
            let end = stored.rows.count
            var fresh: [Float] = []
            var next = first
            var given: [ContentHash: Int] = [:]
            let rows = try zip(files, embeddings).map { file, embedding in
                precondition(embedding.count == stored.rows.dimension, "an embedding of \(embedding.count)")
                try remember(file, in: stored, db)
                if let known = try given[file.content] ?? Self.row(of: file.content, in: stored, end: end, db) {
                    return known
                }
                let checksum = embedding.withUnsafeBytes { stored.checksum(file.content, $0) }
                try db.cachedStatement(
                    sql: "INSERT OR REPLACE INTO embedding (space, content, row, made, checksum) VALUES (?, ?, ?, ?, ?)"
                ).execute(arguments: [stored.id, file.content.bytes, next, Day.today.number, checksum])
                fresh += embedding
                given[file.content] = next
                next += 1
                return next - 1
            }
            if next > first {
                try stored.rows.write(fresh[...], at: first)
                try stored.rows.synchronise()
                try db.execute(sql: "UPDATE space SET rows = ? WHERE id = ?", arguments: [next, stored.id])
            }
            return rows
        }
    }

    private func remember(_ file: File, in stored: StoredSpace, _ db: Database) throws {
        guard let fileVersion = file.fileVersion else { return }
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO file (key, size, modified, inode, content, dataset, checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            file.key, fileVersion.size, fileVersion.modifiedNanoseconds, fileVersion.inode, file.content.bytes,
            stored.dataset,
            RowChecksum.ofFile(file.key, fileVersion, file.content),
        ])
    }

    /// A list for json_each.
    static func json(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }

    private static func row(of content: ContentHash, in stored: StoredSpace, end: Int, _ db: Database) throws -> Int? {
        let found = try TableRow.fetchOne(
            db.cachedStatement(sql: "SELECT row, checksum FROM embedding WHERE space = ? AND content = ?"), "embedding",
            arguments: [stored.id, content.bytes])
        guard let found, let row: Int = try? found["row"], let checksum: Int64 = try? found["checksum"] else {
            return nil
        }
        return stored.rows.holds(row, of: content, stored.checksum, checksum, end: end) ? row : nil
    }
}

extension EmbeddingRows {
    /// Whether a row that is referred to is there, whole, and the one that was written for a content. Rows are flushed
    /// before they are referred to, but a file can be cut, changed or taken away by hand, come back from a backup, or lose
    /// its name in a power cut (and a disk may promise more than it keeps): such a row counts as missing, and the image is
    /// encoded again.
    /// - Parameter end: `count`, asked for once.
    func holds(
        _ row: Int, of content: UnsafeRawBufferPointer, _ checksum: RowChecksum, _ expected: Int64, end: Int
    ) -> Bool {
        guard row >= 0, row < min(end, EmbeddingTable.mostRows), let floats = floats(from: row) else { return false }
        return checksum(content, UnsafeRawBufferPointer(start: floats, count: bytesPerRow)) == expected
    }

    func holds(_ row: Int, of content: ContentHash, _ checksum: RowChecksum, _ expected: Int64, end: Int) -> Bool {
        content.bytes.withUnsafeBytes { holds(row, of: $0, checksum, expected, end: end) }
    }
}
