import Foundation

/// The images of a dataset, kept as columns: a million of them take some tens of megabytes.
package struct ImageList: RandomAccessCollection, Sendable {
    /// Where the images' bytes are.
    private enum Places: Sendable {
        /// Names are paths below a folder, or absolute.
        case files(in: FilePath)
        case members(MemberColumn)
    }

    private final class Columns: Sendable {
        let names: ByteStrings
        /// Nil where the dataset has no splits.
        let splits: CategoryColumn?
        let places: Places
        /// Of a part of a dataset: what the images are called where their own names are not all different in the whole.
        let otherNames: ByteStrings?

        init(names: ByteStrings, splits: CategoryColumn?, places: Places, otherNames: ByteStrings? = nil) {
            precondition(splits.map { $0.count == names.count } ?? true, "one split, or none, an image")
            self.names = names
            self.splits = splits
            self.places = places
            self.otherNames = otherNames
        }
    }

    private let columns: Columns

    /// - Parameter names: paths below `folder`, or absolute ones.
    init(files names: ByteStrings, in folder: FilePath, splits: CategoryColumn? = nil) {
        columns = Columns(names: names, splits: splits, places: .files(in: folder))
    }

    /// - Parameter names: what people know the members by.
    init(
        members: MemberColumn, names: ByteStrings, splits: CategoryColumn? = nil, otherNames: ByteStrings? = nil
    ) {
        precondition(members.count == names.count, "\(members.count) members and \(names.count) names")
        columns = Columns(names: names, splits: splits, places: .members(members), otherNames: otherNames)
    }

    private init(_ columns: Columns) {
        self.columns = columns
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { columns.names.count }

    package subscript(index: Int) -> Dataset.Image {
        precondition(indices.contains(index), "image \(index) of \(count)")
        return Dataset.Image(list: self, index: index)
    }
}

extension ImageList {
    /// - Parameter paths: below `folder`, or absolute.
    package init(paths: some Collection<String>, in folder: FilePath, splits: [String?]? = nil) {
        self.init(
            files: ByteStrings(paths.map { FilePath(text: $0).bytes }), in: folder,
            splits: splits.map(CategoryColumn.init))
    }

    /// The image's name for people: `FilePath.text` of `name`.
    package func path(_ index: Int) -> String { FilePath(bytes: name(index)).text }

    /// What it is called where own names are not all different in the whole dataset; nil where that is its name already,
    /// or the whole is known.
    func otherPath(_ index: Int) -> String? { columns.otherNames.map { FilePath(bytes: $0[index]).text } }

    /// The bytes of the image's name: for a search through all of them.
    package func name(_ index: Int) -> ArraySlice<UInt8> { columns.names[index] }

    package func split(_ index: Int) -> String? { columns.splits?[index] }

    package func source(_ index: Int) -> ImageSource {
        switch columns.places {
        case .files(let folder): .file(folder.appending(name(index)))
        case .members(let members): .member(members.member(index, name: FilePath(bytes: name(index))))
        }
    }

    /// The splits' names, sorted.
    package var splits: [String] { columns.splits?.present.sorted() ?? [] }

    /// The images of one split.
    func indices(ofSplit split: String) -> [Int] { columns.splits?.indices(of: split) ?? [] }

    /// Those at `indices`, in that order.
    package func selecting(_ indices: [Int]) -> ImageList {
        let places: Places =
            switch columns.places {
            case .files: columns.places
            case .members(let members): .members(members.selecting(indices))
            }
        return ImageList(
            Columns(
                names: columns.names.selecting(indices), splits: columns.splits?.selecting(indices), places: places,
                otherNames: columns.otherNames?.selecting(indices)))
    }

    /// The images in ascending order of their file names' bytes, folders aside; those of one name as they stand.
    package func orderedByFileName() -> [Int] {
        ByteStrings(indices.lazy.map { name($0).split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? [] })
            .order()
    }
}
