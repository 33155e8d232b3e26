import Foundation
import GRDB

/// A model's texts are found by the hash of its files, which lie here too. What fails is told when texts are asked for.
extension TextStore: FileHashes {
    package func hash(of path: String, _ stamp: FileStamp) -> ContentHash? {
        let bytes = try? database.read { db in
            try Data.fetchOne(
                db, sql: "SELECT content FROM file WHERE path = ? AND size = ? AND modified = ? AND inode = ?",
                arguments: [path, stamp.size, stamp.modifiedNanoseconds, stamp.inode])
        }
        return bytes.flatMap { $0.count == 16 ? ContentHash(bytes: $0) : nil }
    }

    package func keep(_ hash: ContentHash, of path: String, _ stamp: FileStamp) {
        try? database.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO file (path, size, modified, inode, content) VALUES (?, ?, ?, ?, ?)",
                arguments: [path, stamp.size, stamp.modifiedNanoseconds, stamp.inode, hash.bytes])
        }
    }
}
