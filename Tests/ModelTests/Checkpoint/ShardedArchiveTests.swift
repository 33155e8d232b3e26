import Foundation
import Testing

@testable import Model

@Suite struct ShardedArchiveTests {
    private static let folder = repository.appending(path: "Tests/ModelTests/Goldens/torch/sharded")
    private static let first = "model-00001-of-00002.safetensors", second = "model-00002-of-00002.safetensors"

    /// The golden shards with another index.
    private func index(_ text: String, without missing: String? = nil) throws -> URL {
        let copy = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.copyItem(at: Self.folder, to: copy)
        if let missing { try FileManager.default.removeItem(at: copy.appending(path: missing)) }
        let index = copy.appending(path: "model.safetensors.index.json")
        try Data(text.utf8).write(to: index)
        return index
    }

    @Test(arguments: [
        (#"{"weight_map": {"a": "\#(second)"}}"#, "a is not in \(second)"),
        (#"{"weight_map": {"e": "\#(second)", "c": "\#(second)", "a": "\#(second)"}}"#, "a is not in \(second)"),
        (#"{"weight_map": {"a": "../\#(first)"}}"#, "../\(first) is no name of a file beside it"),
        (#"{"weight_map": {"a": "/etc/passwd"}}"#, "no name of a file"),
        (#"{"weight_map": {"a": ".."}}"#, "no name of a file"), (#"{"weight_map": {"a": ""}}"#, "no name of a file"),
        (#"{"weight_map": {"a": "model.safetensors.index.json"}}"#, "no name of a file"),
        (#"{"weight_map": {"a": "\#(first)", "a": "\#(second)"}}"#, "has a twice"),
        (#"{"weight_map": {"a": 1}}"#, "expected a string"), (#"{"metadata": {}}"#, "no weight_map"),
        (#"{"weight_map": {}} more"#, "no index of weights"), ("[]", "no index of weights"),
    ])
    func aWrongIndexIsToldInOneLine(text: String, expected: String) throws {
        let index = try index(text)
        defer { try? FileManager.default.removeItem(at: index.deletingLastPathComponent()) }
        let error = #expect(throws: CheckpointError.self) { try TensorArchives.open(index) }
        let line = error.map { message(of: $0) } ?? ""
        #expect(line.hasPrefix(index.path + ": ") && line.contains(expected) && !line.contains("\n"), "\(line)")
    }

    @Test func aMissingShardIsNamed() throws {
        let text = #"{"weight_map": {"a": "\#(Self.first)", "b": "\#(Self.second)"}}"#
        let index = try index(text, without: Self.second)
        defer { try? FileManager.default.removeItem(at: index.deletingLastPathComponent()) }
        let error = #expect(throws: MappedFile.Failure.self) { try TensorArchives.open(index) }
        #expect(error.map { message(of: $0) }?.contains("\(Self.second): cannot be read: No such file") == true)
    }
}
