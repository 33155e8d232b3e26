import Foundation

/// A text found beside images that says something of them: one of its columns names the images.
struct SideTable {
    /// Its path below the dataset's folder.
    private(set) var name: String
    /// The image of each row that names one; each image once.
    private(set) var images: [Int] = []
    /// What the rows say of these images.
    private(set) var columns: [LabelChoice.Column] = []
    /// Rows that name no image, or one for the second time.
    private(set) var unmatched = 0
    private(set) var repeated = 0
    /// The row behind which nothing is read, because a quotation mark is missing.
    private(set) var brokenRow: Int?
    /// A list of names and nothing else.
    var isList: Bool { columns.isEmpty }

    /// Larger texts are no tables of labels.
    private static let largest = 1 << 30
    private static let sample = 200

    /// Nil where most of its rows name no image.
    /// - Throws: what the progress throws; `DatasetError.malformed` where the file cannot be read.
    init?(_ path: FilePath, index: ImageIndex, place: DatasetPlace) throws {
        name = path.text
        let file = place.files.url(path)
        let ending = file.pathExtension.lowercased()
        let most = ending == "json" ? AnnotationFile.longest : Self.largest
        guard let size = place.files.size(path), size > 0, size < most else { return nil }
        let text: TableText
        do {
            if ending == "mat" {
                guard let table = try MATTable(path, in: place) else { return nil }
                text = try TableText(Data(table.text.utf8), ending: "csv")
            } else {
                text = try TableText(place.files.contents(path), ending: ending)
            }
        } catch is JSONReader.Fault {
            return nil
        } catch {
            throw DatasetError.malformed(file, message: "is not read: \(message(of: error))")
        }
        let folder = (path.text.contains("/") ? String(path.text[..<path.text.lastIndex(of: "/")!]) : "")
        let split = SplitName.spoken(in: file.lastPathComponent)
        let paths = place.description.paths
        func image(_ value: String) -> Int? {
            guard !value.isEmpty else { return nil }
            let path = String(decoding: paths.path(Array(value.utf8)[...]), as: UTF8.self)
            return index.image(path, below: folder, split: split)
        }
        let found: Self? = try text.bytes.withUnsafeBytes { bytes in
            guard let (key, names) = Self.header(bytes, text, place, image) else { return nil }
            var table = self
            try table.read(bytes, text, key: key, names: names, place, image)
            return table.images.isEmpty ? nil : table
        }
        guard let found else { return nil }
        self = found
    }

    /// The column that names images, and the names of all; those are empty where the first row is no header.
    private static func header(
        _ bytes: UnsafeRawBufferPointer, _ text: TableText, _ place: DatasetPlace, _ image: (String) -> Int?
    ) -> (key: Int, names: [String])? {
        var reader = DelimitedReader(bytes, separator: text.separator)
        var rows: [[String]] = []
        // A broken row is told by `read`.
        while rows.count <= sample, (try? reader.next()) == true {
            let row = reader.row.indices.map { LabelRows.trimmed(reader.row[$0]) }
            if !row.allSatisfy(\.isEmpty) { rows.append(row) }
        }
        guard let first = rows.first else { return nil }
        if let asked = place.description.paths.column, let key = first.firstIndex(of: asked) { return (key, first) }
        func images(_ column: Int, in rows: some Sequence<[String]>) -> [Int] {
            rows.compactMap { $0.indices.contains(column) ? image($0[column]) : nil }
        }
        let counts = first.indices.map { Set(images($0, in: rows)).count }
        guard let most = counts.max(), most > 0, let key = counts.firstIndex(of: most) else { return nil }
        let hasHeader = images(key, in: rows.prefix(1)).isEmpty
        // A table may name an image in several rows: those count here too.
        guard 2 * images(key, in: rows).count >= rows.count - (hasHeader ? 1 : 0) else { return nil }
        return (key, hasHeader ? first : [])
    }

    private mutating func read(
        _ bytes: UnsafeRawBufferPointer, _ text: TableText, key: Int, names: [String], _ place: DatasetPlace,
        _ image: (String) -> Int?
    ) throws {
        var reader = DelimitedReader(bytes, separator: text.separator)
        func isAtRow() -> Bool {
            do {
                return try reader.next()
            } catch {
                brokenRow = reader.number
                return false
            }
        }
        if !names.isEmpty { _ = isAtRow() }
        var values: [CategoryColumn] = names.map { _ in CategoryColumn() }
        var seen: Set<Int> = []
        while isAtRow() {
            let row = reader.row
            guard row.indices.contains(key), !row.allSatisfy(\.isEmpty) else { continue }
            guard let found = image(LabelRows.trimmed(row[key])) else {
                unmatched += 1
                continue
            }
            guard seen.insert(found).inserted else {
                repeated += 1
                continue
            }
            // A row that is longer than all before it: those have no value there.
            while values.count < row.count {
                var column = CategoryColumn()
                column.append(nil, count: images.count)
                values.append(column)
            }
            images.append(found)
            for column in values.indices {
                let value = row.indices.contains(column) ? LabelRows.trimmed(row[column]) : ""
                values[column].append(value.isEmpty ? nil : value)
            }
            try place.progress.step()
        }
        let isPair = names.isEmpty && values.count == 2
        columns = values.indices.filter { $0 != key && values[$0].known > 0 }.map { column in
            let own = names.indices.contains(column) ? names[column] : isPair ? labelColumn : "column \(column + 1)"
            return LabelChoice.Column(
                name: own, values: values[column],
                isWanted: own == place.labelColumn || own == place.description.labelColumn)
        }
    }

    /// Rows that were not read, rows that name no image, and images named twice.
    var warnings: [String] {
        var warnings: [String] = []
        if let brokenRow {
            warnings.append("\(name): row \(brokenRow) lacks a closing quotation mark: nothing is read from there on")
        }
        if repeated > 0 {
            warnings.append("\(name): \(repeated) rows name an image for the second time; the first counts")
        }
        if unmatched > 0 { warnings.append("\(name): \(unmatched) rows name no image that is there") }
        return warnings
    }

    /// What a list of names and labels is a list of: "variant" for images_variant_train.txt.
    private var labelColumn: String {
        let base = String(name.split(separator: "/").last ?? "").split(separator: ".").first ?? ""
        let words = base.split { !$0.isLetter }.map(String.init).filter {
            !SplitName.isSplit($0) && !["images", "image", "labels", "list", "trainval"].contains($0.lowercased())
        }
        return words.isEmpty ? "label" : words.joined(separator: " ")
    }
}
