import Foundation
import GRDB

extension History {
    /// An evaluation of a prompt set on the images of a dataset, and its figures.
    package struct Run: Equatable, Sendable {
        package struct Figures: Equatable, Sendable {
            /// Images that were classified, with or without a label.
            package let images: Int
            /// Those that the figures are over, and classes to choose among; nil for runs of an older program.
            package let labelled: Int?
            package let classes: Int?
            /// Shares of 1 over the images that have a label.
            package let top1: Double
            package let top5: Double
            package let meanPerClass: Double
            package let expectedCalibrationError: Double

            package init(_ metrics: Metrics, images: Int) {
                self.images = images
                (labelled, classes) = (metrics.images, metrics.perClass.count)
                (top1, top5, meanPerClass) = (metrics.top1, metrics.top5, metrics.meanPerClass)
                expectedCalibrationError = metrics.expectedCalibrationError
            }
        }

        package let dataset: String
        package let folder: String
        package let split: String?
        package let labelColumn: String
        /// Its name, the hash of its weights, and where it lies.
        package let model: String
        package let fingerprint: String
        package let location: String
        package let promptSet: String
        package let toml: String
        /// Where the names of its classes come from; nil for runs of an older program.
        package let names: NamesOrigin?
        package let figures: Figures
        /// Hash of what decides the figures: folder, split, classes, model, prompts, number of images.
        let identity: ContentHash
    }

    /// A run with its place in the history.
    package struct RecordedRun: Equatable, Sendable {
        package let id: Int
        package let date: Date
        package let note: String?
        package let run: Run
        fileprivate let file: URL

        /// - Throws: `TOMLFile.Failure`, `PromptSetError`
        package var promptSet: PromptSet {
            get throws {
                var set = try PromptSet(stored: run.toml, in: file)
                // The run is over: no names take the place of those that it had.
                set.keepsLabels = set.classNames.isEmpty
                return set
            }
        }
    }

    /// Records a run. The same evaluation again (dataset, split, label column, model, prompts, number of images) is the same
    /// run: it keeps its number and its note, and gets the new date and figures.
    /// - Returns: its number.
    /// - Throws: `HistoryError`
    @discardableResult
    package func record(_ run: Run) throws -> Int {
        try write { db in
            try Int.fetchOne(
                db,
                sql: """
                    INSERT INTO run (identity, date, dataset, folder, split, label_column, model, fingerprint, location,
                        prompt_set, toml, names, images, labelled, classes, top1, top5, mean_per_class, ece)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (identity) DO UPDATE SET date = excluded.date, dataset = excluded.dataset,
                        model = excluded.model, location = excluded.location, prompt_set = excluded.prompt_set,
                        toml = excluded.toml, names = excluded.names, labelled = excluded.labelled,
                        classes = excluded.classes, top1 = excluded.top1, top5 = excluded.top5,
                        mean_per_class = excluded.mean_per_class, ece = excluded.ece
                    RETURNING id
                    """,
                arguments: [
                    run.identity.bytes, Date.now, run.dataset, run.folder, run.split, run.labelColumn, run.model,
                    run.fingerprint, run.location, run.promptSet, run.toml, run.names?.rawValue, run.figures.images,
                    run.figures.labelled, run.figures.classes, run.figures.top1,
                    run.figures.top5, run.figures.meanPerClass, run.figures.expectedCalibrationError,
                ])!
        }
    }

    /// The newest first.
    /// - Throws: `HistoryError`
    package func runs() throws -> [RecordedRun] {
        try read { db in
            try TableRow.fetchAll(db, "run", sql: "SELECT * FROM run ORDER BY date DESC, id DESC").map {
                try RecordedRun($0, file: file)
            }
        }
    }

    /// - Throws: `HistoryError`
    package func run(_ id: Int) throws -> RecordedRun {
        try read { db in
            let row = try TableRow.fetchOne(db, "run", sql: "SELECT * FROM run WHERE id = ?", arguments: [id])
            return try row.map { try RecordedRun($0, file: file) }
                ?? { throw HistoryError.noRun(id, known: try Self.known(db)) }()
        }
    }

    /// Notes something about a run; an empty text takes the note away.
    /// - Throws: `HistoryError`
    package func note(_ text: String, onRun id: Int) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE run SET note = ? WHERE id = ?", arguments: [text.isEmpty ? nil : text, id])
            if db.changesCount == 0 { throw HistoryError.noRun(id, known: try Self.known(db)) }
        }
    }

    private static func known(_ db: Database) throws -> ClosedRange<Int>? {
        let row = try TableRow.fetchOne(db, "run", sql: "SELECT min(id) AS first, max(id) AS last FROM run")
        guard let first: Int = try row?["first"], let last: Int = try row?["last"] else { return nil }
        return first...last
    }
}

extension History.Run {
    /// - Parameters:
    ///   - images: how many were classified.
    ///   - labelColumn: with the classes that were chosen among.
    ///   - location: the model's directory or file.
    ///   - names: where the class names come from; nil where the dataset and the prompts tell.
    package init(
        _ metrics: Metrics, images: Int, of dataset: Dataset, labelColumn: Dataset.LabelColumn, split: String?,
        model: String, fingerprint: String, location: URL, prompts: PromptSet,
        names: NamesOrigin? = nil
    ) throws {
        self.init(
            dataset: dataset.name, folder: dataset.folder.path, split: split, labelColumn: labelColumn.name,
            model: model,
            fingerprint: fingerprint, location: location.path, promptSet: prompts.name, toml: prompts.toml,
            names: names ?? NamesOrigin(of: prompts, classes: labelColumn.classes, own: dataset.prompts),
            figures: Figures(metrics, images: images),
            identity: try Identity(
                folder: dataset.folder.path, split: split, labelColumn: labelColumn.name, classes: labelColumn.classes,
                fingerprint: fingerprint, templates: prompts.active.map(\.text), names: prompts.classNames,
                images: images
            ).hash)
    }

    private struct Identity: Encodable {
        let folder: String
        let split: String?
        let labelColumn: String
        let classes: [String]
        let fingerprint: String
        let templates: [String]
        let names: [String: [String]]
        let images: Int

        var hash: ContentHash {
            get throws {
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                return ContentHash(of: try encoder.encode(self))
            }
        }
    }

    fileprivate init(_ row: TableRow) throws {
        (dataset, folder) = (try row["dataset"], try row["folder"])
        (split, labelColumn) = (try row["split"], try row["label_column"])
        (model, fingerprint, location) = (try row["model"], try row["fingerprint"], try row["location"])
        (promptSet, toml) = (try row["prompt_set"], try row["toml"])
        names = (try row["names"] as String?).flatMap(NamesOrigin.init)
        figures = try Figures(row)
        identity = try row.hash("identity")
    }
}

extension History.Run.Figures {
    fileprivate init(_ row: TableRow) throws {
        images = try row.count("images")
        (labelled, classes) = (try row["labelled"], try row["classes"])
        (top1, top5, meanPerClass) = (try row.share("top1"), try row.share("top5"), try row.share("mean_per_class"))
        expectedCalibrationError = try row.share("ece")
    }
}

extension History.RecordedRun {
    fileprivate init(_ row: TableRow, file: URL) throws {
        self.init(
            id: try row["id"], date: try row.date("date"), note: try row["note"], run: try History.Run(row), file: file)
    }
}
