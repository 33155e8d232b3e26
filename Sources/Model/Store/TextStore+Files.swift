import Foundation
import GRDB

/// A model's texts are found by the hash of its files, which lie here too. What fails is told when texts are asked for.
extension TextStore: FileHashes {
    package var folder: URL? { directory }

    package func hash(of path: String, _ stamp: FileStamp) -> ContentHash? {
        let hash = try? database.read { db -> ContentHash? in
            let row = try TableRow.fetchOne(
                db, "file",
                sql: "SELECT content, checksum FROM file WHERE path = ? AND size = ? AND modified = ? AND inode = ?",
                arguments: [path, stamp.size, stamp.modifiedNanoseconds, stamp.inode])
            guard let row else { return nil }
            let content = try row.hash("content")
            return try RowChecksum.ofFile(path, stamp, content) == row["checksum"] as Int64 ? content : nil
        }
        return hash ?? nil
    }

    package func keep(_ hash: ContentHash, of path: String, _ stamp: FileStamp) {
        try? database.write { db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO file (path, size, modified, inode, content, checksum) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    path, stamp.size, stamp.modifiedNanoseconds, stamp.inode, hash.bytes,
                    RowChecksum.ofFile(path, stamp, hash),
                ])
        }
    }
}
