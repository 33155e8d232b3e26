import Foundation
import Testing

@testable import Model

/// Zip archives byte by byte, so that each number can lie.
private struct ZipBytes {
    struct Entry {
        var name: String
        var data: [UInt8]
        var localName: String?
        var method: UInt16 = 0
        var flags: UInt16 = 0
        var size: UInt32?
        var expandedSize: UInt32?
        var offset: UInt32?
        var extra: [UInt8] = []
    }

    var entries: [Entry]
    var count: UInt16?
    var directorySize: UInt32?
    var directoryOffset: UInt32?
    var comment: [UInt8] = []
    var isZip64 = false
    var zip64Offset: UInt64?

    var bytes: [UInt8] {
        var result: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = UInt32(result.count)
            let localName = entry.localName ?? entry.name
            result += word(0x0403_4B50) + [UInt8](repeating: 0, count: 22)
            result += half(localName.utf8.count) + half(0) + localName.utf8 + entry.data
            directory += word(0x0201_4B50) + half(20) + half(20) + half(Int(entry.flags)) + half(Int(entry.method))
            directory += [UInt8](repeating: 0, count: 8)
            directory += word(entry.size ?? UInt32(entry.data.count))
            directory += word(entry.expandedSize ?? entry.size ?? UInt32(entry.data.count))
            directory += half(entry.name.utf8.count) + half(entry.extra.count) + [UInt8](repeating: 0, count: 10)
            directory += word(entry.offset ?? offset) + entry.name.utf8 + entry.extra
        }
        let start = result.count
        result += directory
        if isZip64 {
            let record = result.count
            result += word(0x0606_4B50) + long(44) + [UInt8](repeating: 0, count: 12)
            result += long(entries.count) + long(entries.count) + long(directory.count) + long(start)
            result += word(0x0706_4B50) + word(0) + long(zip64Offset.map { Int(truncatingIfNeeded: $0) } ?? record)
            result += word(1)
        }
        result += word(0x0605_4B50) + half(0) + half(0) + half(0) + half(Int(count ?? UInt16(entries.count)))
        result += word(directorySize ?? UInt32(directory.count)) + word(directoryOffset ?? UInt32(start))
        return result + half(comment.count) + comment
    }
}

private func half(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt16(value).littleEndian) { Array($0) } }
private func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
private func long(_ value: Int) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }

@Suite struct ZipFileTests {
    private func mapped(_ bytes: [UInt8]) throws -> MappedFile {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).zip")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return try MappedFile(file)
    }

    private static let pair = [ZipBytes.Entry(name: "a/one", data: [1, 2, 3]), .init(name: "a/two", data: [4, 5])]

    @Test(arguments: [
        ZipBytes(entries: pair), ZipBytes(entries: pair, comment: Array("PK\u{5}\u{6} and more".utf8)),
        ZipBytes(entries: pair, count: 0xFFFF, directorySize: .max, directoryOffset: .max, isZip64: true),
        ZipBytes(entries: [
            .init(
                name: "a/one", data: [1, 2, 3], size: .max,
                extra: half(9) + half(1) + [0] + half(1) + half(16) + long(3) + long(3)),
            .init(name: "a/two", data: [4, 5], offset: .max, extra: half(1) + half(8) + long(38)),
        ]),
    ])
    fileprivate func entriesAreWhereTheyLie(archive: ZipBytes) throws {
        let file = try mapped(archive.bytes)
        let zip = try ZipFile(file)
        #expect(zip.names == ["a/one", "a/two"])
        #expect(try zip.range(of: "a/one").map { Array(file.bytes[$0]) } == [1, 2, 3])
        #expect(try zip.range(of: "a/two").map { Array(file.bytes[$0]) } == [4, 5])
        #expect(try zip.range(of: "a/three") == nil)
    }

    @Test(
        arguments: [
            (ZipBytes(entries: pair, count: 1), "more than its 1 entries"),
            (ZipBytes(entries: pair, count: 3), "ends early"),
            (ZipBytes(entries: pair, directorySize: 20), "ends early"),
            (ZipBytes(entries: pair, directorySize: 0xFFFF_FF00), "outside of the file"),
            (ZipBytes(entries: pair, directoryOffset: 0xFFFF_FF00), "outside of the file"),
            (ZipBytes(entries: pair, directoryOffset: 0), "ends early"),
            (ZipBytes(entries: pair, isZip64: true, zip64Offset: 1 << 63), "outside of the file"),
            (ZipBytes(entries: pair, isZip64: true, zip64Offset: 0), "no zip64 directory"),
            (ZipBytes(entries: [pair[0], pair[0]]), "a/one twice"),
            (ZipBytes(entries: [pair[0], .init(name: "b", data: [], localName: "a/one", offset: 0)]), "not where"),
            (ZipBytes(entries: [.init(name: "b", data: [1], size: 20), .init(name: "c", data: [2])]), "overlap"),
            (ZipBytes(entries: [.init(name: "b", data: [1], size: 200)]), "outside of the file"),
            (
                ZipBytes(entries: [
                    .init(name: "b", data: [1], size: .max, extra: half(1) + half(16) + long(-1) + long(-1))
                ]), "outside"
            ),
            (
                ZipBytes(entries: [.init(name: "b", data: [UInt8](repeating: 0, count: 9), size: 1, offset: 5)]),
                "not where"
            ),
            (ZipBytes(entries: [.init(name: "b", data: [1], offset: .max)]), "outside of the file"),
        ] as [(ZipBytes, String)])
    fileprivate func whatLiesElsewhereIsToldInOneLine(archive: ZipBytes, expected: String) throws {
        let file = try mapped(archive.bytes)
        let error = #expect(throws: CheckpointError.self) { try ZipFile(file) }
        let line = error.map { message(of: $0) } ?? ""
        #expect(line.hasPrefix(file.url.path + ": ") && line.contains(expected) && !line.contains("\n"), "\(line)")
    }

    @Test func whatIsCompressedOrEncryptedIsNotRead() throws {
        let zip = try ZipFile(
            mapped(
                ZipBytes(entries: [
                    .init(name: "deflated", data: [1], method: 8), .init(name: "encrypted", data: [1], flags: 1),
                    .init(name: "smaller", data: [1], expandedSize: 2),
                ]).bytes))
        for name in zip.names { #expect(throws: CheckpointError.self, "\(name)") { try zip.range(of: name) } }
    }

    @Test(arguments: [[0x50], Array("PK\u{3}\u{4}".utf8), [UInt8](repeating: 0, count: 70_000)])
    func whatIsNoArchiveIsTold(bytes: [UInt8]) throws {
        let file = try mapped(bytes)
        let error = #expect(throws: CheckpointError.self) { try ZipFile(file) }
        #expect(error.map { message(of: $0) }?.contains("no zip archive") == true)
    }
}
