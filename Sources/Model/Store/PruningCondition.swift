import Foundation
import GRDB

/// A `Pruning` as conditions in SQL.
struct PruningCondition {
    private var ofFiles: [String] = []
    private var ofUses: [String] = []
    private var ofEmbeddings: [String] = []
    private(set) var arguments: StatementArguments

    /// - Parameter gone: keys of files that do not exist.
    init(_ pruning: Pruning, gone: [String]) throws {
        let day = pruning.unusedSince?.number
        arguments = [
            "day": day, "model": pruning.model, "folder": pruning.dataset?.path,
            "gone": try EmbeddingStore.json(gone),
        ]
        if pruning.dataset != nil {
            ofFiles.append(
                """
                file.dataset IN (SELECT id FROM dataset
                    WHERE folder = :folder OR substr(folder, 1, length(:folder) + 1) = :folder || '/')
                """)
        }
        if pruning.onlyMissing { ofFiles.append("file.key IN (SELECT value FROM json_each(:gone))") }
        if pruning.unusedSince != nil {
            ofUses.append("coalesce(use.day, 0) < :day")
            ofEmbeddings.append("made < :day")
        }
        if pruning.model != nil {
            ofEmbeddings.append(
                """
                space IN (SELECT id FROM space
                    WHERE name = :model OR substr(model, 1, length(:model)) = :model)
                """)
        }
    }

    /// Whether files that meet the conditions have no embedding left.
    var concernsAllSpaces: Bool { ofUses.isEmpty && ofEmbeddings.isEmpty && !ofFiles.isEmpty }

    var ofFile: String { Self.all(ofFiles) }

    /// No file has the content for which a condition does not hold. Contents that no file has any more meet them all, but
    /// are of no dataset.
    var ofEmbedding: String {
        let spared = """
            (space, content) NOT IN (SELECT space.id, file.content FROM space CROSS JOIN file
                LEFT JOIN use ON use.space = space.id AND use.dataset = file.dataset
                WHERE NOT (\(Self.all(ofFiles + ofUses))))
            """
        let isOfDataset = "(:folder IS NULL OR content IN (SELECT content FROM file WHERE \(ofFile)))"
        return Self.all(ofEmbeddings + [spared, isOfDataset])
    }

    private static func all(_ conditions: [String]) -> String {
        conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }
}
