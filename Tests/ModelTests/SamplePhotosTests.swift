import Foundation
import Testing

@testable import Model

private let photos = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "sample-data/photos")

/// The rows below the header, by its names.
private func table(_ name: String) throws -> [[String: String]] {
    try Data(contentsOf: photos.appending(path: name)).withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
        var reader = DelimitedReader(bytes, separator: UInt8(ascii: ","))
        _ = try reader.next()
        let header = reader.row.indices.map(reader.row.text)
        var rows: [[String: String]] = []
        while try reader.next() {
            rows.append(Dictionary(uniqueKeysWithValues: zip(header, reader.row.indices.map(reader.row.text))))
        }
        return rows
    }
}

@Test func everyLabelledPhotoIsThereWithBothLabels() throws {
    let rows = try table("labels.csv")
    #expect(rows.count >= 350)
    for row in rows {
        let file = try #require(row["file"])
        #expect(FileManager.default.fileExists(atPath: photos.appending(path: file).path), "\(file)")
        #expect(row["coarse"]?.isEmpty == false && row["fine"]?.isEmpty == false, "\(file)")
        #expect(["dev", "held-out"].contains(row["split"]), "\(file)")
    }
}

@Test func everyPhotoHasItsSourceAndLicence() throws {
    let labelled = try table("labels.csv").compactMap { $0["file"] }
    let provenance = try table("PROVENANCE.csv")
    #expect(Set(provenance.compactMap { $0["file"] }) == Set(labelled))
    for row in provenance {
        #expect(row["package"]?.isEmpty == false && row["licence"]?.isEmpty == false, "\(row)")
    }
}

/// Programs disagree on what a transparent pixel is, so there is none.
@Test func noPhotoCarriesAlpha() throws {
    for file in try table("labels.csv").compactMap({ $0["file"] }) where file.hasSuffix(".png") {
        let header = try Data(contentsOf: photos.appending(path: file)).prefix(26)
        #expect(header.last == 2, "\(file): PNG colour type, expected 2 (RGB)")
    }
}
