import Foundation

/// dataset.toml: what a dataset says of itself. Every key may be missing, and so may the file.
struct DatasetDescription {
    var name: String?
    var title: String?
    /// The label column that comes first.
    var labelColumn: String?
    /// Nil: every column but the file's and the split's, as far as its values are few enough to be labels.
    var labelColumns: [String]?
    var splitColumn: String?
    /// How the rows of a table name the images.
    var paths = TablePaths()
    /// A file beside dataset.toml or the short name of a template set.
    var prompts: String?
    /// A file beside dataset.toml, or an absolute path: embeddings of the images that were made elsewhere.
    var embeddings: String?
    /// Label as the dataset spells it -> the class name that prompts should say.
    var names: [String: String] = [:]

    /// Whether it says nothing: as where there is no file.
    private(set) var isEmpty = true

    /// - Throws: `TOMLFile.Failure`
    init(in folder: URL) throws {
        let file = Self.file(in: folder)
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        isEmpty = false
        let toml = try TOMLFile(contentsOf: file)
        try toml.check(spellingOf: [
            "name", "title", "label-column", "label-columns", "split-column", "file-column", "image-folder",
            "extension", "prompts", "embeddings", "names",
        ])
        name = try toml.string("name")
        title = try toml.string("title")
        labelColumn = try toml.string("label-column")
        labelColumns = try toml.strings("label-columns")
        splitColumn = try toml.string("split-column")
        paths = TablePaths(
            column: try toml.string("file-column"), folder: try toml.string("image-folder"),
            ending: try toml.string("extension"))
        prompts = try toml.string("prompts")
        embeddings = try toml.string("embeddings")
        names = try toml.stringTable("names")
    }

    /// The class name that prompts should say for a label whose words are held together by underscores.
    func spokenName(_ label: String) -> String {
        let spoken = label.replacing("_", with: " ")
        return names[label] ?? names[spoken] ?? spoken
    }

    /// Labels of [names] that the dataset does not have, so that their names are nobody's; a line, nil without any.
    func unusedNames(_ labelColumns: [Dataset.LabelColumn]) -> String? {
        let classes = labelColumns.flatMap(\.classes)
        let known = Set(classes)
        let unused = names.filter { !known.contains($0.value) }.keys.sorted()
        guard let first = unused.first else { return nil }
        let nearest = Spelling.nearest(to: first.replacing("_", with: " "), among: classes)
        return
            "dataset.toml: [names] has \"\(first)\"\(unused.count == 1 ? "" : " and \(unused.count - 1) more"), which no image"
            + " has for a label" + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
    }

    private static func file(in folder: URL) -> URL {
        folder.appending(path: "dataset.toml", directoryHint: .notDirectory)
    }

    /// - Throws: `DatasetError.unknownPromptSet`, or what reading the set throws.
    func promptSet(in folder: URL, library: TemplateLibrary?) throws -> PromptSet? {
        guard let prompts else { return nil }
        let file = folder.appending(path: prompts, directoryHint: .notDirectory)
        if FileManager.default.fileExists(atPath: file.path) { return try PromptSet(contentsOf: file) }
        if let set = try library?.set(named: prompts) { return set }
        throw DatasetError.unknownPromptSet(prompts, file: Self.file(in: folder), known: library?.names ?? [])
    }
}
