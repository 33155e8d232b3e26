import Foundation

/// A data set that Debian packages; such packages put it into datasets/NAME of a data directory.
package struct PackagedDataset: Sendable, Equatable {
    package let name: String
    /// Debian's name of it.
    package let debianPackage: String

    static let all = [PackagedDataset(name: "fashion-mnist", debianPackage: "dataset-fashion-mnist")]

    /// The one that would lie here.
    init?(at path: FilePath) {
        let folder = path.url
        guard folder.deletingLastPathComponent().lastPathComponent == Self.folder,
            let known = Self.all.first(where: { $0.name == folder.lastPathComponent })
        else { return nil }
        self = known
    }

    private init(name: String, debianPackage: String) {
        self.name = name
        self.debianPackage = debianPackage
    }

    static let folder = "datasets"
}
