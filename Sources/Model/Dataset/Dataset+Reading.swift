import Foundation

extension Dataset {
    /// Reads a folder of class folders, a folder with labels.csv, or a bare folder of images.
    /// dataset.toml in it may name it, its columns, its prompt set and nicer class names.
    /// - Parameters:
    ///   - labelColumn: the labelling to put first, instead of the dataset's own choice.
    ///   - embeddings: made elsewhere, instead of the file that dataset.toml names. With either, images of labels.csv
    ///     whose files do not exist stay in the dataset.
    ///   - library: where prompt sets named in dataset.toml are found.
    /// - Throws: `DatasetError`, `TOMLFile.Failure`, `PromptSetError`
    package init(
        contentsOf folder: URL, labelColumn: String? = nil, embeddings: URL? = nil, library: TemplateLibrary? = nil
    ) throws {
        let folder = folder.standardizedFileURL
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
            throw DatasetError.noSuchFolder(folder)
        }
        guard isFolder.boolValue else { throw DatasetError.notAFolder(folder) }

        let description = try DatasetDescription(in: folder)
        let embeddings =
            embeddings
            ?? description.embeddings.map {
                $0.hasPrefix("/")
                    ? URL(filePath: $0, directoryHint: .notDirectory)
                    : folder.appending(path: $0, directoryHint: .notDirectory)
            }
        let table = folder.appending(path: "labels.csv", directoryHint: .notDirectory)
        let content =
            FileManager.default.fileExists(atPath: table.path)
            ? try LabelTable(contentsOf: table, description: description)
                .content(in: folder, keepsMissingFiles: embeddings != nil)
            : try ImageFolder(folder).content(names: description.names)
        self.init(
            name: description.name ?? folder.lastPathComponent, title: description.title, folder: folder,
            images: content.images,
            labellings: try Self.order(
                content.labellings, first: labelColumn ?? description.labelColumn, dataset: folder),
            prompts: try description.promptSet(in: folder, library: library),
            missingFiles: content.missingFiles)
        self.embeddings = embeddings
    }

    private static func order(_ labellings: [Labelling], first: String?, dataset: URL) throws -> [Labelling] {
        guard let first else { return labellings }
        guard let chosen = labellings.firstIndex(where: { $0.name == first }) else {
            throw DatasetError.noSuchLabelColumn(first, dataset: dataset, columns: labellings.map(\.name))
        }
        return [labellings[chosen]] + labellings[..<chosen] + labellings[(chosen + 1)...]
    }
}

/// What a reader of one layout finds.
struct DatasetContent {
    var images: ImageList
    var labellings: [Dataset.Labelling]
    var missingFiles: [String] = []
}

extension Dataset.Labelling {
    /// Classes are the labels that occur, sorted as the dataset spells them; labels given one name are one class.
    /// - Parameters:
    ///   - raw: the label of each image as the dataset spells it, nil where it has none.
    ///   - shown: the class name that prompts should say.
    init(name: String, raw: [String?], shown: (String) -> String) {
        var classes: [String] = []
        var classOfName: [String: Int] = [:]
        var classOfLabel: [String: Int] = [:]
        for label in Set(raw.compactMap { $0 }).sorted() {
            let name = shown(label)
            if classOfName[name] == nil {
                classOfName[name] = classes.count
                classes.append(name)
            }
            classOfLabel[label] = classOfName[name]
        }
        self.init(name: name, classes: classes, labels: raw.map { $0.flatMap { classOfLabel[$0] } })
    }
}
