import Foundation

/// A part of a dataset of many files (tar shards, Parquet, Arrow) that opens its own files alone.
package struct FilePart: Sendable, Equatable {
    package let shard: Shard
    /// Of the whole dataset, or of the split that was asked for.
    package let files: Int
    /// Of their names and sizes, in order.
    package let listing: String
}

extension DatasetPlace {
    /// The part that was asked for, and of which split.
    struct PartRequest: Sendable {
        let shard: Shard
        let split: String?
    }

    /// Of the files that the dataset consists of those that the part opens: neighbours, so that the parts one after the
    /// other are the whole. Nil where a part is a share of the images: fewer files than parts, embeddings that are counted
    /// by images, a split that no file's name speaks of.
    func own<File>(
        of files: [File], path: (File) -> FilePath, split: (File) -> String?
    ) -> (files: [File], part: FilePart)? {
        guard let part, embeddings == nil else { return nil }
        let wanted = part.split.map { wanted in files.filter { split($0) == wanted } } ?? files
        guard wanted.count >= part.shard.count else { return nil }
        let paths = wanted.map { path($0) }
        let above = paths.map(\.text).commonFolder.count
        let listing = paths.map { "\($0.text.dropFirst(above)) \(FileVersion($0)?.size ?? -1)" }.joined(separator: "\0")
        return (
            Array(wanted[part.shard.range(of: wanted.count)]),
            FilePart(
                shard: part.shard, files: wanted.count,
                listing: ContentHash(of: Data(listing.utf8)).hexadecimal)
        )
    }
}
