import Foundation
import Model

/// The themes that can be chosen, in the order in which `t` goes through them; and the files that are none, and why.
package struct ThemeLibrary: Sendable {
    package private(set) var themes: [Theme] = []
    package private(set) var faults: [(name: String, error: any Error)] = []

    /// The program's own come first, then those of palettes that people know by name.
    private static let first = ["dark", "light", "high-contrast", "colour-blind", "monochrome"]

    /// - Parameter folders: of two themes with one name that of the later folder counts; none of them needs to be there.
    package init(_ folders: [URL]) {
        for folder in folders { add(folder) }
    }

    /// - Parameter place: the file and line that ask for it, where it is not the command line.
    /// - Throws: why the theme cannot be had.
    package func check(_ name: String, place: String? = nil) throws {
        if let fault = faults.last(where: { $0.name == name }) { throw fault.error }
        guard themes.contains(where: { $0.name == name }) else {
            throw ThemeError.unknown(name: name, known: themes.map(\.name), place: place)
        }
    }

    private mutating func add(_ folder: URL) {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        let files: [URL]
        do {
            files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "toml" }
        } catch {
            return faults.append((folder.lastPathComponent, ThemeError.unreadable(folder, reason: message(of: error))))
        }
        var added: [Theme] = []
        for file in files {
            do {
                added.append(try Theme(contentsOf: file))
            } catch {
                faults.append((file.deletingPathExtension().lastPathComponent, error))
            }
        }
        themes.removeAll { theme in added.contains { $0.name == theme.name } }
        themes += added.sorted { Self.place($0.name) < Self.place($1.name) }
    }

    private static func place(_ name: String) -> (Int, String) { (first.firstIndex(of: name) ?? first.count, name) }
}
