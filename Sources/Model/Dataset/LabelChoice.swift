import Foundation

/// Which of a table's columns are labels, the likeliest first: never an index, values that are all different, or numbers
/// beside words.
struct LabelChoice {
    struct Column {
        let name: String
        let values: CategoryColumn
        /// It was asked for by name, and is a label whatever it holds.
        var isWanted = false
    }

    /// The first is the dataset's.
    private(set) var labels: [Column] = []
    /// Columns that are none, by name.
    private(set) var others: [String] = []

    /// Whether the first is what the format says it is, and no choice.
    private var isConvention = false

    /// Names that say it, the best first.
    private static let preferred = [
        "label", "labels", "class", "classname", "category", "categoryname", "target", "breed", "species", "classes",
        "classlabel", "labelname", "variety", "y",
    ]
    private static let indices: Set<String> = [
        "", "id", "index", "idx", "rowid", "row", "number", "no", "nr", "key", "uid", "uuid", "guid", "sha256", "md5",
        "hash", "phash", "imageid", "imgid", "sampleid",
    ]
    /// What is told of an image beside its class.
    private static let facts: Set<String> = [
        "width", "height", "originalwidth", "originalheight", "xmin", "xmax", "ymin", "ymax", "x", "y1", "y2", "x1",
        "x2",
        "w", "h", "area", "size", "bytes", "date", "time", "timestamp", "url", "usage", "split", "set", "fold",
        "status", "errormessage", "exif", "punsafe", "pwatermark", "similarity", "path", "file", "filename", "filepath",
        "license", "source", "author",
    ]
    private static let captions: Set<String> = [
        "caption", "captions", "text", "txt", "description", "title", "prompt", "alt", "alttext", "comment", "note",
        "notes",
    ]
    /// Fewer images may well have as many classes.
    private static let few = 20

    /// - Parameters:
    ///   - dropped: columns that are none, whatever they are called.
    ///   - first: the column that comes first and is a label whatever it holds.
    init(_ columns: [Column], dropped: [String] = [], first: String? = nil) {
        let front = columns.filter { $0.name == first && $0.values.known > 0 }
        let merged = Self.withoutFlags(columns.filter { $0.name != first })
        let ranked = merged.columns.map { ($0, Self.rank($0)) }
        let hasNumbers = ranked.contains { column, rank in
            (rank == .numbers || rank == .preferredNumbers) && column.values.present.count < column.values.known
        }
        func place(_ rank: Rank) -> Int {
            // A few texts that all differ say less than numbers that repeat.
            rank == .differing && hasNumbers ? Rank.numbers.rawValue * 10 + 5 : rank.rawValue * 10
        }
        labels =
            front
            + ranked.enumerated().filter { $0.element.1 != .none }
            .sorted { a, b in
                let (left, right) = (place(a.element.1), place(b.element.1))
                if left != right { return left < right }
                let (first, second) = (Self.preference(a.element.0.name), Self.preference(b.element.0.name))
                return first == second ? a.offset < b.offset : first < second
            }.map(\.element.0)
        others = ranked.filter { $0.1 == .none }.map(\.0.name).filter { !$0.isEmpty } + merged.flags + dropped
        isConvention = !front.isEmpty
    }

    private enum Rank: Int {
        case preferredWords, words, differing, preferredNumbers, numbers, none
    }

    private static func rank(_ column: Column) -> Rank {
        let name = plain(column.name)
        let words = Array(column.values.present)
        let count = column.values.known
        guard count > 0 else { return column.isWanted ? .numbers : .none }
        let areNumbers = words.allSatisfy { Double($0) != nil }
        let allDiffer = count >= 2 && words.count == count
        if column.isWanted { return areNumbers ? .numbers : .words }
        if isIndex(name, column.name) || facts.contains(name) || (allDiffer && count >= few) || areSentences(words) {
            return .none
        }
        let isPreferred = preference(column.name) < preferred.count
        if areNumbers {
            if allDiffer, !isPreferred { return .none }
            return isPreferred ? .preferredNumbers : .numbers
        }
        if captions.contains(name) && (allDiffer || words.count * 2 > count) { return .none }
        return isPreferred ? .preferredWords : allDiffer ? .differing : .words
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// The place among the names that say it; names that hold one of them come behind.
    private static func preference(_ name: String) -> Int {
        let plain = plain(name)
        if let index = preferred.firstIndex(of: plain) { return index }
        return preferred.count
    }

    private static func isIndex(_ plain: String, _ name: String) -> Bool {
        indices.contains(plain) || name.lowercased().hasPrefix("unnamed")
    }

    /// More than four words a value, by and large.
    private static func areSentences(_ words: [String]) -> Bool {
        let sample = words.prefix(200)
        let blanks = sample.reduce(0) { $0 + $1.count(where: { $0 == " " }) }
        return blanks > 4 * sample.count
    }
}

extension LabelChoice {
    /// Columns of 0 and 1, one a class (Roboflow, ISIC): one label column if no image has two of them. If some have, they are
    /// several facts about an image, and no labels.
    private static func withoutFlags(_ columns: [Column]) -> (columns: [Column], flags: [String]) {
        let flags = columns.filter { !$0.isWanted && areFlags($0) }
        guard flags.count >= 2 else { return (columns, []) }
        let rest = columns.filter { $0.isWanted || !areFlags($0) }
        let count = flags[0].values.count
        var labels: [String?] = Array(repeating: nil, count: count)
        for column in flags {
            let isSet = column.values.words.map { Double($0) == 1 }
            for image in 0..<count where column.values.code(image).map({ isSet[$0] }) ?? false {
                guard labels[image] == nil else { return (rest, flags.map(\.name)) }
                labels[image] = column.name
            }
        }
        let values = CategoryColumn(labels)
        guard values.words.count >= 2 else { return (rest, flags.map(\.name)) }
        return (rest + [Column(name: "label", values: values)], [])
    }

    private static func areFlags(_ column: Column) -> Bool {
        let numbers = column.values.words.map { Double($0) }
        return !numbers.isEmpty && numbers.allSatisfy { $0 == 0 || $0 == 1 || $0 == -1 }
            && column.values.known == column.values.count
            && !(preference(column.name) < preferred.count)
    }
}

extension LabelChoice {
    /// Says which column was taken and which others there are; nil where there was nothing to choose.
    func note(of table: String) -> String? {
        guard let first = labels.first else {
            guard !others.isEmpty else { return nil }
            return "\(table): no column is taken for labels (\(listing(others)): each an index, a fact or different for"
                + " nearly every image); --label-column NAME takes one"
        }
        let rest = labels.dropFirst().map(\.name) + others
        guard !rest.isEmpty, !first.isWanted, !isConvention else { return nil }
        return "\(table): the labels are its column \(first.name); --label-column takes another: \(listing(rest))"
    }
}
