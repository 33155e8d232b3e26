import ArgumentParser
import Foundation
import Model

struct DatasetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            A folder of images, with class folders or a labels.csv; a table; MNIST, CIFAR or tar files; or a name. \
            (default: sample)
            """, valueName: "path"))
    var dataset: String?

    @Option(help: ArgumentHelp("Which of the dataset's labels are the classes.", valueName: "name"))
    var labelColumn: String?

    @OptionGroup var table: TableOptions
    @OptionGroup var imported: ImportOption

    func validate() throws {
        if dataset?.isEmpty == true { throw ValidationError("--dataset is empty, expected a folder or a name.") }
    }

    /// As it was typed, or as config.toml says.
    /// - Throws: what reading config.toml throws.
    var name: String? { get throws { try dataset ?? Preferences.current().dataset } }

    func read(_ home: Home, split: String? = nil) throws -> Dataset {
        try Self.read(
            name ?? "sample", home, labelColumn: labelColumn, paths: table.paths, split: split,
            embeddings: imported.file)
    }

    /// Reads a dataset, and warns of files that do not exist.
    /// - Parameters:
    ///   - embeddings: made elsewhere, instead of those that the dataset names.
    ///   - shard: of a dataset of many files only these are opened, see `Dataset.part`.
    static func read(
        _ name: String, _ home: Home, labelColumn: String? = nil, paths: TablePaths = TablePaths(), split: String?,
        embeddings: URL? = nil, shard: Shard? = nil
    ) throws -> Dataset {
        let folder = try home.datasets.location(of: name, in: .workingDirectory)
        let line = CountLine("reading \(name.split(separator: "/").last ?? "")")
        defer { line.clear() }
        let dataset = try Dataset(
            contentsOf: folder, labelColumn: labelColumn, paths: paths, embeddings: embeddings,
            library: home.templates, known: home.knownDatasets, part: shard.map { ($0, split) },
            progress: { line.show(images: $0) })
        line.clear()
        for warning in dataset.warnings { Message.warning(warning) }
        if let sentence = dataset.leftOut.sentence { Message.warning("\(dataset.name): \(sentence)") }
        for note in dataset.notes { Message.note(note) }
        return try dataset.narrowed(to: split)
    }
}

/// How the rows of a table name the images.
struct TableOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The column of a table that names the image files.", valueName: "name"))
    var fileColumn: String?

    @Option(help: ArgumentHelp("The folder that a table's files lie in, below the table's own.", valueName: "path"))
    var imageFolder: String?

    @Option(
        name: .customLong("extension"),
        help: ArgumentHelp("The ending that a table leaves out of the files' names, such as jpg.", valueName: "ending"))
    var ending: String?

    var paths: TablePaths { TablePaths(column: fileColumn, folder: imageFolder, ending: ending) }
}

struct SplitOption: ParsableArguments {
    @Option(help: ArgumentHelp("Only the images of this split of the dataset.", valueName: "name"))
    var split: String?
}

extension Home {
    var datasets: DatasetCatalogue { DatasetCatalogue(home: self, cache: HubSettings.current.cache) }

    /// Where a dataset is, or was.
    func location(ofDataset name: String) -> URL {
        (try? datasets.location(of: name, in: .workingDirectory)) ?? dataset(named: name, in: .workingDirectory)
    }
}

extension URL {
    static var workingDirectory: URL {
        URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    }

    /// Something lies there.
    var isFile: Bool { FileManager.default.fileExists(atPath: path) }

    /// A path as people type it.
    init(typed path: String, isDirectory: Bool = false) {
        self = URL.workingDirectory.appending(path: path, directoryHint: isDirectory ? .isDirectory : .notDirectory)
        if path.hasPrefix("/") { self = URL(filePath: path, directoryHint: isDirectory ? .isDirectory : .notDirectory) }
    }
}
