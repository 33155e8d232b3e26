import Foundation
import Testing

@testable import Model

/// Tables with rows twice, rows missing, and rows in other orders: one image has one value, that of its first row.
@Suite struct TableFuzzTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private struct Row {
        let image: Int
        let label: String?
        let note: String?
    }

    /// Rows for some of six images, some of them twice.
    private func rows(_ random: inout SplitMix64) -> [Row] {
        let images = (0..<Int.random(in: 1...10, using: &random)).map { _ in Int.random(in: 0..<6, using: &random) }
        return images.map { image in
            Row(
                image: image, label: ["cat", "dog", nil].randomElement(using: &random)!,
                note: ["x", nil].randomElement(using: &random)!)
        }
    }

    private func firstLabels(_ rows: [Row]) -> [Int: String?] {
        Dictionary(rows.map { ($0.image, $0.label) }, uniquingKeysWith: { first, _ in first })
    }

    @Test(arguments: 0..<60) func aTarShardGivesEachImageItsOwnValue(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // WebDataset's samples: neighbours of one key. A key that comes again later is another sample.
        var members: [(String, Data)] = []
        var expected: [String?] = []
        var last = -1
        for row in rows(&random) {
            let key = "\(row.image)"
            var own: [(String, Data)] = [("\(key).jpg", Data([1]))]
            if let label = row.label { own.append(("\(key).cls", Data(label.utf8))) }
            if let note = row.note {
                own.append(("\(key).json", Data("{\"note\": \"\(note)\", \"note\": \"y\"}".utf8)))
            }
            own.shuffle(using: &random)
            if row.image == last {
                members += own
                if expected[expected.count - 1] == nil { expected[expected.count - 1] = row.label }
            } else {
                members += own
                expected.append(row.label)
            }
            last = row.image
        }
        try folder.write("shard.tar", Samples.tar(members))
        let dataset = try Dataset(contentsOf: folder.file("shard.tar"))
        #expect(dataset.images.count == expected.count)
        if expected.contains(where: { $0 != nil }) { #expect(try dataset.classes("cls") == expected) }
        #expect(dataset.labelColumns.allSatisfy { $0.labels.count == dataset.images.count })
    }

    @Test(arguments: 0..<40) func aTableBesideImagesGivesEachImageItsFirstRow(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for image in 0..<6 { try folder.write("photos/image \(image).jpg") }
        let rows = rows(&random)
        let isJSON = Bool.random(using: &random)
        func value(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? (isJSON ? "null" : "") }
        let lines = rows.map { row in
            isJSON
                ? "{\"note\": \(value(row.note)), \"file_name\": \"image \(row.image).jpg\", \"label\": \(value(row.label))}"
                : "\(value(row.note)),image \(row.image).jpg,\(value(row.label))"
        }
        try folder.write(
            isJSON ? "metadata.jsonl" : "metadata.csv",
            ((isJSON ? [] : ["note,file_name,label"]) + lines).joined(separator: "\n"))
        let dataset = try Dataset(contentsOf: folder.url)
        let first = firstLabels(rows)
        #expect(dataset.images.count == 6)
        guard first.values.contains(where: { $0 != nil }) else { return }
        #expect(try dataset.classes("label") == (0..<6).map { first[$0] ?? nil })
        let repeated = rows.count - first.count
        #expect(dataset.warnings.contains { $0.contains("\(repeated) row") } == (repeated > 0), "\(dataset.warnings)")
    }

    @Test(arguments: 0..<20) func aTableOfFilesInAnyOrderGivesEachFileItsRow(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for image in 0..<6 { try folder.write("\(image).jpg") }
        let own = firstLabels(rows(&random)).filter { $0.value != nil }
        guard !own.isEmpty else { return }
        let lines = own.shuffled(using: &random).map { "\($0.key).jpg,\($0.value!)" }
        try folder.write("labels.csv", (["file,label"] + lines).joined(separator: "\n\n") + "\n")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.images.map(\.path) == own.keys.sorted().map { "\($0).jpg" })
        #expect(try dataset.classes("label") == own.keys.sorted().map { own[$0]! })
    }
}
