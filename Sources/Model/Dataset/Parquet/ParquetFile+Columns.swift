extension ParquetFile: ColumnFile {
    var fileColumns: [FileColumn] { columns.map { FileColumn(path: $0.path, contents: $0.contents) } }

    func words(of column: Int, read: ReadBytes) throws -> CategoryColumn {
        try ParquetColumnReader(self, column: column, read: read).words(read: read)
    }

    func pictures(in column: Int, read: ReadBytes) throws -> any ColumnPictures {
        try ParquetImages(ParquetColumnReader(self, column: column, read: read))
    }
}
