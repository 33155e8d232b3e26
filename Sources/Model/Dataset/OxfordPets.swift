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
        var lines: [String: Line] = [:]
        for (file, split) in lists {
            for line in try read(file, split: split) where lines[line.name] == nil { lines[line.name] = line }
        }
        let listed = lines.values.sorted { $0.name < $1.name }
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
        let missing = listed.count - present.count
        return DatasetContent(
            images: ImageList(paths: present.map(Self.path), in: place.path, splits: present.map(\.split)),
            labelColumns: [
                Dataset.LabelColumn(
                    name: "breed", CategoryColumn(present.lazy.map(Self.breed)), shown: place.description.spokenName),
                Dataset.LabelColumn(
                    name: "species", CategoryColumn(present.lazy.map { Self.species[$0.species - 1] }),
                    shown: place.description.spokenName),
            ],
            warnings: missing == 0
                ? [] : ["\(place.name): \(missing) of \(listed.count) images do not exist and are left out"])
    }

    private static func path(_ line: Line) -> String { "images/\(line.name).jpg" }

    /// "american_bulldog" for american_bulldog_100.
    private static func breed(_ line: Line) -> String {
        line.name.lastIndex(of: "_").map { String(line.name[..<$0]) } ?? line.name
    }

    private func read(_ file: FilePath, split: String?) throws -> [Line] {
        try TOMLFile.text(of: file.url).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
            .compactMap { index, line in
                let fields = line.split(whereSeparator: \.isWhitespace)
                guard let name = fields.first, !line.hasPrefix("#") else { return nil }
                guard fields.count >= 3, let species = Int(fields[2]), (1...2).contains(species) else {
                    throw DatasetError.malformed(
                        file.url,
                        message: "line \(index + 1): expected a name, a class, a species of 1 or 2 and a breed")
                }
                return Line(name: String(name), species: species, split: split)
            }
    }
}
