import Foundation

extension EmbeddedDataset {
    /// Random directions with labels in turn and without image files, the same ones each time: what an edit costs does not
    /// depend on what the images show. For benchmarks.
    /// - Throws: `EmbeddingRows.Failure`
    package static func made(images: Int, classes: [String], dimension: Int) throws -> EmbeddedDataset {
        let rows = try EmbeddingRows.temporary(dimension: dimension, expecting: images)
        var random = SplitMix64(seed: 6)
        for start in stride(from: 0, to: images, by: blockOfRows) {
            var block = Matrix(rows: min(blockOfRows, images - start), columns: dimension)
            for index in block.values.indices { block.values[index] = Float.random(in: -1...1, using: &random) }
            block.normaliseRows()
            try rows.write(block.values[...], at: start)
        }
        let labelColumn = Dataset.LabelColumn(
            name: "made", classes: classes, labels: (0..<images).map { classes.isEmpty ? nil : $0 % classes.count })
        let dataset = Dataset(
            name: "made", folder: URL(filePath: "/made", directoryHint: .isDirectory),
            images: ImageList(paths: (0..<images).map { "\($0).png" }, in: FilePath("/made")),
            labelColumns: [labelColumn])
        return EmbeddedDataset(dataset: dataset, table: EmbeddingTable(all: images, of: rows), failures: [])
    }

    private static let blockOfRows = 4096
}
