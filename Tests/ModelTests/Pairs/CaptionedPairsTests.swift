import Foundation
import Testing

@testable import Model

@Suite final class CaptionedPairsTests {
    private let folder: URL
    private let tokenizer: Tokenizer

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "pairs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        tokenizer = try Tokenizer.clip(home: Home(folder: repository), contextLength: 16)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> CaptionFile {
        let url = folder.appending(path: name)
        try Data(bytes).write(to: url)
        return try CaptionFile(contentsOf: url)
    }

    /// Embeddings for all images but those left out.
    private func table(_ file: CaptionFile, without unreadable: Set<Int> = []) throws -> EmbeddingTable {
        let rows = try EmbeddingRows.temporary(dimension: 4)
        var table = EmbeddingTable(images: file.images.count, rows: rows)
        for image in file.images.indices where !unreadable.contains(image) {
            try rows.write([Float(image), 1, 0, 0], at: image)
            table.insert(row: image, image: image)
        }
        return table
    }

    @Test func tablesOfFilesAndCaptionsAreReadByTheNamesOfTheirColumns() throws {
        for (name, text) in [
            ("a.csv", "file,caption\nx.jpg,\"a cat, asleep\"\ny.jpg,a dog\nx.jpg,a tabby\n"),
            ("b.tsv", "filepath\ttitle\nx.jpg\ta cat, asleep\ny.jpg\ta dog\nx.jpg\ta tabby\n"),
            (
                "metadata.jsonl",
                "{\"file_name\": \"x.jpg\", \"text\": \"a cat, asleep\"}\n{\"text\": \"a dog\", \"file_name\": \"y.jpg\"}\n"
                    + "{\"file_name\": \"x.jpg\", \"text\": \"a tabby\", \"size\": 3}\n"
            ),
        ] {
            let read = try file(name, text.utf8)
            #expect(read.images == ["x.jpg", "y.jpg"], "\(name)")
            #expect(read.rows.map(\.caption) == ["a cat, asleep", "a dog", "a tabby"], "\(name)")
            #expect(read.rows.map(\.image) == [0, 1, 0], "\(name)")
            #expect(read.skipped == SkippedPairs(), "\(name)")
        }
    }

    @Test func captionsThatCannotBeUsedAreCounted() throws {
        var bytes = Array("file,caption\na.jpg,a cat\nb.jpg,\nc.jpg,   \n,a dog\n".utf8)
        bytes += Array("d.jpg,".utf8) + [0xC3, 0x28, 0x0A]
        bytes += Array("e.jpg,\(String(repeating: "word ", count: 30))\n".utf8)
        bytes += Array("f.jpg,\(String(repeating: "x", count: 20_000))\ng.jpg,a horse\nh.jpg,a cat\n".utf8)
        let read = try file("bad.csv", bytes)
        let gone = try #require(read.images.firstIndex(of: "g.jpg"))
        let pairs = CaptionedPairs(read, try table(read, without: [gone]), tokenizer: tokenizer)
        #expect(pairs.count == 2 && pairs.distinctCaptions == 1)
        var expected = SkippedPairs()
        (expected.empty, expected.tooLong, expected.notUTF8, expected.withoutFile) = (2, 2, 1, 1)
        (expected.unreadableImages, expected.ofUnreadableImages) = (1, 1)
        #expect(pairs.skipped == expected)
        #expect(
            pairs.skipped.sentence == "skipped: 2 captions are empty, 2 captions are longer than the model reads, "
                + "1 row is not UTF-8, 1 row is without a file, 1 caption is of 1 unreadable or missing images")
    }

    @Test func linesOfJSONThatAreNotUTF8AreCounted() throws {
        let bytes = Array("{\"file_name\":\"a\",\"caption\":\"x\"}\n{\"file_name\":\"b\",\"caption\":\"".utf8) + [0xFF]
        let read = try file("metadata.jsonl", bytes + Array("\"}\n".utf8))
        #expect(read.rows.count == 1 && read.skipped.notUTF8 == 1)
    }

    @Test func whatIsNoTableOfCaptionsSaysWhatIsMissing() throws {
        let url = folder.appending(path: "no.csv")
        #expect(throws: CaptionFile.Failure.self) { try self.file("no.csv", "file,label\na.jpg,cat\n".utf8) }
        do {
            _ = try file("no.csv", "file,label\na.jpg,cat\n".utf8)
        } catch {
            #expect(
                message(of: error)
                    == "\(url.path): no column of captions, expected one of caption, text, title, sentence, found file, label"
            )
        }
        #expect(throws: CaptionFile.Failure.noRows(url)) { try self.file("no.csv", "file,caption\n".utf8) }
        #expect(throws: CaptionFile.Failure.self) { try self.file("no.csv", "".utf8) }
    }

    private func labelled() throws -> CaptionedPairs {
        var random = SeededGenerator(seed: 3)
        let rows = try LabelledRows(
            random.matrix(20, 4), labels: (0..<20).map { Int32($0 % 2) }, classes: 2)
        return CaptionedPairs(
            rows, classes: ["cat", "dog"],
            prompts: PromptSet(name: "p", templates: ["a {label}", "the {label}", "one {label}"]), tokenizer: tokenizer)
    }

    @Test func everyPassHasEachPairOnceInAnOrderOfItsOwn() throws {
        let pairs = try labelled()
        var batches = PairBatches(pairs, of: 4, seed: 1)
        let passes = (0..<2).map { pass in
            (0..<5).flatMap { batches.batch(pass * 5 + $0).imageNumbers }
        }
        #expect(passes.allSatisfy { Set($0) == Set(0..<20) })
        #expect(passes[0] != passes[1])
        var others = PairBatches(pairs, of: 4, seed: 2)
        let other = (0..<5).flatMap { others.batch($0).imageNumbers }
        #expect(other != passes[0])
    }

    @Test func aBatchIsTheSameWhoeverAsksForIt() throws {
        let (a, b) = (try labelled(), try labelled())
        var batches = PairBatches(a, of: 4, seed: 9)
        for step in [0, 3, 17] {
            var others = PairBatches(b, of: 4, seed: 9)
            let (first, second) = (batches.batch(step), others.batch(step))
            #expect(first.prompts == second.prompts && first.places == second.places)
            #expect(first.imageNumbers == second.imageNumbers && first.images == second.images)
        }
        #expect(a.hash == b.hash)
    }

    @Test func captionsOfAClassAreDrawnAmongItsTemplatesAndEqualOnesComputedOnce() throws {
        let pairs = try labelled()
        #expect(pairs.distinctCaptions == 6 && pairs.distinctGroups == 2)
        var seen: Set<[Int]> = []
        var batches = PairBatches(pairs, of: 20, seed: 1)
        for step in 0..<20 {
            let batch = batches.batch(step)
            #expect(batch.prompts.count <= 6 && Set(batch.prompts).count == batch.prompts.count)
            #expect(batch.groups == batch.imageNumbers.map { $0 % 2 })
            seen.formUnion(batch.prompts)
        }
        #expect(seen.count == 6)
    }

    @Test func classesWithoutAUsablePromptAreCounted() throws {
        var random = SeededGenerator(seed: 3)
        let rows = try LabelledRows(random.matrix(6, 4), labels: [0, 0, 1, 1, 1, 2], classes: 3)
        let long = String(repeating: "very ", count: 40)
        let pairs = CaptionedPairs(
            rows, classes: ["cat", long, "dog"], prompts: PromptSet(name: "p", templates: ["a {label}"]),
            tokenizer: tokenizer)
        #expect(pairs.count == 3 && pairs.skipped.withoutCaption == 3 && pairs.skipped.tooLong == 1)
    }
}
