import Foundation

/// A path with braces that stands for many, as WebDataset writes shards: train-{0000..0127}.tar, {train,val}.tar. Or a text
/// file with such paths, one a line.
enum ShardPattern {
    private static var braces: Regex<(Substring, Substring, Substring, Substring)> {
        /(.*?)\{([^{}]*)\}(.*)/.dotMatchesNewlines()
    }
    /// More are a mistake.
    private static let most = 1_000_000

    /// The files that a place names: by its braces, as a list, or itself. Paths in a list are relative to it.
    /// - Parameter endings: of the files; a list in which one ends otherwise is none.
    static func files(of place: DatasetPlace, endings: [String]) -> [FilePath] {
        guard lists.contains(place.url.pathExtension.lowercased()), !place.isFolder,
            let text = try? TOMLFile.text(of: place.url)
        else { return paths(place.path.text).map { FilePath(text: $0) } }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        guard !lines.isEmpty, lines.allSatisfy({ line in endings.contains(where: line.hasSuffix) }) else {
            return [place.path]
        }
        return lines.flatMap(paths).map {
            $0.hasPrefix("/") ? FilePath(text: $0) : place.folder.appending(FilePath(text: $0).bytes)
        }
    }

    private static let lists: Set<String> = ["txt", "lst"]

    /// What goes before the names of images in several files, so that none is taken for another: what `own` makes of a file,
    /// or where that is the same of two, the path below the folder that holds all.
    static func prefixes(_ files: [FilePath], own: (FilePath) -> String) -> [FilePath: String] {
        guard files.count > 1 else { return [:] }
        let names = files.map(own)
        let texts = files.map(\.text)
        let above = Set(names).count == names.count ? nil : texts.commonFolder.count
        let prefixes = zip(names, texts).map { name, text in
            guard let above else { return name }
            let below = text.dropFirst(above)
            return (below.lastIndex(of: ".").map { String(below[..<$0]) } ?? String(below)) + "/"
        }
        return Dictionary(zip(files, prefixes), uniquingKeysWith: { first, _ in first })
    }

    static func isPattern(_ path: String) -> Bool { path.wholeMatch(of: braces) != nil }

    /// The paths in order; the path itself where it has no braces. Numbers keep their zeros.
    static func paths(_ path: String) -> [String] {
        guard let match = path.wholeMatch(of: braces) else { return [path] }
        let words: [String]
        if let ends = match.2.wholeMatch(of: /(\d+)\.\.(\d+)/), let first = Int(ends.1), let last = Int(ends.2),
            first <= last,
            last - first < most
        {
            let digits = ends.1.hasPrefix("0") ? ends.1.count : 0
            words = (first...last).map { number in
                String(repeating: "0", count: max(0, digits - String(number).count)) + String(number)
            }
        } else {
            words = match.2.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return words.flatMap { paths("\(match.1)\($0)\(match.3)") }
    }
}
