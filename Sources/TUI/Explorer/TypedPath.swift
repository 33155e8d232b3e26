import Foundation
import Model

/// Paths as people type them: relative to the working directory, absolute, or in ~.
struct TypedPath: Sendable {
    private let directory: URL
    private let home: String?

    init(in directory: URL, environment: [String: String]) {
        self.directory = directory
        home = environment["HOME"]
    }

    func file(named name: String) -> URL {
        let name = name.trimmingCharacters(in: .whitespaces)
        if let home, name == "~" || name.hasPrefix("~/") {
            return URL(filePath: home).appending(path: name.dropFirst(2))
        }
        return name.hasPrefix("/") ? URL(filePath: name) : directory.appending(path: name)
    }

    /// Goes on with what all names that begin so have in common; a folder gets its slash. Hidden names are found by their
    /// dot. The path stays as it is where nothing begins so, or where the folder cannot be listed.
    func completion(of path: String) -> PathCompletion {
        let typed = path.trimmingCharacters(in: .whitespaces)
        let split = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
        let (folder, start) = (String(typed[..<split]), String(typed[split...]))
        let place = folder.isEmpty ? directory : file(named: folder)
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [])
            .filter { $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix(".")) }.sorted()
            .map { name in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(
                    atPath: place.appending(path: name).path, isDirectory: &isFolder)
                return isFolder.boolValue ? name + "/" : name
            }
        guard let first = names.first else { return PathCompletion(path: path, candidates: []) }
        let common = names.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        return PathCompletion(
            path: folder + common, candidates: names.count == 1 ? [] : Array(names.prefix(Self.limit)))
    }

    private static let limit = 200
}
