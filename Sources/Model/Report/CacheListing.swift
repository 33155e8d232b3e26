import Foundation

/// What the embedding cache holds, for people and programs.
package struct CacheListing: Sendable, Encodable {
    package struct Model: Sendable, Encodable {
        package let name: String
        package let fingerprint: String
        package let preprocessing: String
        package let dimension: Int
        package let embeddings: Int
        package let bytes: Int64
        package let lastUse: String?
    }

    /// Texts by one model.
    package struct Texts: Sendable, Encodable {
        package let name: String
        package let fingerprint: String
        package let dimension: Int
        package let texts: Int
        package let bytes: Int64
        package let lastUse: String?
    }

    package struct Dataset: Sendable, Encodable {
        package let folder: String
        package let files: Int
        package let lastUse: String?
    }

    package let directory: String
    package let bytes: Int64
    package let embeddings: Int
    package let files: Int
    package let models: [Model]
    package let datasets: [Dataset]
    package let texts: [Texts]

    /// - Parameters:
    ///   - summary: of the images; nil where there are none yet.
    ///   - texts: nil where there are none yet.
    package init(_ summary: EmbeddingStore.Summary?, _ texts: TextStore?, in directory: URL) throws {
        self.directory = directory.path
        bytes = (summary?.bytes ?? 0) + (texts?.bytes ?? 0)
        embeddings = summary?.embeddings ?? 0
        files = summary?.files ?? 0
        models = (summary?.models ?? []).map {
            Model(
                name: $0.name, fingerprint: $0.fingerprint, preprocessing: $0.preprocessing, dimension: $0.dimension,
                embeddings: $0.embeddings, bytes: $0.bytes, lastUse: $0.lastUse?.text)
        }
        self.texts = (try texts?.contents() ?? []).map {
            Texts(
                name: $0.name, fingerprint: $0.fingerprint, dimension: $0.dimension, texts: $0.texts, bytes: $0.bytes,
                lastUse: $0.lastUse?.text)
        }
        datasets = (summary?.datasets ?? []).map {
            Dataset(folder: $0.folder, files: $0.files, lastUse: $0.lastUse?.text)
        }
    }

    package func text(_ style: TextStyle) -> String {
        var facts = TextTable([], [.left, .left])
        facts.add(["cache", directory])
        facts.add(["size", Self.size(bytes)])
        facts.add(["embeddings", "\(embeddings) of \(files) files"])
        var text = facts.text(style)
        if !models.isEmpty {
            var table = TextTable(
                ["model", "weights", "dimension", "embeddings", "size", "last use"],
                [.left, .left, .right, .right, .right, .left])
            for model in models {
                table.add([
                    model.name, Self.weights(model.fingerprint), "\(model.dimension)", "\(model.embeddings)",
                    Self.size(model.bytes), model.lastUse ?? "",
                ])
            }
            text += "\n" + table.text(style)
        }
        if !texts.isEmpty {
            var table = TextTable(
                ["model", "weights", "dimension", "texts", "size", "last use"],
                [.left, .left, .right, .right, .right, .left])
            for model in texts {
                table.add([
                    model.name, Self.weights(model.fingerprint), "\(model.dimension)", "\(model.texts)",
                    Self.size(model.bytes), model.lastUse ?? "",
                ])
            }
            text += "\n" + table.text(style)
        }
        if !datasets.isEmpty {
            var table = TextTable(["dataset", "files", "last use"], [.left, .right, .left])
            for dataset in datasets { table.add([dataset.folder, "\(dataset.files)", dataset.lastUse ?? ""]) }
            text += "\n" + table.text(style)
        }
        return text
    }

    /// How the fingerprint begins, and the precision where it tells one.
    private static func weights(_ fingerprint: String) -> String {
        String(fingerprint.prefix(8) + fingerprint.drop { $0 != "-" })
    }

    static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1_000_000: String(format: "%.1f kB", Double(bytes) / 1e3)
        case ..<1_000_000_000: String(format: "%.1f MB", Double(bytes) / 1e6)
        default: String(format: "%.2f GB", Double(bytes) / 1e9)
        }
    }
}

/// What a pruning removed, or would remove.
package struct PruningReport: Sendable, Encodable {
    package let dryRun: Bool
    package let embeddings: Int
    package let files: Int
    package let texts: Int
    /// Of all of these.
    package let bytes: Int64

    package init(_ outcome: Pruning.Outcome, texts: TextStore.Pruned, isDryRun: Bool) {
        (dryRun, embeddings, files) = (isDryRun, outcome.embeddings, outcome.files)
        (self.texts, bytes) = (texts.texts, outcome.bytes + texts.bytes)
    }

    /// "removed 553 embeddings and 37 texts (1.2 MB) and the memory of 553 files"
    package var text: String {
        let verb = dryRun ? "would remove" : "removed"
        let embeddings =
            ReportText.count(embeddings, "embedding") + (texts > 0 ? " and " + ReportText.count(texts, "text") : "")
        return
            "\(verb) \(embeddings) (\(CacheListing.size(bytes))) and the memory of \(ReportText.count(files, "file"))\n"
    }
}
