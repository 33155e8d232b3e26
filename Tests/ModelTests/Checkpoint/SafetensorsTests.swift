import Foundation
import Testing

@testable import Model

@Suite struct SafetensorsTests {
    /// A file of a header and bytes; `length` may lie about the header.
    private func file(_ header: String, bytes: Int, length: UInt64? = nil) throws -> URL {
        var data = withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) }
        data += Data(header.utf8) + Data(repeating: 0, count: bytes)
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
        try data.write(to: url)
        return url
    }

    @Test func tensorsAreFoundByName() throws {
        let file = try file(
            #"{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F16","shape":[],"data_offsets":[24,26]}}"#,
            bytes: 26)
        defer { try? FileManager.default.removeItem(at: file) }
        let archive = try Safetensors(contentsOf: file)
        #expect(archive.tensors.keys.sorted() == ["a", "b"])
        #expect(archive.tensors["a"]?.floats == [Float](repeating: 0, count: 6))
        #expect(archive.tensors["b"]?.floats == [0])
    }

    @Test(arguments: [
        (
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
            12, "overlap"
        ),
        (
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}"#,
            16, "hole"
        ),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, "expected within"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "cut short"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 12, "after the last tensor"),
        (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, "has 8 bytes, expected 12"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,8]}}"#, 8, "expected less"),
        (#"{"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}"#, 8, "F99"),
        (#"{"a":[]}"#, 0, "header"), ("not JSON", 0, "header"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            8, "has a twice"
        ),
        (
            #"{"b":{"dtype":"F8","shape":[],"data_offsets":[0,1]},"c":{"dtype":"F9","shape":[],"data_offsets":[0,1]},"a":{"dtype":"F7","shape":[],"data_offsets":[0,1]}}"#,
            1, "a is of type F7"
        ),
        (#"{"__metadata__":{},"__metadata__":{}}"#, 0, "has __metadata__ twice"),
        (#"{"a":{"dtype":"F32","shape":[2],"shape":[1],"data_offsets":[0,8]}}"#, 8, "each once"),
        (#"{"a":{"dtype":"F32","shape":[2]}}"#, 8, "lacks one of"),
        (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, 8, "expected a whole number"),
        (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, 8, "below 2^63"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x"#, 8, "expected the end"),
    ])
    func aBrokenFileIsToldInOneLine(header: String, bytes: Int, expected: String) throws {
        let file = try file(header, bytes: bytes)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = #expect(throws: CheckpointError.self) { try Safetensors(contentsOf: file) }
        let line = error.map { message(of: $0) } ?? ""
        #expect(line.hasPrefix(file.path + ": ") && line.contains(expected) && !line.contains("\n"), "\(line)")
    }

    @Test(arguments: [UInt64.max, 1 << 63, 1 << 40, 100])
    func aHeaderLongerThanTheFileIsNotRead(length: UInt64) throws {
        let file = try file("{}", bytes: 0, length: length)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(throws: CheckpointError.self) { try Safetensors(contentsOf: file) }
    }
}
