/// A column of an Arrow file: its type, and where its buffers stand among those of a batch.
struct ArrowColumn: Sendable {
    enum Kind: Equatable, Sendable {
        /// Offsets of four bytes, or of eight.
        case bytes(wide: Bool)
        case text(wide: Bool)
        case integer(bytes: Int, isSigned: Bool)
        case float, double, boolean
        case other
    }

    let path: [String]
    let kind: Kind
    /// The first of its own buffers.
    let buffer: Int
    /// The buffers that say which values are there: those of the structures around it, and its own.
    let validity: [Int]
}

/// The columns of an Arrow file (Schema.fbs), in the order of a walk through the tree of its fields.
struct ArrowSchema {
    private(set) var columns: [ArrowColumn] = []
    /// How many buffers each batch has.
    private(set) var buffers = 0
    private(set) var features: String?

    /// More fields than any table has, deeper than any goes.
    private static let (most, deepest) = (100_000, 64)
    private var seen = 0

    /// - Throws: `FlatTable.Fault`, `ArrowFile.Failure`
    init(_ schema: FlatTable) throws {
        guard try schema.integer(0, as: Int16.self) ?? 0 == 0 else {
            throw ArrowFile.Failure.notRead("has numbers with their highest byte first")
        }
        for field in try schema.tables(1) { try walk(field, path: [], validity: [], isList: false, depth: 0) }
        features = try schema.tables(2).first { try $0.text(0) == "huggingface" }?.text(1)
    }

    private mutating func walk(
        _ field: FlatTable, path: [String], validity: [Int], isList: Bool, depth: Int
    ) throws {
        seen += 1
        guard seen <= Self.most, depth < Self.deepest else { throw FlatTable.Fault.malformed }
        let path = path + [try field.text(0) ?? ""]
        let type = try field.table(3)
        let isDictionary = try field.table(4) != nil
        let kind = Kind(rawValue: try field.integer(2, as: UInt8.self) ?? 0)
        let first = buffers
        buffers += isDictionary ? 2 : try Self.buffers(of: kind, type, path: path)
        if isDictionary || kind?.hasChildren != true {
            let contents = isDictionary || isList ? .other : try Self.contents(of: kind, type)
            columns.append(ArrowColumn(path: path, kind: contents, buffer: first, validity: validity + [first]))
            return
        }
        let isStructure = kind == .structure
        for child in try field.tables(5) {
            try walk(
                child, path: path, validity: isStructure ? validity + [first] : [], isList: isList || !isStructure,
                depth: depth + 1)
        }
    }
}

extension ArrowSchema {
    /// Numbers of the types (the union Type of Schema.fbs).
    private enum Kind: Int {
        case null = 1
        case int, floatingPoint, binary, utf8, bool, decimal, date, time, timestamp, interval, list, structure, union
        case fixedSizeBinary, fixedSizeList, map, duration, largeBinary, largeUTF8, largeList, runEndEncoded
        case binaryView, utf8View, listView, largeListView

        var hasChildren: Bool {
            switch self {
            case .list, .structure, .union, .fixedSizeList, .map, .largeList, .runEndEncoded, .listView, .largeListView:
                true
            default: false
            }
        }
    }

    /// "Buffer Listing for Each Layout" of the specification.
    private static func buffers(of kind: Kind?, _ type: FlatTable?, path: [String]) throws -> Int {
        switch kind {
        case .null, .runEndEncoded: 0
        case .structure, .fixedSizeList: 1
        // Dense ones have offsets beside the types.
        case .union: try type?.integer(0, as: Int16.self) ?? 0 == 1 ? 2 : 1
        case .binary, .utf8, .largeBinary, .largeUTF8, .listView, .largeListView: 3
        case .binaryView, .utf8View, nil:
            throw ArrowFile.Failure.notRead("has the column \(path.joined(separator: ".")) of views")
        default: 2
        }
    }

    private static func contents(of kind: Kind?, _ type: FlatTable?) throws -> ArrowColumn.Kind {
        switch kind {
        case .binary: return .bytes(wide: false)
        case .largeBinary: return .bytes(wide: true)
        case .utf8: return .text(wide: false)
        case .largeUTF8: return .text(wide: true)
        case .bool: return .boolean
        case .int:
            let bits = try type?.integer(0, as: Int32.self) ?? 0
            guard [8, 16, 32, 64].contains(bits) else { return .other }
            return .integer(bytes: bits / 8, isSigned: try type?.integer(1, as: UInt8.self) ?? 0 != 0)
        case .floatingPoint:
            switch try type?.integer(0, as: Int16.self) ?? 0 {
            case 1: return .float
            case 2: return .double
            default: return .other
            }
        default: return .other
        }
    }
}
