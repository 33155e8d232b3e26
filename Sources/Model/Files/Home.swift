import Foundation

/// Where the program's own files live: the folder that holds sample-data and themes.
package struct Home: Sendable, Equatable {
    package let folder: URL
    /// Where the system keeps data of packages (XDG Base Directory Specification, XDG_DATA_DIRS).
    package let dataDirectories: [URL]

    package init(folder: URL, dataDirectories: [URL] = Home.dataDirectories(in: [:])) {
        self.folder = folder
        self.dataDirectories = dataDirectories
    }

    package enum Failure: Error, Equatable {
        case notFound(searchedFrom: URL, fallbacks: [URL])
        case variableLeadsNowhere(String)
    }

    /// $CLIPSCOPE_HOME; else the first folder above the program that holds sample-data/model, or share/clipscope with it,
    /// as in a clone and beside an installed bin; else a folder of clipscope among XDG's data directories.
    /// - Throws: `Home.Failure`
    package init(environment: [String: String], executable: URL) throws {
        dataDirectories = Self.dataDirectories(in: environment)
        if let path = environment["CLIPSCOPE_HOME"], !path.isEmpty {
            folder = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
            guard FileManager.default.fileExists(atPath: folder.path) else {
                throw Failure.variableLeadsNowhere(path)
            }
            return
        }
        let program = executable.resolvingSymlinksInPath()
        let above = Self.foldersAbove(program).flatMap { [$0, $0.appending(path: Self.share)] }
        let installed = dataDirectories.map { $0.appending(path: "clipscope", directoryHint: .isDirectory) }
        guard let found = (above + installed).first(where: Self.holdsModel) else {
            throw Failure.notFound(searchedFrom: program.deletingLastPathComponent(), fallbacks: installed)
        }
        folder = found
    }

    /// Where an installation keeps the program's files, below the folder of its bin.
    static let share = "share/clipscope"

    /// The running program's home.
    package static func current() throws -> Home {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return try Home(
            environment: ProcessInfo.processInfo.environment,
            executable: URL(filePath: path ?? CommandLine.arguments[0], directoryHint: .notDirectory))
    }

    package var sampleData: URL { folder.appending(path: "sample-data", directoryHint: .isDirectory) }
    /// The embedded model.
    package var model: URL { sampleData.appending(path: "model", directoryHint: .isDirectory) }
    /// The sample dataset.
    package var photos: URL { sampleData.appending(path: "photos", directoryHint: .isDirectory) }
    package var themes: URL { folder.appending(path: "themes", directoryHint: .isDirectory) }

    /// A dataset as people name it: a path, or the name of one in sample-data, "sample" being the photos, or of one that a
    /// Debian package brings.
    package func dataset(named name: String, in directory: URL) -> URL {
        let path =
            name.hasPrefix("/")
            ? URL(filePath: name, directoryHint: .isDirectory)
            : directory.appending(path: name, directoryHint: .isDirectory).standardizedFileURL
        guard !name.contains("/"), !name.hasPrefix(".") else { return path }
        let sample = name == "sample" ? photos : sampleData.appending(path: name, directoryHint: .isDirectory)
        let packaged = dataDirectories.map {
            $0.appending(path: "\(PackagedDataset.folder)/\(name)", directoryHint: .isDirectory)
        }
        let found = ([path, sample] + packaged).first { FileManager.default.fileExists(atPath: $0.path) }
        // Where a package would put it: reading it there says which package to install.
        return found ?? packaged.last { PackagedDataset(at: FilePath($0)) != nil } ?? path
    }

    package static func dataDirectories(in environment: [String: String]) -> [URL] {
        let given = (environment["XDG_DATA_DIRS"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        return (given.isEmpty ? ["/usr/local/share", "/usr/share"] : given)
            .map { URL(filePath: String($0), directoryHint: .isDirectory) }
    }

    private static func foldersAbove(_ file: URL) -> [URL] {
        var folders: [URL] = []
        var folder = file.deletingLastPathComponent().standardizedFileURL
        while folder.path != "/", folders.count < 64 {
            folders.append(folder)
            folder = folder.deletingLastPathComponent().standardizedFileURL
        }
        return folders
    }

    private static func holdsModel(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.path + "/sample-data/model")
    }
}

extension Home.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let start, let fallbacks):
            "the program's own files were not found: no folder from \(start.path) upwards holds sample-data/model or"
                + " \(Home.share), nor does \(fallbacks.map(\.path).joined(separator: " or "));"
                + " set CLIPSCOPE_HOME to the folder that does"
        case .variableLeadsNowhere(let path): "CLIPSCOPE_HOME is \(path), which does not exist"
        }
    }
}
