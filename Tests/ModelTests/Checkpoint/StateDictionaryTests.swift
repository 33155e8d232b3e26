import Foundation
import Testing

@testable import Model

@Suite struct StateDictionaryTests {
    private static let file = URL(filePath: "/weights.pt")
    /// Of no storage; what it holds is another's business.
    private static let tensor = "ctorch._utils\n_rebuild_tensor_v2\n)R"

    private func names(_ opcodes: String) throws -> [String] {
        let pickle = try Pickle(Array(opcodes.unicodeScalars.map { UInt8($0.value) }), of: Self.file)
        return try StateDictionary(of: pickle, in: Self.file).values.keys.sorted()
    }

    private static func entry(_ name: String, _ value: String) -> String {
        "\u{8C}\(Character(Unicode.Scalar(UInt8(name.utf8.count))))\(name)\(value)"
    }

    private static func dictionary(_ entries: String...) -> String { "}(" + entries.joined() + "u" }

    private static func module(_ entries: String...) -> String {
        "c__torch__.a\nM\n)\u{81}}(" + entries.joined() + "ub"
    }

    @Test(
        arguments: [
            (dictionary(entry("a", tensor), entry("b", tensor)), ["a", "b"]),
            (dictionary(entry("module.a", tensor), entry("module.b", tensor)), ["module.a", "module.b"]),
            (dictionary(entry("module.a", tensor), entry("b", tensor)), ["b", "module.a"]),
            (
                dictionary(entry("epoch", "K\u{3}"), entry("state_dict", dictionary(entry("module.a", tensor)))),
                ["module.a"]
            ),
            (dictionary(entry("model", dictionary(entry("a", tensor)))), ["a"]),
            (dictionary(entry("model", tensor)), ["model"]), ("}", []),
            (
                module(
                    entry("a", tensor), entry("training", "\u{89}"), entry("none", "N"), entry("sizes", "](K\u{1}e"),
                    entry("b", module(entry("c", tensor), entry("0", module(entry("d", tensor)))))),
                ["a", "b.0.d", "b.c"]
            ),
        ] as [(String, [String])])
    func namesArePaths(opcodes: String, expected: [String]) throws {
        #expect(try names(opcodes + ".") == expected)
    }

    @Test(arguments: [
        ("N", "no dictionary of named tensors"), ("}(K\u{1}\(tensor)u", "no dictionary of named tensors"),
        (dictionary(entry("a", tensor), entry("epoch", "K\u{3}")), "epoch is no tensor"),
        ("c__torch__\nM\n)\u{81}", "without named attributes: the outermost"),
        (module(entry("a", "c__torch__\nM\n)\u{81}Nb")), "without named attributes: a."),
    ])
    func whatIsNoStateIsTold(opcodes: String, expected: String) {
        let error = #expect(throws: CheckpointError.self) { try names(opcodes + ".") }
        let line = error.map { message(of: $0) } ?? ""
        #expect(line.hasPrefix("/weights.pt: ") && line.contains(expected), "\(line)")
    }
}
