import Foundation

/// A folder of class folders (the layout of torchvision's ImageFolder), or a bare folder of images.
/// Images that lie beside class folders have no label.
struct ImageFolder {
    private let folder: URL
    /// Sorted by path, each with the class folder that it lies in.
    private let images: [(path: String, classFolder: String?)]

    /// - Throws: `DatasetError`
    init(_ folder: URL) throws {
        self.folder = folder
        let top = try FolderWalk.entries(of: folder.path)
        var found: [(path: String, classFolder: String?)] = top.files.filter(Self.isImage).map { ($0, nil) }
        for name in top.folders {
            var walk = FolderWalk()
            found += try walk.files(below: name, root: folder.path, wanted: Self.isImage).map { ($0, name) }
        }
        guard !found.isEmpty else { throw DatasetError.noImages(folder) }
        images = found.sorted { $0.path < $1.path }
    }

    func content(names: [String: String]) -> DatasetContent {
        let hasClasses = images.contains { $0.classFolder != nil }
        let labelling = Dataset.Labelling(name: "label", raw: images.map(\.classFolder)) { folder in
            let spoken = folder.replacing("_", with: " ")
            return names[folder] ?? names[spoken] ?? spoken
        }
        return DatasetContent(
            images: ImageList(paths: images.map(\.path), in: FilePath(folder)),
            labellings: hasClasses ? [labelling] : [])
    }

    private static func isImage(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return ImageFormat.extensions.contains(name[name.index(after: dot)...].lowercased())
    }
}
