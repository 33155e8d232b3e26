import Foundation

/// The rows of a dataset's files of columns together: where each picture is, and what the other columns say of it.
struct ColumnTable {
    /// Of each image: its file, the part of the file, and the row of the part.
    private(set) var members = MemberColumn()
    private(set) var columns: [(name: String, values: CategoryColumn)] = []
    /// Class names of the columns that have numbers for them.
    private(set) var classes: [String: [String]] = [:]
    private(set) var splits = CategoryColumn()
    /// What the files call the images; nil where a row has no name.
    private var ownNames: [String?] = []
    private var numbers: [String] = []
    /// Columns of pictures; the first one is read.
    private(set) var pictures: [String] = []

    var count: Int { members.count }

    /// - Parameter prefix: of the names that images get whose file has none.
    /// - Throws: a `ColumnFileFailure`, `POSIXError`, `FilePath.NotAFile`, and what the progress throws.
    mutating func add(_ file: any ColumnFile, prefix: String, split: String?, progress: ScanProgress) throws {
        let features = ColumnFeatures(file.features)
        let fields = file.fileColumns
        let candidates = file.pictureColumns(features)
        guard let picture = candidates.first else {
            throw NoPictureColumn(columns: fields.map(\.name))
        }
        let descriptor = try file.path.opened()
        defer { close(descriptor) }
        let read = { (offset: Int, count: Int) throws -> [UInt8] in
            var bytes = [UInt8](repeating: 0, count: count)
            guard pread(descriptor, &bytes, count, off_t(offset)) == count else { throw POSIXError(.EIO) }
            return bytes
        }
        let images = try file.pictures(in: picture, read: read)
        let before = count
        let archive = members.add(ImageArchive(file.path, fileVersion: file.fileVersion, stored: images))
        for (part, rows) in images.rows.enumerated() {
            for row in 0..<rows { members.append(archive: archive, offset: part, size: row) }
        }
        splits.append(split, count: file.rows)
        numbers += (0..<file.rows).map { prefix + $0.padded(to: file.rows) }
        if pictures.isEmpty { pictures = candidates.map { fields[$0].path[0] } }
        if let names = file.names(beside: picture) {
            let words = try file.words(of: names, read: read)
            ownNames += (0..<words.count).map { words[$0] }
        } else {
            ownNames += Array(repeating: nil, count: file.rows)
        }
        let structures = Set(candidates.map { fields[$0].path[0] })
        for (index, column) in fields.enumerated()
        where column.contents == .words && !structures.contains(column.path[0]) {
            var words = try file.words(of: index, read: read)
            if let names = features.classNames(column.name) {
                classes[column.name] = names
                words = CategoryColumn(
                    (0..<words.count).map { row in
                        words[row].flatMap(Int.init).flatMap { names.indices.contains($0) ? names[$0] : nil }
                    })
            }
            append(words, to: column.name, before: before)
        }
        for index in columns.indices where columns[index].values.count < count {
            columns[index].values.append(nil, count: count - columns[index].values.count)
        }
        try progress.step(images: file.rows)
    }

    private mutating func append(_ words: CategoryColumn, to name: String, before: Int) {
        let index = columns.firstIndex { $0.name == name } ?? columns.count
        if index == columns.count { columns.append((name, CategoryColumn(repeating: nil, count: before))) }
        for row in 0..<words.count { columns[index].values.append(words[row]) }
    }

    /// The files' own names where each image has another, else their numbers.
    var names: ByteStrings { ByteStrings((allDiffer ?? numbers).map { FilePath(text: $0).bytes }) }

    /// Their numbers, where they are called by their own names.
    var otherNames: ByteStrings? {
        allDiffer == nil ? nil : ByteStrings(numbers.map { FilePath(text: $0).bytes })
    }

    private var allDiffer: [String]? {
        let own = ownNames.compactMap { $0 }
        return own.count == count && Set(own).count == count && !own.contains("") ? own : nil
    }
}
