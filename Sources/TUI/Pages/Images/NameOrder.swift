import Foundation
import Model

/// The images in the order of their file names: a million take a second or two, once.
package enum NameOrder {
    package struct Question: Equatable, Sendable {
        let folder: URL
        let images: ImageList

        package static func == (left: Question, right: Question) -> Bool {
            left.folder == right.folder && left.images.count == right.images.count
        }

        /// The place of each image.
        package var ranks: [Int32] {
            var ranks = [Int32](repeating: 0, count: images.count)
            for (rank, image) in images.orderedByFileName().enumerated() { ranks[image] = Int32(rank) }
            return ranks
        }
    }
}
