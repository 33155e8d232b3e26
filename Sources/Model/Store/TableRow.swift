import Foundation
import GRDB

/// A row of a table in a file that may hold anything: a value of another kind than its column's, or out of its range, is
/// an error. (GRDB's own subscripts trap.)
struct TableRow {
    /// What errors call it.
    let table: String
    private let row: Row

    /// A value that its column cannot have.
    struct WrongValue: Error, Equatable, CustomStringConvertible {
        let table: String
        let column: String
        let found: String
        let expected: String

        var description: String { "table \(table): \(column) is \(found), expected \(expected)" }
    }

    static func fetchAll(
        _ db: Database, _ table: String, sql: String, arguments: StatementArguments = []
    ) throws -> [TableRow] {
        try Row.fetchAll(db, sql: sql, arguments: arguments).map { TableRow(table: table, row: $0) }
    }

    static func fetchOne(
        _ db: Database, _ table: String, sql: String, arguments: StatementArguments = []
    ) throws -> TableRow? {
        try Row.fetchOne(db, sql: sql, arguments: arguments).map { TableRow(table: table, row: $0) }
    }

    static func fetchOne(_ statement: Statement, _ table: String, arguments: StatementArguments) throws -> TableRow? {
        try Row.fetchOne(statement, arguments: arguments).map { TableRow(table: table, row: $0) }
    }

    /// Optional where NULL is meant.
    subscript<Value: DatabaseValueConvertible>(column: String) -> Value {
        get throws {
            try value(column) { value in
                switch (Value.self, value.storage) {
                // GRDB would round, and take the bytes for text.
                case (is Int.Type, .double), (is Int64.Type, .double), (is Int?.Type, .double): nil
                case (is String.Type, .blob), (is String?.Type, .blob): nil
                default: Value.fromDatabaseValue(value)
                }
            }
        }
    }

    /// A number within a range.
    func number<Number: DatabaseValueConvertible & Comparable>(
        _ column: String, in range: ClosedRange<Number>
    ) throws -> Number {
        let number: Number = try self[column]
        guard range.contains(number) else {
            throw wrong(column, expected: "\(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// How many of something there are, or where: far below what a sum could not hold.
    func count(_ column: String) throws -> Int { try number(column, in: 0...1 << 48) }

    /// A share of 1, as sums of floats give it.
    func share(_ column: String) throws -> Double {
        let share: Double = try self[column]
        guard share > -1e-6, share < 1 + 1e-6 else { throw wrong(column, expected: "0 to 1") }
        return share
    }

    /// How long embeddings are.
    func dimension(_ column: String) throws -> Int { try number(column, in: 1...1 << 20) }

    func vectorFile(_ column: String) throws -> String {
        let name: String = try self[column]
        guard VectorFile.isName(name) else { throw wrong(column, expected: "the name of a vector file") }
        return name
    }

    /// A day since 1970.
    func day(_ column: String) throws -> Day? {
        guard try !databaseValue(column).isNull else { return nil }
        return Day(number: try number(column, in: Self.days))
    }

    /// A moment that a calendar can name.
    func date(_ column: String) throws -> Date {
        let date: Date = try self[column]
        let day = (date.timeIntervalSince1970 / 86400).rounded(.down)
        guard day >= Double(Self.days.lowerBound), day <= Double(Self.days.upperBound) else {
            throw wrong(column, expected: "a date")
        }
        return date
    }

    func hash(_ column: String) throws -> ContentHash {
        try value(column) { (value: DatabaseValue) -> ContentHash? in
            guard case .blob(let bytes) = value.storage, bytes.count == 16 else { return nil }
            return ContentHash(bytes: bytes)
        }
    }

    /// The years 1 to 9999.
    private static let days = -719_162...2_932_896

    private func value<Value>(_ column: String, _ decode: (DatabaseValue) -> Value?) throws -> Value {
        guard let value = decode(try databaseValue(column)) else {
            throw wrong(column, expected: Self.name(of: Value.self))
        }
        return value
    }

    private func databaseValue(_ column: String) throws -> DatabaseValue {
        guard let value: DatabaseValue = try? row.decode(forColumn: column) else {
            throw WrongValue(table: table, column: column, found: "missing", expected: "a column of that name")
        }
        return value
    }

    private func wrong(_ column: String, expected: String) -> WrongValue {
        let found =
            switch try? databaseValue(column).storage {
            case .string(let text): "\"\(String(text.prefix(40).map { $0.isNewline ? " " : $0 }))\""
            case .blob(let bytes): "a blob of \(bytes.count) bytes"
            case .int64(let number): "\(number)"
            case .double(let number): "\(number)"
            case .null, nil: "NULL"
            }
        return WrongValue(table: table, column: column, found: found, expected: expected)
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type, is String?.Type: "text"
        case is Int.Type, is Int64.Type, is Int?.Type: "a whole number"
        case is Double.Type: "a number"
        case is Date.Type: "a date"
        case is ContentHash.Type: "a hash of 16 bytes"
        default: "another kind of value"
        }
    }
}
