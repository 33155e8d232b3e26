import Foundation

/// What was marked and noted of images, for people and programs.
package struct RemarkListing: Sendable, Encodable {
    package struct Entry: Sendable, Encodable {
        /// Of the dataset.
        package let folder: String
        /// Relative to it, as `eval --predictions` names it.
        package let file: String
        package let mark: String?
        package let note: String?
        /// ISO 8601, UTC.
        package let date: String
        let localDate: String

        init(_ kept: History.KeptRemark) {
            (folder, file) = (kept.folder.path, kept.path)
            (mark, note) = (kept.remark.mark, kept.remark.note)
            date = kept.date.formatted(.iso8601)
            localDate = kept.date.toTheMinute
        }

        private enum CodingKeys: String, CodingKey {
            case folder, file, mark, note, date
        }
    }

    package let remarks: [Entry]

    package init(_ remarks: [History.KeptRemark]) {
        self.remarks = remarks.map(Entry.init)
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(["dataset", "file", "mark", "date", "note"], [.left, .left, .left, .left, .left])
        for remark in remarks {
            table.add([
                remark.folder, remark.file, remark.mark ?? "-", remark.localDate, remark.note ?? "",
            ])
        }
        return table.text(style)
    }
}
