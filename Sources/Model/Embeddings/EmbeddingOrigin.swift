import Foundation

/// What embeddings were made by, and of which part of a dataset: the metadata of a file of embeddings.
package struct EmbeddingOrigin: Sendable, Equatable {
    /// The model's name.
    package var model: String
    /// Of the model and its preprocessing; two files with both equal hold the same embeddings of an image.
    package var fingerprint: String
    package var preprocessing: String
    package var part: Part?

    /// One of several files that belong together.
    package struct Part: Sendable, Equatable {
        /// What shares are counted by.
        enum Unit: String {
            case images, files
        }

        package let shard: Shard
        let unit: Unit
        /// Images of the whole dataset, readable or not; or its files.
        package let count: Int
        /// Of the paths of them all, in order.
        package let listing: String

        package init(_ part: FilePart) {
            (shard, unit, count, listing) = (part.shard, .files, part.files, part.listing)
        }

        package init(_ shard: Shard, of paths: [String]) {
            self.shard = shard
            unit = .images
            count = paths.count
            listing = ContentHash(of: Data(paths.joined(separator: "\0").utf8)).hexadecimal
        }

        init?(_ metadata: [String: String]) {
            let unit: Unit = metadata[Unit.files.rawValue] == nil ? .images : .files
            guard let text = metadata["shard"], let shard = try? Shard(text),
                let count = metadata[unit.rawValue].flatMap({ Int($0) }), let listing = metadata["listing"]
            else { return nil }
            (self.shard, self.unit, self.count, self.listing) = (shard, unit, count, listing)
        }
    }

    package init(_ model: CLIP, part: Part? = nil) {
        self.model = model.name
        fingerprint = model.imageFingerprint
        preprocessing = model.preprocessingFingerprint
        self.part = part
    }

    /// Of embeddings that were made elsewhere and are passed on: what their file tells.
    /// - Throws: what reading the file throws.
    package init(imported file: URL, part: Part? = nil) throws {
        let unknown = "unknown, from \(file.lastPathComponent)"
        self =
            Self(ImportedRows.isFolder(file) ? [:] : try EmbeddingFile(contentsOf: file).metadata)
            ?? Self(["model": unknown, "fingerprint": unknown, "preprocessing": unknown])!
        self.part = part
    }

    /// Of embeddings that went through a projection afterwards: no other embeddings stand beside them.
    package func projected(by projection: CompactProjection?) -> EmbeddingOrigin {
        guard let projection else { return self }
        var origin = self
        origin.model += ", \(projection.words)"
        origin.fingerprint += "-\(projection.hash)"
        return origin
    }

    /// Nil where the file does not tell.
    init?(_ metadata: [String: String]) {
        guard let model = metadata["model"], let fingerprint = metadata["fingerprint"],
            let preprocessing = metadata["preprocessing"]
        else { return nil }
        (self.model, self.fingerprint, self.preprocessing) = (model, fingerprint, preprocessing)
        part = Part(metadata)
    }

    var metadata: [String: String] {
        var metadata = ["model": model, "fingerprint": fingerprint, "preprocessing": preprocessing]
        if let part {
            metadata["shard"] = part.shard.description
            metadata[part.unit.rawValue] = "\(part.count)"
            metadata["listing"] = part.listing
        }
        return metadata
    }
}
