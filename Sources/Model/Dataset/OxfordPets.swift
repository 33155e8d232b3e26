import Foundation

/// The Oxford-IIIT Pet data set as it is distributed (Parkhi et al. 2012): images/NAME.jpg, and lists in annotations/ with
/// lines "NAME CLASS-ID SPECIES BREED-ID". The breed is told by the name, Abyssinian_12; species 1 is cat, 2 is dog.
struct OxfordPets: DatasetLayout {
    private let place: DatasetPlace
    private let lists: [(file: FilePath, split: String?)]

    /// Lists in the order in which they are read; what list.txt has and the others have not is of no split.
    private static let names = [("trainval.txt", "trainval"), ("test.txt", "test"), ("list.txt", nil)]
    private static let species = ["cat", "dog"]

    private struct Line {
        let name: String
        let species: Int
        let split: String?
    }

    init?(_ place: DatasetPlace) {
        let folder = place.path.appending("images")
        guard place.isFolder, folder.status().map({ $0.st_mode & S_IFMT == S_IFDIR }) ?? false else { return nil }
        lists = Self.names.compactMap { name, split in place.file("annotations/\(name)").map { ($0, split) } }
        guard !lists.isEmpty else { return nil }
        self.place = place
    }

    func content() throws -> DatasetContent {
        let listed = try Self.lines(of: lists.map { ($0.file.url, try TOMLFile.text(of: $0.file.url), $0.split) })
        let present = try listed.filter { line in
            try place.progress.step(images: 1)
            return place.file(Self.path(line)) != nil
        }
        guard !present.isEmpty else {
            guard let first = listed.first else {
                throw DatasetError.malformed(lists[0].file.url, message: "names no images")
            }
            throw DatasetError.allFilesMissing(table: lists[0].file.url, count: listed.count, first: Self.path(first))
        }
        return Self.content(
            ImageList(paths: present.map(Self.path), in: place.path, splits: present.map(\.split)), of: present,
            among: listed.count, in: place)
    }

    private static func content(
        _ images: ImageList, of present: [Line], among listed: Int, in place: DatasetPlace
    ) -> DatasetContent {
        let missing = listed - present.count
        return DatasetContent(
            images: images,
            labelColumns: [
                Dataset.LabelColumn(
                    name: "breed", CategoryColumn(present.lazy.map(breed)), shown: place.description.spokenName),
                Dataset.LabelColumn(
                    name: "species", CategoryColumn(present.lazy.map { species[$0.species - 1] }),
                    shown: place.description.spokenName),
            ],
            warnings: missing == 0
                ? [] : ["\(place.name): \(missing) of \(listed) images do not exist and are left out"])
    }

    /// The same in archives: images.tar.gz beside annotations.tar.gz as they are distributed, or all in one.
    /// - Returns: nil where the archives hold something else.
    /// - Throws: `DatasetError`
    static func content(of listing: ArchiveListing, in place: DatasetPlace) throws -> DatasetContent? {
        let marks = names.map { "annotations/\($0.0)" }
        let found = listing.texts.keys.map(\.text).filter { text in
            marks.contains { text == $0 || text.hasSuffix("/" + $0) }
        }
        guard let first = found.min(by: { ($0.count, $0) < ($1.count, $1) }),
            let mark = marks.first(where: first.hasSuffix)
        else { return nil }
        let root = String(first.dropLast(mark.count))
        let folder = FilePath(text: root + "images/").bytes
        var places: [[UInt8]: Int] = [:]
        for (index, path) in listing.images.enumerated() where path.starts(with: folder) {
            places[Array(path.dropFirst(folder.count))] = index
        }
        if places.isEmpty { return nil }
        let lists = try names.compactMap { name, split -> (URL, String, String?)? in
            let file = FilePath(text: "\(root)annotations/\(name)")
            guard listing.texts[file] != nil else { return nil }
            return (place.files.url(file), String(decoding: try place.files.contents(file), as: UTF8.self), split)
        }
        let listed = try lines(of: lists)
        let there = listed.compactMap { line in
            places[FilePath(text: "\(line.name).jpg").bytes].map { (line: line, image: $0) }
        }
        guard !there.isEmpty else { return nil }
        let images = there.map(\.image)
        return content(
            ImageList(
                members: listing.members.selecting(images), names: listing.images.selecting(images),
                splits: CategoryColumn(there.map(\.line.split))),
            of: there.map(\.line), among: listed.count, in: place)
    }

    private static func path(_ line: Line) -> String { "images/\(line.name).jpg" }

    /// "american_bulldog" for american_bulldog_100.
    private static func breed(_ line: Line) -> String {
        line.name.lastIndex(of: "_").map { String(line.name[..<$0]) } ?? line.name
    }

    /// By name; the first list that has a name says its split.
    private static func lines(of lists: [(file: URL, text: String, split: String?)]) throws -> [Line] {
        var lines: [String: Line] = [:]
        for list in lists {
            for line in try read(list.text, list.file, split: list.split) where lines[line.name] == nil {
                lines[line.name] = line
            }
        }
        return lines.values.sorted { $0.name < $1.name }
    }

    private static func read(_ text: String, _ file: URL, split: String?) throws -> [Line] {
        try text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
            .compactMap { index, line in
                let fields = line.split(whereSeparator: \.isWhitespace)
                guard let name = fields.first, !line.hasPrefix("#") else { return nil }
                guard fields.count >= 3, let species = Int(fields[2]), (1...2).contains(species) else {
                    throw DatasetError.malformed(
                        file,
                        message: "line \(index + 1): expected a name, a class, a species of 1 or 2 and a breed")
                }
                return Line(name: String(name), species: species, split: split)
            }
    }
}
