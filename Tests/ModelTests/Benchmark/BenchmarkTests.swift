import Testing

@testable import Model

@Test func aBenchmarkTellsTheMedianOfEachPart() {
    let benchmark = Benchmark(
        "edit", times: [0.3, 0.1, 0.2], unit: "images", count: 4, model: "m",
        parts: [.init("class weights", [0.02, 0.01, 0.03]), .init("screen", [0.3, 0.1, 0.2])])
    #expect(benchmark.seconds == 0.2 && benchmark.perSecond == 20)
    #expect(benchmark.text.contains("\n  class weights  20.0 ms\n  screen         200.0 ms\n"))
}

@Test func madeUpImagesAreUnitDirectionsWithLabelsInTurn() throws {
    let made = try EmbeddedDataset.made(images: 5000, classes: ["a", "b", "c"], dimension: 8)
    #expect(made.table.isComplete && made.table.images == 5000)
    #expect(made.dataset.labelColumns[0].labels.prefix(4) == [0, 1, 2, 0])
    for image in [0, 4095, 4096, 4999] {
        let row = try #require(made.table[image])
        #expect(abs(row.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
    let again = try EmbeddedDataset.made(images: 10, classes: [], dimension: 8)
    #expect(again.table[9] == made.table[9], "the same each time")
    #expect(again.dataset.labelColumns[0].labels.allSatisfy { $0 == nil })
}

/// A thread's share of the images that are left.
@Test(arguments: [(553, 2, 8), (16, 2, 8), (12, 2, 6), (4, 2, 2), (3, 2, 2), (1, 2, 1), (0, 2, 1), (5, 1, 5)])
func theLastImagesAreSharedAmongTheThreads(images: Int, threads: Int, expected: Int) {
    #expect(EmbeddingBatch.size(of: images, threads: threads) == expected)
}

@Test func batchesOnSeveralThreadsComeInOrder() throws {
    let home = Home(folder: repository)
    let model = try CLIP(contentsOf: home.model, home: home)
    let files = ["cheetah", "bear", "camel"].map { home.photos.appending(path: "images/animals/\($0).jpg") }
    let pictures = try files.map { try Picture(contentsOf: $0) }
    let batches = pictures.map { model.pixels(of: [$0]) }
    #expect(try model.embed(batches, threads: 2) == model.embed(pictures: pictures))
}
