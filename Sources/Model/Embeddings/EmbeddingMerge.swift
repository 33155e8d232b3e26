import Foundation

/// Joins the parts that `embed --shard` wrote. The result is, byte for byte, what embedding the whole dataset at once
/// writes.
package enum EmbeddingMerge {
    package enum Failure: Error, Equatable {
        case notAPart(URL)
        /// `what` differs between two parts.
        case differs(URL, what: String, found: String, expected: String, first: URL)
        case twice(Shard, URL, URL)
        case missing([Shard], of: Int)
        case nothing
    }

    private struct Part {
        let file: EmbeddingFile
        let origin: EmbeddingOrigin
        let part: EmbeddingOrigin.Part
        /// See `NamedEmbeddings.otherNames`.
        let otherNames: [String]?

        init(_ url: URL) throws {
            file = try EmbeddingFile(contentsOf: url)
            guard let origin = EmbeddingOrigin(file.metadata), let part = origin.part, file.names != nil else {
                throw Failure.notAPart(url)
            }
            self.origin = origin
            self.part = part
            otherNames = file.metadata[NamedEmbeddings.otherNamesKey].flatMap {
                try? JSONDecoder().decode([String].self, from: Data($0.utf8))
            }
            guard (otherNames?.count ?? file.rows) == file.rows else { throw Failure.notAPart(url) }
        }
    }

    /// - Parameter parts: in any order.
    /// - Returns: how many embeddings were written.
    /// - Throws: `EmbeddingMerge.Failure`, `EmbeddingFileError`, `AtomicWrite.Failure`, what reading the parts throws
    @discardableResult
    package static func merge(_ urls: [URL], into out: URL) throws -> Int {
        let parts = try urls.map(Part.init)
        guard let first = parts.first else { throw Failure.nothing }
        for part in parts { try check(part, against: first) }
        let sorted = parts.sorted { $0.part.shard.number < $1.part.shard.number }
        for (part, next) in zip(sorted, sorted.dropFirst()) where part.part.shard == next.part.shard {
            throw Failure.twice(part.part.shard, part.file.url, next.file.url)
        }
        let count = first.part.shard.count
        let found = Set(sorted.map(\.part.shard.number))
        let missing = (1...count).filter { !found.contains($0) }.map { Shard(number: $0, count: count) }
        guard missing.isEmpty else { throw Failure.missing(missing, of: count) }

        var origin = first.origin
        origin.part = nil
        let names = names(of: sorted)
        var part = 0
        var start = 0
        try EmbeddingFile.write(
            to: out, names: names, dimension: first.file.dimension, metadata: origin.metadata
        ) { index in
            while index - start >= sorted[part].file.rows {
                start += sorted[part].file.rows
                part += 1
            }
            return sorted[part].file[index - start]
        }
        return names.count
    }

    /// As the whole dataset calls its images: by their own names, if each has another.
    private static func names(of parts: [Part]) -> [String] {
        let own = parts.flatMap { $0.file.names ?? [] }
        let isMixed = Set(parts.filter { $0.file.rows > 0 }.map { $0.otherNames == nil }).count > 1
        guard isMixed || Set(own).count < own.count else { return own }
        return parts.flatMap { $0.otherNames ?? $0.file.names ?? [] }
    }

    private static func check(_ part: Part, against first: Part) throws {
        let pairs = [
            ("model", part.origin.fingerprint, first.origin.fingerprint),
            ("preprocessing", part.origin.preprocessing, first.origin.preprocessing),
            ("embedding length", "\(part.file.dimension)", "\(first.file.dimension)"),
            ("number of parts", "\(part.part.shard.count)", "\(first.part.shard.count)"),
            ("share", "one of \(part.part.unit.rawValue)", "one of \(first.part.unit.rawValue)"),
            ("number of \(part.part.unit.rawValue)", "\(part.part.count)", "\(first.part.count)"),
            ("list of \(part.part.unit.rawValue)", part.part.listing, first.part.listing),
        ]
        for (what, found, expected) in pairs where found != expected {
            throw Failure.differs(part.file.url, what: what, found: found, expected: expected, first: first.file.url)
        }
    }
}

extension EmbeddingMerge.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAPart(let file):
            "\(file.path): is no part of a dataset's embeddings, expected a .safetensors that embed --shard wrote"
        case .differs(let file, let what, let found, let expected, let first):
            "\(file.path): its \(what) is \(found), expected \(expected) as in \(first.lastPathComponent)"
        case .twice(let shard, let one, let other):
            "\(other.path): part \(shard) is there already, \(one.lastPathComponent)"
        case .missing(let shards, let count):
            "of \(count) parts \(listing(shards.map(\.description))) \(shards.count == 1 ? "is" : "are") missing"
        case .nothing: "no parts to join"
        }
    }
}
