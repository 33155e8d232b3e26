import Foundation
import Testing

@testable import Model

/// Two images, the first labelled, among `classes` that are the axes: an image's cosines are its embedding.
private func classified(_ classes: [String], _ rows: [[Float]], labels: [Int?]) throws -> ClassifiedDataset {
    let names = ["a,\"b\".png", "c.png"]
    let dataset = Dataset(
        name: "d", folder: URL(filePath: "/d"),
        images: ImageList(paths: names, in: FilePath("/d")), labelColumns: [])
    let count = classes.count
    var axes = Matrix(rows: count, columns: count)
    for index in 0..<count { axes.values[index * count + index] = 1 }
    let embedded = try EmbeddedDataset(
        dataset: dataset, table: table(of: Matrix(rows: rows.count, columns: count, values: rows.flatMap { $0 })),
        failures: [])
    return try ClassifiedDataset(
        embedded, labelColumn: .init(name: "label", classes: classes, labels: labels),
        classifier: ZeroShotClassifier(weights: ClassWeights(matrix: axes), logitScale: 10))
}

/// Every image has a row.
private func table(of embeddings: Matrix) throws -> EmbeddingTable {
    let rows = try EmbeddingRows.temporary(dimension: embeddings.columns)
    try rows.write(embeddings.values[...], at: 0)
    return EmbeddingTable(all: embeddings.rows, of: rows)
}

private func table(_ classified: ClassifiedDataset) -> [String] {
    var lines: [String] = []
    PredictionsCSV(classified).forEachLine { lines.append($0) }
    return lines
}

@Test func fieldsOfTheTableOfPredictionsAreQuotedWhereNeeded() throws {
    let lines = table(try classified(["x, y", "z"], [[1, 1], [1, 1]], labels: [0, nil]))
    #expect(
        lines[0] == "file,label,predicted,probability,label_probability,label_rank,margin,top1_label,top1_probability,"
            + "top2_label,top2_probability,top3_label,top3_probability,top4_label,top4_probability,top5_label,"
            + "top5_probability\n")
    #expect(lines[1] == "\"a,\"\"b\"\".png\",\"x, y\",\"x, y\",0.5,0.5,1,0.0,\"x, y\",0.5,z,0.5,,,,,,\n")
    #expect(lines[2] == "c.png,,\"x, y\",0.5,,,,\"x, y\",0.5,z,0.5,,,,,,\n")
}

@Test func theFiveMostLikelyClassesAreInOrder() {
    let best = Prediction.Candidate.best(of: [0.1, 0.2, 0.05, 0.2, 0.3, 0.02, 0.13] as [Float])
    #expect(best.map(\.label) == [4, 1, 3, 6, 0], "of equal ones the lower class first")
    #expect(best.map(\.probability) == [0.3, 0.2, 0.2, 0.13, 0.1])
    let whole = (0..<300).map { Float(($0 * 7919) % 300) }
    let expected = whole.indices.sorted { (whole[$1], $0) < (whole[$0], $1) }.prefix(5)
    #expect(Prediction.Candidate.best(of: whole).map(\.label) == Array(expected))
}

@Test func blocksOfImagesAreClassifiedLikeOneMatrix() throws {
    var generator = SeededGenerator(seed: 5)
    let count = 1100
    let dataset = Dataset(
        name: "d", folder: URL(filePath: "/d"),
        images: ImageList(paths: (0..<count).map(String.init), in: FilePath("/d")), labelColumns: [])
    var embeddings = Matrix(
        rows: count, columns: 4, values: (0..<count * 4).map { _ in Float.random(in: -1...1, using: &generator) })
    embeddings.normaliseRows()
    let weights = ClassWeights(matrix: embeddings.selecting(Array(0..<9)))
    let classified = try ClassifiedDataset(
        EmbeddedDataset(dataset: dataset, table: table(of: embeddings), failures: []),
        labelColumn: .init(name: "", classes: (0..<9).map(String.init), labels: (0..<count).map { $0 % 9 }),
        classifier: ZeroShotClassifier(weights: weights, logitScale: 20))
    var next = 0
    classified.forEachPrediction { prediction in
        #expect(prediction.file == "\(next)")
        #expect(prediction.best[0].label == prediction.outcome.predicted)
        #expect(abs(prediction.best[0].probability - prediction.outcome.confidence) < 1e-6)
        #expect(prediction.best.count == 5)
        next += 1
    }
    #expect(next == count)
}

