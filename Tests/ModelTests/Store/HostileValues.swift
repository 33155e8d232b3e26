import Foundation
import GRDB

@testable import Model

/// Every column of every table of a database, and values that no program of ours ever writes.
struct HostileValues {
    struct Column: Sendable, CustomStringConvertible {
        let table: String
        let name: String

        var description: String { "\(table).\(name)" }
    }

    /// SQL, so that a failure can be made again by hand.
    static let values = [
        "NULL", "''", "'garbage'", "'\u{202E}\u{7}é🛑'", "'2026-13-45 99:99'", "'0000-00-00'", "'99999999-01-01'",
        "char(0)", "'..\\/..\\/x'", "hex(zeroblob(100))", "x''", "x'00'", "x'FFFE80'", "zeroblob(16)",
        "zeroblob(100000)", "0", "-1", "1", "4294967296", "9223372036854775807", "-9223372036854775808", "0.5", "-0.0",
        "1e300", "-1e300", "9e999", "-9e999", "1e-320", "253402300800", "'{}'", "'[1'", "'{\"filter\": {\"text\": 1}}'",
    ]

    let file: URL

    /// Some of the values by a seed, each column others; all of them where the environment has FUZZ=all.
    static func some(_ generator: inout SeededGenerator) -> [String] {
        if ProcessInfo.processInfo.environment["FUZZ"] == "all" { return values }
        return Array(values.shuffled(using: &generator).prefix(5))
    }

    func queue() throws -> DatabaseQueue { try DatabaseQueue(path: file.path) }

    /// Takes away what SQLite itself forbids, as damaged bytes do: NOT NULL and foreign keys. Unique keys stay.
    func loosen() throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: file.path, configuration: configuration).writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE type = 'table';
                    PRAGMA writable_schema = RESET;
                    """)
        }
    }

    func columns() throws -> [Column] {
        try queue().read { db in
            let tables = try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            return try tables.flatMap { table in
                try db.columns(in: table).map { Column(table: table, name: $0.name) }
            }
        }
    }

    /// - Returns: false where SQLite refuses the value.
    func set(_ column: Column, to value: String) throws -> Bool {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        do {
            try queue.write { db in
                let row = "(SELECT \(column.name) FROM \(column.table) LIMIT 1)"
                try db.execute(
                    sql: "UPDATE \(column.table) SET \(column.name) = \(value) WHERE \(column.name) = \(row)")
            }
            return true
        } catch let error as DatabaseError
            where [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_ERROR].contains(error.resultCode)
        {
            return false
        }
    }
}
