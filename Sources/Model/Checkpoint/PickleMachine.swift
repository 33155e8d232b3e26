import Foundation

/// The stack machine that a pickle is a program for, without its powers.
struct PickleMachine {
    private(set) var nodes: [Pickle.Node] = []
    private let bytes: [UInt8]
    private let file: URL
    private var position = 0
    private var stack: [Pickle.Value] = []
    /// Heights of the stack; nothing below the last is touched.
    private var marks: [Int] = []
    private var memo: [Int: Pickle.Value] = [:]

    /// Of stack, memo and nodes: what a checkpoint needs is a hundredth.
    private static let limit = 1 << 20

    /// Whether numpy's arrays are kept; else they are foreign.
    private let keepsArrays: Bool

    init(_ bytes: [UInt8], of file: URL, keepsArrays: Bool = false) {
        self.bytes = bytes
        self.file = file
        self.keepsArrays = keepsArrays
    }

    mutating func run() throws -> Pickle.Value {
        while true {
            let byte = try number(UInt8.self)
            guard let opcode = PickleOpcode(rawValue: byte) else {
                throw fault("opcode 0x\(String(byte, radix: 16)), which weights have no need of")
            }
            guard opcode != .stop else { return try pop() }
            try execute(opcode)
        }
    }

    private mutating func execute(_ opcode: PickleOpcode) throws {
        switch opcode {
        case .proto:
            let version = try number(UInt8.self)
            guard (2...5).contains(version) else { throw fault("protocol \(version), expected 2 to 5") }
        case .frame: _ = try number(UInt64.self)
        case .stop: preconditionFailure("ends the run")
        case .none: try push(.none)
        case .newTrue: try push(.bool(true))
        case .newFalse: try push(.bool(false))
        case .binInt: try push(.int(Int(try number(Int32.self))))
        case .binInt1: try push(.int(Int(try number(UInt8.self))))
        case .binInt2: try push(.int(Int(try number(UInt16.self))))
        case .long1: try push(try longNumber(of: try number(UInt8.self)))
        case .long4: try push(try longNumber(of: try number(UInt32.self)))
        case .shortBinBytes: try skip(try number(UInt8.self))
        case .binBytes: try skip(try number(UInt32.self))
        case .binBytes8, .byteArray8: try skip(try number(UInt64.self))
        case .binFloat: try push(.float(Double(bitPattern: try number(UInt64.self).byteSwapped)))
        case .shortBinString: try push(.string(try string(try number(UInt8.self))))
        case .binString: try skip(try number(UInt32.self))
        case .shortBinUnicode: try push(.string(try string(try number(UInt8.self))))
        case .binUnicode: try push(.string(try string(try number(UInt32.self))))
        case .binUnicode8: try push(.string(try string(try number(UInt64.self))))
        case .mark:
            try checkLimit(marks.count)
            marks.append(stack.count)
        case .emptyTuple: try push(.tuple, [])
        case .tuple1: try push(.tuple, try pop(1))
        case .tuple2: try push(.tuple, try pop(2))
        case .tuple3: try push(.tuple, try pop(3))
        case .tuple: try push(.tuple, try popToMark())
        case .emptyList: try push(.list, [])
        case .append: try add(try pop(1), to: .list)
        case .appends: try add(try popToMark(), to: .list)
        case .emptySet: try push(.list, [])
        case .addItems: try add(try popToMark(), to: .list)
        case .frozenSet: try push(.list, try popToMark())
        case .emptyDict: try push(.dictionary, [])
        case .setItem: try add(try pop(2), to: .dictionary)
        case .setItems: try add(try popToMark(), to: .dictionary)
        case .binPut: try memorise(at: Int(try number(UInt8.self)))
        case .longBinPut: try memorise(at: Int(try number(UInt32.self)))
        case .memoize: try memorise(at: memo.count)
        case .binGet: try recall(Int(try number(UInt8.self)))
        case .longBinGet: try recall(Int(try number(UInt32.self)))
        case .global: try push(.global(PickleGlobal(module: try line(), name: try line())))
        case .stackGlobal: try pushGlobalOfStack()
        case .inst:
            if case .foreign(let module, let name) = PickleGlobal(module: try line(), name: try line()) {
                throw CheckpointError.forbiddenGlobal(module: module, name: name, file: file)
            }
            throw fault("opcode INST, which weights have no need of")
        case .newObj: try makeObject(try pop(2))
        case .newObjEx: try makeObject(Array(try pop(3).prefix(2)))
        case .pop: _ = try pop()
        case .popMark: _ = try popToMark()
        case .duplicate:
            try checkHeight(1)
            try push(stack[stack.count - 1])
        case .reduce: try makeValue()
        case .build: try setAttributes(try pop())
        case .binPersID: try push(.persistent, [try pop()])
        }
    }
}

extension PickleMachine {
    private mutating func pushGlobalOfStack() throws {
        let names = try pop(2)
        guard case .string(let module) = names[0], case .string(let name) = names[1] else {
            throw fault("a global that is not named by strings")
        }
        try push(.global(PickleGlobal(module: module, name: name)))
    }

