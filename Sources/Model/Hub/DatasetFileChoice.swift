/// Which files of a dataset repository are fetched: Parquet files, else tar shards, else images with the tables beside them.
struct DatasetFileChoice {
    enum Kind: String {
        case parquet = "Parquet"
        case tar
        case images
    }

    let kind: Kind
    private(set) var files: [String]
    /// Subsets that lie in folders of their own; one of them is fetched.
    private(set) var configurations: [String] = []

    /// Texts that say something of tar shards or of images.
    private static let tables = ["csv", "tsv", "jsonl", "txt", "json"]

    /// Nil where there is nothing that is read.
    init?(_ names: [String]) {
        let plain = names.filter(Self.isPlain)
        let parquet = plain.filter { $0.hasSuffix(".parquet") }
        let tar = plain.filter { $0.hasSuffix(".tar") }
        let images = plain.filter { ImageFormat.lists(Array($0.utf8)[...]) }
        func texts(_ endings: [String]) -> [String] {
            plain.filter { name in endings.contains { name.lowercased().hasSuffix("." + $0) } }
        }
        if !parquet.isEmpty {
            (kind, files) = (.parquet, parquet)
            configurations = Self.configurations(parquet)
        } else if !tar.isEmpty {
            (kind, files) = (.tar, tar + texts(["txt"]))
        } else if !images.isEmpty {
            (kind, files) = (.images, images + texts(Self.tables))
        } else {
            return nil
        }
    }

    /// A path that stays below its folder and is no hidden file; nothing that means something to a terminal.
    private static func isPlain(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return (1...16).contains(parts.count) && name.utf8.count <= 1024
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.count <= 200 && part.first != "."
                    && part.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" }
            }
    }

    /// The outermost folders, where there are several and none is a split: plain_text/ and with_captions/.
    private static func configurations(_ files: [String]) -> [String] {
        let folders = Set(files.filter { $0.contains("/") }.map { String($0.prefix { $0 != "/" }) })
        return folders.count < 2 || folders.contains(where: SplitName.isSplit) ? [] : folders.sorted()
    }

    /// - Returns: whether there is one of that name.
    mutating func take(configuration: String) -> Bool {
        files = files.filter { $0.hasPrefix(configuration + "/") }
        return !files.isEmpty
    }

    /// The splits that the files' names, or their folders', speak of.
    var splits: [String] { Set(files.compactMap(Self.split)).sorted() }

    /// Leaves the files of a split, and those of none.
    /// - Returns: whether there are any of that split.
    mutating func take(split: String) -> Bool {
        guard splits.contains(split) else { return false }
        files = files.filter { Self.split($0).map { $0 == split } ?? (kind != .parquet) }
        return true
    }

    private static func split(_ file: String) -> String? {
        file.split(separator: "/").reversed().lazy.compactMap { SplitName.spoken(in: String($0)) }.first
    }
}
