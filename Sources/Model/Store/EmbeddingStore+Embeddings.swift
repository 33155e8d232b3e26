import Foundation
import GRDB

extension EmbeddingStore {
    /// A file that was read.
    struct File: Sendable {
        /// Of its `ImageSource`.
        let key: String
        /// Nil where the file went away meanwhile.
        let stamp: FileStamp?
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
        let stamps = sources.map(\.stamp)
        let keys = try Self.json(sources.map(\.key))
        var found = Found(rows: Array(repeating: nil, count: sources.count))
        var isOfAnotherDataset = false
        try read { db in
            try expect(stored, db)
            let known = try Row.fetchCursor(
                db,
                sql: """
                    SELECT list.key, file.size, file.modified, file.inode, embedding.row, file.dataset
                    FROM json_each(?) AS list
                    CROSS JOIN file ON file.key = list.value
                    CROSS JOIN embedding ON embedding.space = ? AND embedding.content = file.content
                    """,
                arguments: [keys, stored.id])
            while let row = try known.next() {
                let index: Int = row[0]
                let stamp = FileStamp(size: row[1], modifiedNanoseconds: row[2], inode: row[3])
                guard stamps[index] == stamp else { continue }
                found.rows[index] = row[4]
                isOfAnotherDataset = isOfAnotherDataset || row[5] != stored.dataset
            }
        }
        if isOfAnotherDataset {
            try write { db in
                try db.execute(
                    sql: "UPDATE file SET dataset = ? WHERE key IN (SELECT value FROM json_each(?)) AND dataset <> ?",
                    arguments: [stored.dataset, keys, stored.dataset])
            }
        }
        let end = stored.rows.count
        for (index, row) in found.rows.enumerated() {
            guard let row, !stored.rows.isEmbedding(row, end: end) else { continue }
            found.rows[index] = nil
            found.damaged += 1
        }
        return found
    }

    /// The embedding of a content, wherever it lies: of a copied or touched file for instance.
    /// - Throws: `StoreError`
    func embedding(of content: ContentHash, in stored: StoredSpace) throws -> [Float]? {
        let row = try read { db in
            try expect(stored, db)
            return try Self.row(of: content, in: stored, db)
        }
        return row.flatMap { stored.rows.isEmbedding($0, end: stored.rows.count) ? stored.rows[$0] : nil }
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
            let first = try Int.fetchOne(db, sql: "SELECT rows FROM space WHERE id = ?", arguments: [stored.id])!
            let end = stored.rows.count
            var fresh: [Float] = []
            var next = first
            let rows = try zip(files, embeddings).map { file, embedding in
                precondition(embedding.count == stored.rows.dimension, "an embedding of \(embedding.count)")
                try remember(file, in: stored, db)
                let known = try Self.row(of: file.content, in: stored, db)
                if let known, known >= first || stored.rows.isEmbedding(known, end: end) { return known }
                try db.cachedStatement(
                    sql: "INSERT OR REPLACE INTO embedding (space, content, row, made) VALUES (?, ?, ?, ?)"
                ).execute(arguments: [stored.id, file.content.bytes, next, Day.today.number])
                fresh += embedding
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
        guard let stamp = file.stamp else { return }
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO file (key, size, modified, inode, content, dataset) VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            file.key, stamp.size, stamp.modifiedNanoseconds, stamp.inode, file.content.bytes, stored.dataset,
        ])
    }

    /// A list for json_each.
    static func json(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }

    private static func row(of content: ContentHash, in stored: StoredSpace, _ db: Database) throws -> Int? {
        try Int.fetchOne(
            db.cachedStatement(sql: "SELECT row FROM embedding WHERE space = ? AND content = ?"),
            arguments: [stored.id, content.bytes])
    }
}

extension EmbeddingRows {
    /// Whether a row that is referred to is there: whole, and of unit length. Rows are flushed before they are referred
    /// to, but a file can be cut or taken away by hand, come back from a backup, or lose its name in a power cut (and a
    /// disk may promise more than it keeps): such a row counts as missing, and the image is encoded again.
    /// - Parameter end: `count`, asked for once.
    func isEmbedding(_ row: Int, end: Int) -> Bool {
        row < end && isOfUnitLength(row)
    }
}
