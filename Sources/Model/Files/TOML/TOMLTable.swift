/// A table of a TOML document while the document is read, by the rules of TOML 1.0.0 on what may be defined where.
final class TOMLTable {
    enum Entry {
        case value(TOMLValue)
        case table(TOMLTable)
        /// [[name]]
        case tables(List)
    }

    /// Shared, so that a million tables are appended in their own time.
    final class List {
        let line: Int
        var tables: [TOMLTable]

        init(_ first: TOMLTable) { (line, tables) = (first.line, [first]) }
    }

    /// What brought a table about.
    enum Origin {
        /// The name of a table in it: [this.table].
        case implied
        /// Its own header, or braces.
        case header
        /// A key with dots: this.key = 1
        case dotted
    }

    struct Key {
        let name: String
        let line: Int
    }

    /// The key that cannot be set, and why.
    struct Conflict: Error {
        let reason: String
    }

    let line: Int
    private var origin: Origin
    private var entries: [String: Entry] = [:]

    init(_ origin: Origin, line: Int) { (self.origin, self.line) = (origin, line) }

    var value: TOMLValue {
        let table = entries.mapValues { entry in
            switch entry {
            case .value(let value): value
            case .table(let table): table.value
            case .tables(let list): TOMLValue(content: .array(list.tables.map(\.value)), line: list.line)
            }
        }
        return TOMLValue(content: .table(table), line: line)
    }

    /// KEY = VALUE below this table's header.
    /// - Throws: `TOMLTable.Conflict`
    func set(_ path: [Key], to value: TOMLValue) throws {
        let owner = try path.dropLast().reduce(self) { try $0.dotted($1) }
        let key = path[path.count - 1]
        guard owner.entries.updateValue(.value(value), forKey: key.name) == nil else { throw Conflict(twice: key) }
    }

    /// [PATH]
    /// - Throws: `TOMLTable.Conflict`
    func table(_ path: [Key]) throws -> TOMLTable {
        let owner = try path.dropLast().reduce(self) { try $0.implied($1) }
        let key = path[path.count - 1]
        switch owner.entries[key.name] {
        case nil: return owner.add(.header, key)
        case .table(let table) where table.origin == .implied:
            table.origin = .header
            return table
        default: throw Conflict(twice: key)
        }
    }

    /// [[PATH]]
    /// - Throws: `TOMLTable.Conflict`
    func nextTable(_ path: [Key]) throws -> TOMLTable {
        let owner = try path.dropLast().reduce(self) { try $0.implied($1) }
        let key = path[path.count - 1]
        let table = TOMLTable(.header, line: key.line)
        switch owner.entries[key.name] {
        case nil: owner.entries[key.name] = .tables(List(table))
        case .tables(let list): list.tables.append(table)
        default: throw Conflict(twice: key)
        }
        return table
    }

    private func add(_ origin: Origin, _ key: Key) -> TOMLTable {
        let table = TOMLTable(origin, line: key.line)
        entries[key.name] = .table(table)
        return table
    }

    /// On the way to the last part of a header.
    private func implied(_ key: Key) throws -> TOMLTable {
        switch entries[key.name] {
        case nil: return add(.implied, key)
        case .table(let table): return table
        case .tables(let list): return list.tables[list.tables.count - 1]
        case .value: throw Conflict(reason: "\"\(key.name)\" is no table that can be added to")
        }
    }

    /// On the way to the last part of a key.
    private func dotted(_ key: Key) throws -> TOMLTable {
        switch entries[key.name] {
        case nil: return add(.dotted, key)
        case .table(let table) where table.origin != .header:
            table.origin = .dotted
            return table
        default: throw Conflict(reason: "\"\(key.name)\" is no table that can be added to")
        }
    }
}

extension TOMLTable.Conflict {
    fileprivate init(twice key: TOMLTable.Key) { reason = "\"\(key.name)\" is set twice" }
}
