/// How the rows of a table name the image files, where that cannot be guessed: asked for, or said by dataset.toml.
package struct TablePaths: Sendable, Equatable {
    /// The column that names them.
    package var column: String?
    /// The folder that they lie in, below the table's, or absolute.
    package var folder: String?
    /// The ending of their names that the table leaves out, with its dot or without.
    package var ending: String?

    package init(column: String? = nil, folder: String? = nil, ending: String? = nil) {
        (self.column, self.folder, self.ending) = (column, folder, ending)
    }

    /// What it leaves open is as `others` has it.
    func completed(by others: TablePaths) -> TablePaths {
        TablePaths(
            column: column ?? others.column, folder: folder ?? others.folder, ending: ending ?? others.ending)
    }

    /// The path of the file that a value names.
    func path(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var path = Array(value)
        if let folder, value.first != UInt8(ascii: "/") {
            path.insert(contentsOf: FilePath(text: folder).bytes + [UInt8(ascii: "/")], at: 0)
        }
        if let ending { path += (ending.hasPrefix(".") ? "" : ".").utf8 + Array(ending.utf8) }
        return path[...]
    }
}
