import Foundation

/// The well known data sets that the program brings: a folder with one TOML file each.
///
///     name = "eurosat"
///     title = "EuroSAT"
///     aliases = ["eurosat-rgb"]             # other names of the data set
///     template-set = "eurosat"              # a published set, or templates = [...]
///     classes = ["annual crop land", ...]   # class 0 first
///     folders = ["AnnualCrop", ...]         # where they are not the names
///     [labels]                              # as in a prompt set
package struct KnownDatasetLibrary: Sendable, Equatable {
    package let folder: URL
    /// Has the sets that the files name.
    let templates: TemplateLibrary

    package init(folder: URL, templates: TemplateLibrary) {
        self.folder = folder
        self.templates = templates
    }

    package enum Failure: Error, Equatable {
        case unknown(String, known: [String])
        case foldersDiffer(URL, folders: Int, classes: Int)
    }

    /// Short names, sorted; empty where the folder does not exist.
    package var names: [String] { TemplateLibrary(folder: folder).names }

    /// By its short name.
    /// - Throws: `KnownDatasetLibrary.Failure`, `TOMLFile.Failure`, `PromptSetError`
    package func named(_ name: String) throws -> KnownDataset {
        guard names.contains(name) else { throw Failure.unknown(name, known: names) }
        let file = folder.appending(path: name + ".toml", directoryHint: .notDirectory)
        let toml = try TOMLFile(contentsOf: file)
        let classes = try toml.strings("classes") ?? []
        let folders = try toml.strings("folders") ?? []
        guard folders.isEmpty || folders.count == classes.count else {
            throw Failure.foldersDiffer(file, folders: folders.count, classes: classes.count)
        }
        let set = try toml.string("template-set")
        var prompts = try set.map { try templates.load($0) } ?? PromptSet(contentsOf: file)
        prompts.name = name
        prompts.classNames = try toml.stringsTable("labels")
        return KnownDataset(
            name: name, title: try toml.string("title") ?? name, aliases: try toml.strings("aliases") ?? [],
            classes: classes, folders: folders, prompts: prompts)
    }

    /// The data set that a dataset most likely is, by its name and by how it spells its classes; nil when it is none.
    package func match(name: String, labels: [String]) throws -> KnownDataset? {
        try names.map(named).compactMap { known in known.likeness(name: name, labels: labels).map { (known, $0) } }
            .max { $0.1 < $1.1 }?.0
    }
}

extension KnownDatasetLibrary.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let name, let known): "no known data set \"\(name)\", found \(listing(known))"
        case .foldersDiffer(let file, let folders, let classes):
            "\(file.path): \(folders) folders, expected one for each of the \(classes) classes"
        }
    }
}

extension Home {
    package var knownDatasets: KnownDatasetLibrary {
        KnownDatasetLibrary(
            folder: sampleData.appending(path: "datasets", directoryHint: .isDirectory), templates: templates)
    }
}
