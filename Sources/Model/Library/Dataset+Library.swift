import Foundation

/// What other packages use of a dataset.
extension Dataset {
    /// Reads labelled images as they lie: folders of classes, a table, shards (docs/datasets.md). Nothing is written.
    /// - Throws: an error that `message(of:)` turns into one line.
    public init(opening location: URL) throws {
        let home = Home.ofLibrary
        try self.init(contentsOf: location, labelColumn: nil, library: home.templates, known: home.knownDatasets)
    }

    /// The sample photos that come with clipscope.
    public static func samplePhotos() throws -> Dataset {
        try Dataset(opening: Home.ofLibrary.photos)
    }

    /// Number of images.
    public var count: Int { images.count }

    /// Path of an image below the dataset's folder.
    public func path(of image: Int) -> String { images.path(image) }

    /// Decodes an image.
    /// - Throws: where the file cannot be read or is broken.
    public func picture(_ image: Int) throws -> Picture { try images.source(image).picture() }
}
