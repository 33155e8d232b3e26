import Foundation

/// Why there is no embedding cache. Never a reason not to run: without one, images are encoded again.
package enum StoreError: Error, Equatable {
    case cannotOpen(URL, reason: String)
    case newerVersion(URL, found: Int, known: Int)
    case failed(URL, reason: String)
    /// The space has another vector file by now, because the cache was pruned or mended: row numbers mean nothing any
    /// more, and the space is to be opened anew.
    case moved(URL)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotOpen(let file, let reason): "\(file.path): the embedding cache cannot be opened: \(reason)"
        case .newerVersion(let file, let found, let known):
            "\(file.path): the embedding cache is of version \(found), this program knows \(known)"
        case .failed(let file, let reason): "\(file.path): the embedding cache failed: \(reason)"
        case .moved(let file): "\(file.path): the embedding cache was pruned meanwhile"
        }
    }
}
