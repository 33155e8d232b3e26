import Foundation

/// What Python's pickle module wrote, as data. Nothing is imported or called: calls of the few functions that are known
/// become nodes. What any other name would make is a node without content, which a training may have kept beside its
/// weights (argparse.Namespace, numpy's scalars); who needs its value is told the name.
///
/// Values refer to lists, dictionaries and objects by number. A pickle that nests or repeats them without end is thus
/// read and freed in the time that its bytes take.
struct Pickle {
    enum Value: Equatable {
        case none
        case bool(Bool)
        case int(Int)
        case float(Double)
        case string(String)
        case global(PickleGlobal)
        case node(Int)
        /// Where they are in the pickle.
        case bytes(Range<Int>)
        /// Integers of more than 64 bits.
        case unread
    }

    struct Node {
        enum Kind {
            case tuple
            case list
            /// Keys and values in turn.
            case dictionary
            /// The attributes, a dictionary; nothing before they are set.
            case object
            /// The arguments of the function that makes it.
            case tensor
            /// What numpy sets of an array: a tuple (version, shape, type, is in Fortran's order, bytes).
            case array
            /// The tuple that names what lies outside of the pickle.
            case persistent
            /// The global that would make it.
            case foreign
        }

        let kind: Kind
        var items: [Value]
    }

    let root: Value
    private let nodes: [Node]

    /// Those of the largest CLIP with its optimiser's state have less than 1 MB.
    static let longest = 8 << 20

    /// - Parameters:
    ///   - file: to name in errors.
    ///   - longest: bytes.
    ///   - keepsArrays: whether numpy's arrays are nodes with content.
    /// - Throws: `CheckpointError`
    init(_ bytes: [UInt8], of file: URL, atMost longest: Int = Self.longest, keepsArrays: Bool = false) throws {
        guard bytes.count <= longest else {
            throw CheckpointError.malformed(file, reason: "has a pickle of \(bytes.count) bytes, expected few")
        }
        var machine = PickleMachine(bytes, of: file, keepsArrays: keepsArrays)
        root = try machine.run()
        nodes = machine.nodes
        if let error = forbidden(root, in: file) { throw error }
    }

    /// The error for who needs a value that only Python could make; nil for another value.
    func forbidden(_ value: Value, in file: URL) -> CheckpointError? {
        switch value {
        case .global(.foreign(let module, let name)):
            return .forbiddenGlobal(module: module, name: name, file: file)
        case .node:
            return items(value, of: .foreign)?.first.flatMap { forbidden($0, in: file) }
        default:
            return nil
        }
    }

    /// - Returns: what a node of this kind holds; nil for another value.
    func items(_ value: Value, of kind: Node.Kind) -> [Value]? {
        guard case .node(let index) = value, nodes[index].kind == kind else { return nil }
        return nodes[index].items
    }

    func isNode(_ value: Value, of kind: Node.Kind) -> Bool {
        guard case .node(let index) = value else { return false }
        return nodes[index].kind == kind
    }

    /// - Returns: the entries of a dictionary; nil for another value, or where a key is no string.
    func entries(_ value: Value) -> [(name: String, value: Value)]? {
        guard let items = items(value, of: .dictionary) else { return nil }
        var entries: [(name: String, value: Value)] = []
        for index in stride(from: 0, to: items.count, by: 2) {
            guard case .string(let name) = items[index] else { return nil }
            entries.append((name, items[index + 1]))
        }
        return entries
    }

    /// - Returns: the shape and the bytes of a numpy array of bytes in C's order; nil for another value.
    func byteArray(_ value: Value) -> (shape: [Int], bytes: Range<Int>)? {
        guard let state = items(value, of: .array)?.first.flatMap({ items($0, of: .tuple) }), state.count == 5,
            let shape = sizes(state[1], longest: 8), case .bytes(let bytes) = state[4], state[3] != .bool(true),
            Int.product(shape) == bytes.count
        else { return nil }
        return (shape, bytes)
    }

    /// - Returns: the numbers of a list; nil for another value, or where an item is no number.
    func numbers(_ value: Value) -> [Int]? {
        items(value, of: .list).flatMap { items in
            let numbers = items.compactMap { if case .int(let number) = $0 { number } else { nil } }
            return numbers.count == items.count ? numbers : nil
        }
    }

    /// - Returns: the strings of a list; nil for another value, or where an item is no string.
    func strings(_ value: Value) -> [String]? {
        items(value, of: .list).flatMap { items in
            let strings = items.compactMap { if case .string(let text) = $0 { text } else { nil } }
            return strings.count == items.count ? strings : nil
        }
    }

    /// - Returns: the numbers of a tuple, none negative and at most `longest`; nil for another value.
    func sizes(_ value: Value, longest: Int) -> [Int]? {
        guard let items = items(value, of: .tuple), items.count <= longest else { return nil }
        let sizes = items.compactMap { if case .int(let size) = $0, size >= 0 { size } else { nil } }
        return sizes.count == items.count ? sizes : nil
    }
}
