import Foundation
import Testing

@testable import Model

@Suite struct EmbeddingRowsTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "rows-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    @Test func aFileGrowsUnderItsReaders() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "vectors")
        let reader = try EmbeddingRows(growing: file, dimension: 3)
        let writer = try EmbeddingRows(growing: file, dimension: 3)
        #expect(reader.count == 0)
        try writer.write([1, 2, 3, 4, 5, 6], at: 0)
        try writer.synchronise()
        #expect(reader.count == 2)
        #expect(reader[1] == [4, 5, 6])
        for row in 2..<5000 { try writer.write([Float(row), 0, 1], at: row) }
        #expect(reader.count == 5000)
        #expect(reader[4999] == [4999, 0, 1])
    }

    @Test func temporaryRowsLeaveNoFile() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = try EmbeddingRows.temporary(dimension: 2)
        try rows.write([1, 0, 0, 1], at: 0)
        #expect(rows[0] == [1, 0] && rows[1] == [0, 1])
    }

    @Test func halvesAreReadAsFloatsFromTheirOffset() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "halves")
        let halves: [Float16] = [1, -0.5, 0.25, 65504]
        var bytes = Data([9, 9, 9, 9])
        halves.withUnsafeBytes { bytes.append(contentsOf: $0) }
        try bytes.write(to: file)
        let rows = try EmbeddingRows(reading: file, offset: 4, count: 2, dimension: 2, element: .f16)
        #expect(rows[0] == [1, -0.5] && rows[1] == [0.25, 65504])
    }

    @Test func aCutFileIsAnError() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "cut")
        try Data(count: 23).write(to: file)
        #expect(throws: EmbeddingRows.Failure.tooShort(file.path, expected: 24, found: 23)) {
            _ = try EmbeddingRows(reading: file, count: 3, dimension: 2, element: .f32)
        }
    }

    @Test(arguments: [[0, 1, 2, 3, 4], [4, 3, 0, 1, 2], [2, -1, 0, -1, 1]])
    func blocksHoldEachKnownImageOnce(rowOf: [Int]) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = try EmbeddingRows.temporary(dimension: 2)
        try rows.write((0..<10).map(Float.init)[...], at: 0)
        var table = EmbeddingTable(images: rowOf.count, rows: rows)
        for (image, row) in rowOf.enumerated() where row >= 0 { table.insert(row: row, image: image) }
        #expect(table.known == rowOf.count { $0 >= 0 })
        var scratch: [Float] = []
        var seen: [Int: [Float]] = [:]
        table.forEachBlock(of: 2, in: 0..<rowOf.count, scratch: &scratch) { block in
            for (index, image) in block.images.enumerated() {
                seen[image] = [block.embeddings[2 * index], block.embeddings[2 * index + 1]]
            }
        }
        for (image, row) in rowOf.enumerated() {
            #expect(seen[image] == (row < 0 ? nil : [Float(2 * row), Float(2 * row + 1)]))
            #expect(table[image] == seen[image])
        }
        #expect(table.gathered().images == rowOf.indices.filter { rowOf[$0] >= 0 })
    }
}
