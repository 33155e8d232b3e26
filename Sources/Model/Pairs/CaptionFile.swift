import Foundation

/// A table of images and their captions: .csv or .tsv with a header, or a JSON object a line (metadata.jsonl). A file may
/// stand in several rows.
package struct CaptionFile: Sendable {
    struct Row: Sendable, Equatable {
        /// Of `images`.
        let image: Int
        let caption: String
    }

    package let url: URL
    /// Paths below the table's folder, or absolute ones, each once.
    package let images: [String]
    let rows: [Row]
    package let skipped: SkippedPairs
    package var count: Int { rows.count }

    package enum Failure: Error, Equatable {
        case unreadable(URL, reason: String)
        case noColumn(URL, role: String, expected: [String], found: [String])
        case noRows(URL)
    }

    /// Names of the columns, as open_clip, datasets and img2dataset have them.
    static let captionColumns = ["caption", "text", "title", "sentence"]
    static let fileColumns = ["file"] + LabelRows.fileColumns

    /// - Throws: `CaptionFile.Failure`
    package init(contentsOf url: URL) throws {
        self.url = url
        var skipped = SkippedPairs()
        let text: TableText
        do {
            var data = try FilePath(url).contents()
            let ending = url.pathExtension.lowercased()
            if ending == "jsonl" { data = Self.withoutOtherLines(data, &skipped) }
            text = try TableText(data, ending: ending)
        } catch {
            throw Failure.unreadable(url, reason: message(of: error))
        }
        var (images, rows, numbers) = ([String](), [Row](), [String: Int]())
        try text.bytes.withUnsafeBytes { bytes in
            var reader = DelimitedReader(bytes, separator: text.separator)
            do {
                let header = try reader.next() ? reader.row.indices.map { LabelRows.trimmed(reader.row[$0]) } : []
                let file = try Self.column(Self.fileColumns, "files", header, url)
                let caption = try Self.column(Self.captionColumns, "captions", header, url)
                while try reader.next() {
                    let row = reader.row
                    guard !row.allSatisfy(\.isEmpty) else { continue }
                    let name = row.indices.contains(file) ? LabelRows.trimmed(row[file]) : ""
                    guard !name.isEmpty else {
                        skipped.withoutFile += 1
                        continue
                    }
                    guard let own = row.indices.contains(caption) ? Self.text(row[caption]) : "" else {
                        skipped.notUTF8 += 1
                        continue
                    }
                    guard !own.allSatisfy(\.isWhitespace) else {
                        skipped.empty += 1
                        continue
                    }
                    if numbers[name] == nil {
                        numbers[name] = images.count
                        images.append(name)
                    }
                    rows.append(Row(image: numbers[name]!, caption: own))
                }
            } catch let fault as DelimitedReader.Fault {
                throw Failure.unreadable(url, reason: "row \(fault.row): a quotation mark that is not closed")
            }
        }
        guard !rows.isEmpty else { throw Failure.noRows(url) }
        (self.images, self.rows, self.skipped) = (images, rows, skipped)
    }

    /// Lines of JSON that are no UTF-8 are left out and counted.
    private static func withoutOtherLines(_ data: Data, _ skipped: inout SkippedPairs) -> Data {
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let kept = lines.filter { text($0) != nil }
        skipped.notUTF8 = lines.count - kept.count
        return Data(kept.joined(separator: [UInt8(ascii: "\n")]))
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String? { String(validating: bytes, as: UTF8.self) }

    private static func column(_ names: [String], _ role: String, _ header: [String], _ url: URL) throws -> Int {
        let own = header.map { $0.lowercased() }
        guard let index = names.lazy.compactMap(own.firstIndex).first else {
            throw Failure.noColumn(url, role: role, expected: names, found: header)
        }
        return index
    }

    /// The images as a dataset without labels.
    package var dataset: Dataset { Dataset(files: images, in: url.deletingLastPathComponent()) }
}

extension CaptionFile.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let url, let reason): "\(url.path): cannot be read: \(reason)"
        case .noColumn(let url, let role, let expected, let found):
            "\(url.path): no column of \(role), expected one of \(listing(expected)), found \(listing(found))"
        case .noRows(let url): "\(url.path): no rows with a file and a caption"
        }
    }
}
