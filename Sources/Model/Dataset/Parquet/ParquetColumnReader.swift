/// Reads one column of a Parquet file, a page at a time.
struct ParquetColumnReader: Sendable {
    /// A page of values, and what it needs to be read.
    struct Place: Sendable {
        let page: ParquetPage
        let codec: Int
        let dictionary: ParquetPage?
    }

    let column: ParquetFile.Column
    /// In the order of the rows.
    let places: [Place]

    /// A page of more rows is a mistake: writers end one at a megabyte.
    private static let mostRows = 1 << 24

    /// Walks through the pages' headers.
    /// - Throws: `ParquetFile.Failure`, and what `read` throws.
    init(_ file: ParquetFile, column index: Int, read: ReadBytes) throws {
        column = file.columns[index]
        var places: [Place] = []
        for chunk in file.chunks(of: index) {
            var dictionary: ParquetPage?
            var (position, rows) = (chunk.bytes.lowerBound, 0)
            while rows < chunk.rows, position < chunk.bytes.upperBound {
                let page = try ParquetPage(at: position, below: chunk.bytes.upperBound, read: read)
                position = page.bytes.upperBound
                switch page.kind {
                case .index: continue
                case .dictionary: dictionary = page
                case .data, .dataV2:
                    guard page.rows <= min(Self.mostRows, chunk.rows - rows) else {
                        throw ParquetFile.Failure.malformed(
                            "a page of the column \(column.name) has \(page.rows) rows, expected at most"
                                + " \(min(Self.mostRows, chunk.rows - rows))")
                    }
                    rows += page.rows
                    places.append(Place(page: page, codec: chunk.codec, dictionary: dictionary))
                }
            }
            guard rows == chunk.rows else {
                throw ParquetFile.Failure.malformed(
                    "the column \(column.name) has \(rows) rows of a group, expected \(chunk.rows)")
            }
        }
        self.places = places
    }

    /// - Throws: `ParquetFile.Failure`, and what `read` throws.
    func values(_ place: Place, read: ReadBytes) throws -> ParquetValues {
        try values(place, dictionary: dictionary(of: place, read: read), read: read)
    }

    private func dictionary(of place: Place, read: ReadBytes) throws -> ParquetValues? {
        try place.dictionary.map { page in
            try ParquetValues(
                page, stored: read(page.bytes.lowerBound, page.bytes.count), codec: place.codec,
                column: column.required, dictionary: nil)
        }
    }

    private func values(_ place: Place, dictionary: ParquetValues?, read: ReadBytes) throws -> ParquetValues {
        let page = place.page
        return try ParquetValues(
            page, stored: read(page.bytes.lowerBound, page.bytes.count), codec: place.codec, column: column,
            dictionary: dictionary)
    }

    /// Each row's value as a word; nil for nulls, and for types that are no words.
    /// - Throws: `ParquetFile.Failure`, and what `read` throws.
    func words(read: ReadBytes) throws -> CategoryColumn {
        var words = CategoryColumn()
        // The pages of a group of rows share one.
        var (known, dictionary): (Range<Int>?, ParquetValues?) = (nil, nil)
        for place in places {
            if place.dictionary?.bytes != known {
                dictionary = try self.dictionary(of: place, read: read)
                known = place.dictionary?.bytes
            }
            let values = try values(place, dictionary: dictionary, read: read)
            for row in 0..<values.count { words.append(values[row].flatMap(column.word)) }
        }
        return words
    }
}

extension ParquetFile.Column {
    /// The same without nulls: a dictionary has none.
    fileprivate var required: Self {
        Self(path: path, kind: kind, length: length, isText: isText, definition: 0, repetition: 0)
    }

    var contents: FileColumn.Contents {
        if repetition > 0 || [.int96, .fixedBytes].contains(kind) { return .other }
        return kind == .bytes && !isText ? .bytes : .words
    }

    fileprivate func word(_ value: ArraySlice<UInt8>) -> String? {
        func bits() -> UInt64 { value.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        switch kind {
        case .boolean: return value.first == 1 ? "true" : "false"
        case .int32: return "\(Int32(truncatingIfNeeded: bits()))"
        case .int64: return "\(Int64(bitPattern: bits()))"
        case .float: return "\(Float(bitPattern: UInt32(bits())))"
        case .double: return "\(Double(bitPattern: bits()))"
        case .bytes: return String(decoding: value, as: UTF8.self)
        case .int96, .fixedBytes: return nil
        }
    }
}