    /// What only Python could make: known by the global that it began with.
    private func foreign(_ function: Pickle.Value) -> Pickle.Value? {
        switch function {
        case .global(.foreign): function
        case .node(let index) where nodes[index].kind == .foreign: nodes[index].items[0]
        default: nil
        }
    }

    private mutating func makeObject(_ call: [Pickle.Value]) throws {
        if let global = foreign(call[0]) { return try push(.foreign, [global]) }
        guard call[0] == .global(.scriptClass), arguments(call[1])?.isEmpty == true else {
            throw fault("an object of what is no module's class")
        }
        try push(.object, [])
    }

    private mutating func makeValue() throws {
        let call = try pop(2)
        if keepsArrays, case .global(.foreign(let module, "_reconstruct")) = call[0], module.hasPrefix("numpy.") {
            return try push(.array, [])
        }
        if let global = foreign(call[0]) { return try push(.foreign, [global]) }
        guard case .global(let function) = call[0], let arguments = arguments(call[1]) else {
            throw fault("a call of what is no function")
        }
        switch function {
        case .orderedDictionary where arguments.isEmpty: try push(.dictionary, [])
        case .tensor: try push(.tensor, arguments)
        case .firstArgument where !arguments.isEmpty: try push(arguments[0])
        default: throw fault("a call of what cannot be called so")
        }
    }

    /// Those of an OrderedDict, which has its entries already, are torch's notes on versions.
    private mutating func setAttributes(_ attributes: Pickle.Value) throws {
        let object = try top()
        switch nodes[object].kind {
        case .dictionary, .foreign: break
        case .object, .array: nodes[object].items = [attributes]
        default: throw fault("attributes of what is no object")
        }
    }

    private func arguments(_ value: Pickle.Value) -> [Pickle.Value]? {
        guard case .node(let index) = value, nodes[index].kind == .tuple else { return nil }
        return nodes[index].items
    }

    private mutating func add(_ items: [Pickle.Value], to kind: Pickle.Node.Kind) throws {
        let container = try top()
        if nodes[container].kind == .foreign { return }
        guard nodes[container].kind == kind, kind != .dictionary || items.count.isMultiple(of: 2) else {
            throw fault("items for what is no \(kind)")
        }
        nodes[container].items += items
    }
}

extension PickleMachine {
    private func fault(_ what: String) -> CheckpointError {
        .malformed(file, reason: "its pickle has at byte \(position) \(what)")
    }

    private func checkLimit(_ count: Int) throws {
        guard count < Self.limit else { throw fault("more values than weights have need of") }
    }

    private mutating func push(_ value: Pickle.Value) throws {
        try checkLimit(stack.count)
        stack.append(value)
    }

    private mutating func push(_ kind: Pickle.Node.Kind, _ items: [Pickle.Value]) throws {
        try checkLimit(nodes.count)
        nodes.append(.init(kind: kind, items: items))
        try push(.node(nodes.count - 1))
    }

    private func checkHeight(_ count: Int) throws {
        guard stack.count - (marks.last ?? 0) >= count else { throw fault("too few values on the stack") }
    }

    private mutating func pop() throws -> Pickle.Value {
        try checkHeight(1)
        return stack.removeLast()
    }

    private mutating func pop(_ count: Int) throws -> [Pickle.Value] {
        try checkHeight(count)
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws -> [Pickle.Value] {
        guard let mark = marks.popLast() else { throw fault("no mark on the stack") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    /// - Returns: the number of the node on top of the stack.
    private func top() throws -> Int {
        try checkHeight(1)
        guard case .node(let index) = stack[stack.count - 1] else { throw fault("no object on the stack") }
        return index
    }

    private mutating func memorise(at index: Int) throws {
        try checkHeight(1)
        try checkLimit(memo.count)
        memo[index] = stack[stack.count - 1]
    }

    private mutating func recall(_ index: Int) throws {
        guard let value = memo[index] else { throw fault("a value that was not kept") }
        try push(value)
    }
}

extension PickleMachine {
    private mutating func take(_ count: some BinaryInteger) throws -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw fault("its end, expected more") }
        defer { position += Int(count) }
        return bytes[position..<position + Int(count)]
    }

    private mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        try take(Number.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    /// Two's complement of as many bytes as it takes.
    private mutating func longNumber(of count: some BinaryInteger) throws -> Pickle.Value {
        let digits = try take(count)
        guard digits.count <= 8 else { return .unread }
        let isNegative = digits.last.map { $0 >= 0x80 } ?? false
        return .int(digits.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) })
    }

    private mutating func skip(_ count: some BinaryInteger) throws {
        try push(.bytes(try take(count).indices))
    }

    private mutating func string(_ count: some BinaryInteger) throws -> String {
        String(decoding: try take(count), as: UTF8.self)
    }

    private mutating func line() throws -> String {
        guard let end = bytes[position...].prefix(1000).firstIndex(of: UInt8(ascii: "\n")) else {
            throw fault("a name without an end")
        }
        let line = try string(end - position)
        position += 1
        return line
    }
}
