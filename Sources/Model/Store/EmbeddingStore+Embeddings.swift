import Foundation
import GRDB

extension EmbeddingStore {
    /// The embeddings of files whose size, time and inode are as remembered.
    package struct Known: Sendable {
        /// Indices into the files asked for, ascending.
        package var found: [(index: Int, embedding: [Float])] = []
        package var missing: [Int] = []
    }

    /// One query, and no image is read.
    /// - Throws: `StoreError`
    package func embeddings(of sources: [ImageSource], in space: EmbeddingSpace) throws -> Known {
        let paths = sources.map(\.key)
        let stamps = sources.map(\.stamp)
        let list = try Self.json(paths)
        var known = Known()
        var isFound = [Bool](repeating: false, count: sources.count)
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT list.key, file.size, file.modified, file.inode, embedding.vector
                    FROM json_each(?) AS list
                    CROSS JOIN space ON space.model = ? AND space.preprocessing = ? AND space.dimension = ?
                    CROSS JOIN file ON file.path = list.value
                    CROSS JOIN embedding ON embedding.content = file.content AND embedding.space = space.id
                    """,
                arguments: [list, space.model, space.preprocessing, space.dimension])
            while let row = try rows.next() {
                let index: Int = row[0]
                let stamp = FileStamp(size: row[1], modifiedNanoseconds: row[2], inode: row[3])
                guard stamps[index] == stamp, let vector = try row.floats(4, count: space.dimension) else { continue }
                isFound[index] = true
                known.found.append((index, vector))
            }
        }
        known.found.sort { $0.index < $1.index }
        known.missing = sources.indices.filter { !isFound[$0] }
        return known
    }

    /// The embeddings of contents, wherever they lie: of a copied or touched file for instance.
    /// - Throws: `StoreError`
    package func embeddings(of contents: [ContentHash], in space: EmbeddingSpace) throws -> [ContentHash: [Float]] {
        guard !contents.isEmpty else { return [:] }
        return try read { db in
            let marks = repeatElement("?", count: contents.count).joined(separator: ",")
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT embedding.content, embedding.vector
                    FROM space JOIN embedding ON embedding.space = space.id
                    WHERE space.model = ? AND space.preprocessing = ? AND space.dimension = ?
                    AND embedding.content IN (\(marks))
                    """,
                arguments: [space.model, space.preprocessing, space.dimension]
                    + StatementArguments(contents.map(\.bytes)))
            var result: [ContentHash: [Float]] = [:]
            while let row = try rows.next() {
                result[ContentHash(bytes: row[0])] = try row.floats(1, count: space.dimension)
            }
            return result
        }
    }

    /// What was computed of one file.
    struct Entry: Sendable {
        let path: String
        let stamp: FileStamp
        let content: ContentHash
        /// Nil: the content's embedding is there already and only the file is new.
        let embedding: ArraySlice<Float>?
    }

    /// Remembers files and their embeddings, in one transaction.
    /// - Throws: `StoreError`
    func save(_ entries: [Entry], in space: EmbeddingSpace) throws {
        guard !entries.isEmpty else { return }
        try write { db in
            let id = try Self.identifier(of: space, db)
            let file = try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO file (path, size, modified, inode, content) VALUES (?, ?, ?, ?, ?)")
            let vector = try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO embedding (content, space, vector) VALUES (?, ?, ?)")
            for entry in entries {
                let stamp = entry.stamp
                try file.execute(arguments: [
                    entry.path, stamp.size, stamp.modifiedNanoseconds, stamp.inode, entry.content.bytes,
                ])
                guard let embedding = entry.embedding else { continue }
                precondition(embedding.count == space.dimension, "an embedding of \(embedding.count)")
                try vector.execute(arguments: [
                    entry.content.bytes, id, embedding.withUnsafeBytes { Data($0) },
                ])
            }
        }
    }

    private static func identifier(of space: EmbeddingSpace, _ db: Database) throws -> Int64 {
        let arguments: StatementArguments = [space.model, space.preprocessing, space.dimension]
        try db.execute(
            sql: "INSERT OR IGNORE INTO space (model, preprocessing, dimension) VALUES (?, ?, ?)",
            arguments: arguments)
        return try Int64.fetchOne(
            db, sql: "SELECT id FROM space WHERE model = ? AND preprocessing = ? AND dimension = ?",
            arguments: arguments)!
    }

    private static func json(_ paths: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(paths), as: UTF8.self)
    }
}

extension EmbeddingStore {
    package struct Summary: Sendable, Equatable {
        package let embeddings: Int
        package let files: Int
        /// Of the database with its journal.
        package let bytes: Int64
    }

    /// - Throws: `StoreError`
    package func summary() throws -> Summary {
        let (embeddings, files) = try read { db in
            (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM embedding") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM file") ?? 0
            )
        }
        let bytes = ["", "-wal"].reduce(Int64(0)) { $0 + (FileStamp(path: file.path + $1)?.size ?? 0) }
        return Summary(embeddings: embeddings, files: files, bytes: bytes)
    }
}

extension Row {
    /// A blob of 32-bit floats in the machine's order; nil where it has another length.
    fileprivate func floats(_ column: Int, count: Int) throws -> [Float]? {
        try withUnsafeData(atIndex: column) { data in
            guard let data, data.count == count * MemoryLayout<Float>.stride else { return nil }
            return [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
                _ = data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
                initialised = count
            }
        }
    }
}
