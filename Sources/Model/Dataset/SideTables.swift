/// What the texts beside images say of them, all together.
struct SideTables {
    private let tables: [SideTable]
    /// Files that cannot be read, and why.
    let faults: [String]
    private let images: Int
    private let splitColumn: String
    /// More texts than this are no tables, but a text an image.
    private static let most = 64

    /// - Parameter others: files beside the images.
    /// - Throws: what the progress throws.
    init(_ others: [FilePath], _ names: ByteStrings, in place: DatasetPlace) throws {
        images = names.count
        splitColumn = place.description.splitColumn ?? "split"
        let index = ImageIndex(names)
        let texts = others.filter { file in
            let name = file.text
            guard
                ["csv", "tsv", "txt", "jsonl", "lst", "json", "mat"].contains(
                    name.split(separator: ".").last?.lowercased())
            else {
                return false
            }
            // A text that is called like an image is about that one alone.
            return index.image(String(name[..<name.lastIndex(of: ".")!].split(separator: "/").last ?? ""), below: "")
                == nil
        }
        let inOrder = texts.sorted {
            ($0.bytes.count(where: { $0 == 0x2F }), $0.text) < ($1.bytes.count(where: { $0 == 0x2F }), $1.text)
        }
        var faults: [String] = []
        tables = try inOrder.prefix(Self.most).compactMap {
            do {
                return try SideTable($0, index: index, place: place)
            } catch DatasetError.malformed(_, let message) {
                faults.append("\($0.text): \(message)")
                return nil
            }
        }
        self.faults = faults
    }

    /// Whether a file is called like the list of a split: meta/train.txt.
    static func isListOfSplit(_ file: FilePath) -> Bool {
        let name = file.text.split(separator: "/").last ?? ""
        return name.hasSuffix(".txt") && SplitName.spoken(in: withoutDigits(name)) != nil
    }

    /// Where the labels stand, for people.
    var names: [String] { tables.filter { !$0.isList }.map(\.name) }

    /// The labels of the images, the likeliest column first. Columns of one name are one; what comes first counts.
    func labels() -> LabelChoice {
        var names: [String] = []
        var wanted: Set<String> = []
        var values: [String: [String?]] = [:]
        for table in tables {
            for column in table.columns {
                if values[column.name] == nil {
                    names.append(column.name)
                    values[column.name] = Array(repeating: nil, count: images)
                }
                if column.isWanted { wanted.insert(column.name) }
                for (row, image) in table.images.enumerated() {
                    guard let word = column.values[row] else { continue }
                    if values[column.name]![image] == nil { values[column.name]![image] = word }
                }
            }
        }
        return LabelChoice(
            names.map {
                LabelChoice.Column(name: $0, values: CategoryColumn(values[$0]!), isWanted: wanted.contains($0))
            })
    }

    /// The classes with those of unlabelled images, as far as a table has them: its first word, as in
    /// val_annotations.txt (val_0.JPEG n03444034 0 32 44 62) and LOC_val_solution.csv.
    func filling(_ classes: CategoryColumn) -> CategoryColumn {
        let known = classes.present
        var filled = (0..<classes.count).map { classes[$0] }
        for table in tables {
            for column in table.columns {
                let first = column.values.words.map { $0.split(separator: " ").first.map(String.init) ?? "" }
                let isWhole = column.values.words.allSatisfy(known.contains)
                guard isWhole || first.allSatisfy(known.contains) else { continue }
                for (row, image) in table.images.enumerated() where filled[image] == nil {
                    filled[image] = column.values.code(row).map { isWhole ? column.values.words[$0] : first[$0] }
                }
                break
            }
        }
        return CategoryColumn(filled)
    }

    /// Splits from columns of that name, and from lists that are called like them: meta/train.txt, labels/test1.txt. The
    /// first that names an image counts; nil where there are no two.
    func splits() -> CategoryColumn? {
        var splits: [String?] = Array(repeating: nil, count: images)
        for table in tables {
            if let column = table.columns.first(where: { $0.name.lowercased() == splitColumn.lowercased() }) {
                for (row, image) in table.images.enumerated() where splits[image] == nil {
                    splits[image] = column.values[row]
                }
                continue
            }
            guard let split = SplitName.spoken(in: table.name.split(separator: "/").last.map(Self.withoutDigits) ?? "")
            else { continue }
            for image in table.images where splits[image] == nil { splits[image] = split }
        }
        let column = CategoryColumn(splits)
        return column.words.count >= 2 ? column : nil
    }

    /// Of several partitions the first: train1 of DTD.
    private static func withoutDigits(_ name: Substring) -> String {
        let base = name.split(separator: ".").first ?? ""
        return base.last == "1" && !(base.dropLast().last?.isNumber ?? true) ? String(base.dropLast()) : String(base)
    }

    /// Rows that are left out.
    var warnings: [String] { tables.filter { !$0.isList }.flatMap(\.warnings) }
}
