import Foundation
import Testing

@testable import Model

@Suite struct PickleTests {
    private let file = URL(filePath: "/weights.pt")

    private func line(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) -> String {
        let error = #expect(throws: CheckpointError.self, sourceLocation: sourceLocation) {
            try Pickle(bytes, of: file)
        }
        return error.map { message(of: $0) } ?? ""
    }

    @Test(
        arguments: [
            ([0x4E], .none), ([0x88], .bool(true)), ([0x89], .bool(false)), ([0x4B, 200], .int(200)),
            ([0x4D, 0x34, 0x12], .int(0x1234)), ([0x4A, 0xFE, 0xFF, 0xFF, 0xFF], .int(-2)), ([0x8A, 0], .int(0)),
            ([0x8A, 1, 0xFF], .int(-1)), ([0x8A, 2, 0xFF, 0], .int(255)),
            ([0x8A, 8, 0, 0, 0, 0, 0, 0, 0, 0x80], .int(.min)), ([0x47, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0], .float(1.5)),
            ([0x58, 2, 0, 0, 0, 0xC3, 0xA9], .string("é")), ([0x8C, 1, 0x61], .string("a")),
            ([0x95, 3, 0, 0, 0, 0, 0, 0, 0, 0x8C, 1, 0x61, 0x94, 0x4E, 0x4E, 0x68, 0], .string("a")),
        ] as [([UInt8], Pickle.Value)])
    func plainValues(opcodes: [UInt8], expected: Pickle.Value) throws {
        #expect(try Pickle([0x80, 4] + opcodes + [0x2E], of: file).root == expected)
    }

    @Test func dictionariesGrowAfterTheyWereNamed() throws {
        // d = {}; d["a"] = (1, d); d["b"] = [2]
        let bytes: [UInt8] =
            [0x80, 2, 0x7D, 0x71, 0, 0x28, 0x8C, 1, 0x61, 0x4B, 1, 0x68, 0, 0x86, 0x8C, 1, 0x62, 0x5D, 0x4B, 2, 0x61]
            + [0x75, 0x2E]
        let pickle = try Pickle(bytes, of: file)
        let entries = try #require(pickle.entries(pickle.root))
        #expect(entries.map(\.name) == ["a", "b"])
        #expect(pickle.items(entries[0].value, of: .tuple) == [.int(1), pickle.root])
        #expect(pickle.items(entries[1].value, of: .list) == [.int(2)])
    }

    @Test(
        arguments: [
            ([0x2E], "too few values"), ([], "its end"), ([0x80, 1], "protocol 1"),
            ([0x4E, 0x52, 0x2E], "too few values"),
            ([0x74], "no mark"), ([0x4E, 0x28, 0x61], "too few values"), ([0x68, 7], "not kept"),
            ([0x28, 0x71, 0], "too few values"), ([0x4E, 0x4E, 0x61], "no object"), ([0x7D, 0x4E, 0x61], "no list"),
            ([0x7D, 0x28, 0x4E, 0x75], "no dictionary"), ([0x4E, 0x29, 0x52], "no function"),
            ([0x4E, 0x29, 0x81], "no module's class"), ([0x5D, 0x4E, 0x62], "no object"), ([0x8A, 9], "its end"),
            ([0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "its end"),
            ([0x8D, 0, 0, 0, 0, 0, 0, 0, 0x80], "its end"), ([0x58, 0xFF, 0xFF, 0xFF, 0xFF], "its end"),
            ([0x82, 1], "opcode 0x82"), ([0x6F], "opcode 0x6f"), ([0x63, 0x61], "a name without an end"),
            ([0x4E, 0x4E, 0x93], "not named by strings"),
        ] as [([UInt8], String)])
    func whatIsNoPickleIsToldInOneLine(bytes: [UInt8], expected: String) {
        let line = line(bytes)
        #expect(line.hasPrefix("/weights.pt: ") && line.contains(expected) && !line.contains("\n"), "\(line)")
    }

    @Test(arguments: [
        "os system", "posix system", "builtins eval", "builtins exec", "builtins getattr", "subprocess Popen",
        "torch load", "torch.storage UntypedStorage", "collections OrderedDict.fromkeys", "torch._utils __builtins__",
        "__torch__x M", "collections.OrderedDict __init__",
    ])
    func aGlobalThatIsNotAllowedIsNamed(global: String) {
        let parts = global.split(separator: " ")
        let text = "c\(parts[0])\n\(parts[1])\n."
        #expect(line(Array(text.utf8)).contains("asks for \(parts[0]).\(parts[1]),"))
    }

    @Test func nestingWithoutEndIsReadAndFreed() throws {
        let bytes: [UInt8] = [0x29] + [UInt8](repeating: 0x85, count: 200_000) + [0x2E]
        let pickle = try Pickle(bytes, of: file)
        #expect(pickle.items(pickle.root, of: .tuple)?.count == 1)
    }

    @Test(arguments: [[0x4E], [0x28], [0x5D]] as [[UInt8]])
    func aPickleOfTooManyValuesEnds(opcodes: [UInt8]) {
        #expect(line(Array(repeatElement(opcodes, count: 1_100_000).joined())).contains("more values"))
    }

    @Test func aPickleThatIsTooLongIsNotRead() {
        #expect(line([UInt8](repeating: 0x4E, count: Pickle.longest + 1)).contains("expected few"))
    }
}