@Suite struct RunDocumentTests {
    let folder: ScratchFolder
    let classified: ClassifiedDataset

    init() throws {
        folder = try ScratchFolder()
        classified = try ModelTests.classified(
            ["x_a", "yB", "z"], [[0.9, 0.2, 0.1], [0.3, 0.5, 0.4]], labels: [2, nil])
    }

    private var document: RunDocument {
        var prompts = PromptSet(name: "mine", templates: ["a photo of a {label}.", "art of {label}"])
        prompts.entries[1].isOn = false
        prompts.classNames = ["yB": ["y", "why"], "not_a_class": ["n"]]
        let report = EvaluationReport(
            classified, model: "m", logitScale: 10, prompts: prompts, split: "test", cached: 0, seconds: .init())
        return RunDocument(report, classified, fingerprint: "f00", program: "clipscope 9")
    }

    @Test func aRunReadsBackAsItWasWritten() throws {
        let file = folder.file("run.json")
        try document.write(to: file)
        let read = try RunDocument(contentsOf: file)
        #expect(read.program == "clipscope 9")
        #expect(read.model == document.model)
        #expect((read.dataset, read.split, read.labelColumn) == ("d", "test", "label"))
        #expect(read.classes == ["x_a", "yB", "z"])
        #expect(read.prompts.templates == ["a photo of a {label}."])
        #expect(read.prompts.classNames == ["yB": ["y", "why"]], "keys of the data stay as they are")
        #expect(read.metrics == document.metrics)
        #expect(read.images == document.images)
        expectOutcomes(of: read)
    }

    /// Those of the classifier; what follows from the second class is within its rounding.
    private func expectOutcomes(of run: RunDocument) {
        #expect(run.images.count == classified.outcomes.count)
        for (found, wanted) in zip(run.images.map(Outcome.init), classified.outcomes) {
            #expect((found.predicted, found.confidence) == (wanted.predicted, wanted.confidence))
            #expect((found.truth?.label, found.truth?.rank) == (wanted.truth?.label, wanted.truth?.rank))
            #expect(found.truth?.probability == wanted.truth?.probability)
            #expect(found.entropy == wanted.entropy)
            #expect(abs(found.lead - wanted.lead) < 1e-6)
            #expect(abs((found.truth?.margin ?? 0) - (wanted.truth?.margin ?? 0)) < 1e-6)
        }
    }

    @Test func outcomesOfARunAreTheClassifiers() {
        expectOutcomes(of: document)
    }

    private func failure(_ change: (String) -> String) throws -> String {
        let file = folder.file("broken.json")
        try document.write(to: file)
        try change(String(contentsOf: file, encoding: .utf8)).write(to: file, atomically: true, encoding: .utf8)
        let error = #expect(throws: RunDocument.Failure.self) { try RunDocument(contentsOf: file) }
        return error?.description.replacing(folder.url.path + "/", with: "") ?? ""
    }

    @Test func whatIsNoRunIsRefusedWithItsReason() throws {
        #expect(try failure { _ in "not JSON" }.hasPrefix("broken.json: is no saved run"))
        #expect(try failure { _ in "{\"top1\": 0.5}" }.hasPrefix("broken.json: is no saved run"))
        #expect(
            try failure { $0.replacing("\"format_version\":1", with: "\"format_version\":7") }
                == "broken.json: a saved run of version 7, this program knows 1")
        #expect(
            try failure { $0.replacing("\"predicted\":0", with: "\"predicted\":3") }
                == "broken.json: images[0].predicted: is 3, there are 3 classes")
        #expect(
            try failure { $0.replacing("\"label_rank\":3,", with: "") }.hasPrefix("broken.json: images[0].label: "))
        #expect(
            try failure { $0.replacing("\"predicted\":0", with: "\"predicted\":\"x\"") }
                .hasPrefix("broken.json: images[0].predicted: "))
        #expect(try failure { $0.replacing("\"classes\":", with: "\"kinds\":") } == "broken.json: classes: is missing")
        #expect(try failure { String($0.dropLast(40)) }.hasPrefix("broken.json: is no saved run"))
    }

    @Test func aRunThatIsNotThereIsNamed() {
        let file = folder.file("none.json")
        let error = #expect(throws: RunDocument.Failure.self) { try RunDocument(contentsOf: file) }
        #expect(error?.description.hasPrefix(file.path + ": ") == true)
    }
}
