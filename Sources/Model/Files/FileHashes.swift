import Foundation

/// Hashes of files from one start of the program to the next, so that a large one is read for it once. It may forget, and
/// fail: then files are read again.
package protocol FileHashes: Sendable {
    /// Nil where none is known of the file as it is now.
    func hash(of path: String, _ fileVersion: FileVersion) -> ContentHash?
    func keep(_ hash: ContentHash, of path: String, _ fileVersion: FileVersion)
    /// For what is made of files and takes long to make; nil where nothing is kept.
    var folder: URL? { get }
}

extension FileHashes {
    package var folder: URL? { nil }
}
