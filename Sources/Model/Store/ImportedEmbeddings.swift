import Foundation

/// Embeddings made elsewhere as those of a dataset's images.
package struct ImportedEmbeddings: Sendable {
    package let table: EmbeddingTable
    /// The images that have none, ascending, and why.
    package let failures: [EmbeddedDataset.Failure]
    /// What a person should know, a line each.
    package let notes: [String]

    package enum Problem: Error, Equatable {
        case wrongDimension(URL, found: Int, expected: Int, model: String)
        /// Without names the rows must be the images, one by one.
        case wrongCount(URL, rows: Int, images: Int)
        case noneMatches(URL, first: String, image: String)
        case repeatedName(URL, name: String)
    }

    /// Rows go to images by name where the file, or a list beside it, has names: paths relative to the dataset, absolute
    /// ones, or relative to any folder above them all. Else row after row, image after image; of a split or a share of a
    /// dataset by the places in the whole.
    /// - Parameter model: embeds the texts.
    /// - Throws: `ImportedEmbeddings.Problem`, `EmbeddingFileError`, `EmbeddingRows.Failure`, and what reading the file
    ///   throws
    package init(_ url: URL, for dataset: Dataset, model: CLIP) throws {
        try self.init(
            url, for: dataset, model: model.name, fingerprint: model.imageFingerprint, dimension: model.dimension)
    }

    /// The same for a model of which no more is known.
    init(_ url: URL, for dataset: Dataset, model: String, fingerprint: String, dimension: Int) throws {
        let file = try ImportedRows(contentsOf: url)
        guard file.dimension == dimension else {
            throw Problem.wrongDimension(url, found: file.dimension, expected: dimension, model: model)
        }
        let (rowOf, isByName) = try Self.rows(of: dataset, in: file, at: url)
        let lengths = file.lengths
        var table = EmbeddingTable(images: dataset.images.count, rows: file.rows)
        var failures: [EmbeddedDataset.Failure] = []
        for (image, row) in rowOf.enumerated() {
            if let row, lengths[row].isFinite, lengths[row] > 0 {
                table.insert(row: row, image: image)
            } else {
                let path = dataset.images[image].path
                let reason = row == nil ? "no embedding in" : "all zeros or no numbers in"
                failures.append(.init(image: image, message: "\(path): \(reason) \(url.lastPathComponent)"))
            }
        }
        self.table = table
        self.failures = failures
        var notes: [String] = []
        let maker = file.metadata["fingerprint"]
        if let maker, maker != fingerprint {
            notes.append(
                "\(url.lastPathComponent): made by another model (\(file.metadata["model"] ?? maker)) than \(model)")
        }
        if file.isScaled { notes.append("\(url.lastPathComponent): embeddings are scaled to unit length") }
        if isByName {
            notes.append(
                "\(url.lastPathComponent): embeddings go to the images by file names without folders and endings")
        }
        let unused = file.count - table.known
        if unused > 0, file.names != nil {
            notes.append(
                "\(url.lastPathComponent): \(unused) of \(file.count) embeddings are of no image of the dataset")
        }
        self.notes = notes
    }

    /// The row of each image, nil where there is none; and whether names were compared without folders and endings.
    private static func rows(
        of dataset: Dataset, in file: ImportedRows, at url: URL
    ) throws -> (rows: [Int?], isByName: Bool) {
        let images = dataset.images
        guard let names = file.names else {
            if let whole = dataset.whole, file.count == whole.images { return (whole.places, false) }
            guard file.count == images.count else {
                throw Problem.wrongCount(url, rows: file.count, images: images.count)
            }
            return (Array(0..<file.count), false)
        }
        // The usual case, told without a table of a million names.
        if names.count == images.count, zip(names, images).allSatisfy({ $0 == $1.path }) {
            return (Array(0..<file.count), false)
        }
        var rowOf: [String: Int] = [:]
        rowOf.reserveCapacity(names.count)
        for (row, name) in names.enumerated() where rowOf.updateValue(row, forKey: name) != nil {
            throw Problem.repeatedName(url, name: name)
        }
        let folder = dataset.folder.path.hasSuffix("/") ? dataset.folder.path : dataset.folder.path + "/"
        let above = names.commonFolder
        let prefixes = ["", folder, above].reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        for prefix in prefixes {
            let rows = images.map { rowOf[prefix + $0.path] }
            if rows.contains(where: { $0 != nil }) { return (rows, false) }
        }
        // WebDataset's keys, which stand for members of any tar.
        let stems = names.map { stem($0[...]) }
        let own = images.map { stem($0.path[...]) }
        if Set(stems).count == stems.count, Set(own).count == own.count {
            let byStem = Dictionary(uniqueKeysWithValues: zip(stems, names.indices))
            let rows = own.map { byStem[$0] }
            if rows.contains(where: { $0 != nil }) { return (rows, true) }
        }
        throw Problem.noneMatches(url, first: names.first ?? "", image: images.first?.path ?? "")
    }
}

extension ImportedEmbeddings {
    /// A file's name without folders and ending.
    private static func stem(_ path: Substring) -> Substring {
        let base = path.split(separator: "/").last ?? ""
        return base.lastIndex(of: ".").map { base[..<$0] } ?? base
    }

    /// Tells what an `EmbeddingRun` would have told.
    package func report(_ take: (EmbeddingRun.Event) -> Void) {
        take(.began(table.rows))
        take(
            .ready((0..<table.images).compactMap { image in table.row(of: image).map { (image, $0) } }, isCached: false)
        )
        for failure in failures { take(.failed(image: failure.image, message: failure.message)) }
        take(.finished(EmbeddingRun.Statistics(images: table.images, failed: failures.count)))
    }
}

extension ImportedEmbeddings.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongDimension(let file, let found, let expected, let model):
            "\(file.path): embeddings of \(found) values, expected \(expected) (model \(model));"
                + " --model names the one that made them"
        case .wrongCount(let file, let rows, let images):
            "\(file.path): \(rows) embeddings without names for \(images) images; a list of their paths beside it, a line"
                + " each, says which is which (\(EmbeddingFile.nameList(of: file).lastPathComponent))"
        case .noneMatches(let file, let first, let image):
            "\(file.path): none of its names is an image of the dataset; the first is \(first), the dataset's \(image)"
        case .repeatedName(let file, let name): "\(file.path): two embeddings of \(name)"
        }
    }
}
