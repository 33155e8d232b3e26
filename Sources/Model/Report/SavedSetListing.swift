import Foundation

/// The saved prompt sets, each version of each, for people and programs.
package struct SavedSetListing: Sendable, Encodable {
    package struct Entry: Sendable, Encodable {
        package let name: String
        package let version: Int
        /// ISO 8601, UTC.
        package let date: String
        /// How many.
        package let templates: Int
        /// How many of them are on.
        package let on: Int
        package let note: String?
        let localDate: String

        init(_ saved: History.SavedSet) throws {
            let set = try saved.promptSet
            (name, version, note) = (saved.name, saved.version, saved.note)
            date = saved.date.formatted(.iso8601)
            localDate = saved.date.toTheMinute
            (templates, on) = (set.entries.count, set.active.count)
        }

        private enum CodingKeys: String, CodingKey {
            case name, version, date, templates, on, note
        }
    }

    package let sets: [Entry]

    /// - Throws: `TOMLFile.Failure`, `PromptSetError`
    package init(_ sets: [History.SavedSet]) throws {
        self.sets = try sets.map(Entry.init)
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(
            ["prompt set", "version", "date", "templates", "on", "note"],
            [.left, .right, .left, .right, .right, .left])
        for set in sets {
            table.add([
                set.name, "\(set.version)", set.localDate, "\(set.templates)", "\(set.on)", set.note ?? "",
            ])
        }
        return table.text(style)
    }
}
