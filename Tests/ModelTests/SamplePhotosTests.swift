import Foundation
import SwiftCSV
import Testing

private let photos = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "sample-data/photos")

private func table(_ name: String) throws -> CSV<Named> {
    try CSV<Named>(url: photos.appending(path: name))
}

@Test func everyLabelledPhotoIsThereWithBothLabels() throws {
    let rows = try table("labels.csv").rows
    #expect(rows.count >= 350)
    for row in rows {
        let file = try #require(row["file"])
        #expect(FileManager.default.fileExists(atPath: photos.appending(path: file).path), "\(file)")
        #expect(row["coarse"]?.isEmpty == false && row["fine"]?.isEmpty == false, "\(file)")
        #expect(["dev", "held-out"].contains(row["split"]), "\(file)")
    }
}

@Test func everyPhotoHasItsSourceAndLicence() throws {
    let labelled = try table("labels.csv").rows.compactMap { $0["file"] }
    let provenance = try table("PROVENANCE.csv").rows
    #expect(Set(provenance.compactMap { $0["file"] }) == Set(labelled))
    for row in provenance {
        #expect(row["package"]?.isEmpty == false && row["licence"]?.isEmpty == false, "\(row)")
    }
}
