import Foundation

/// A dataset's images with their embeddings, as far as they could be read.
package struct EmbeddedDataset: Sendable {
    package struct Failure: Sendable, Equatable {
        package let image: Int
        package let message: String

        package init(image: Int, message: String) {
            self.image = image
            self.message = message
        }
    }

    package enum Problem: Error, Equatable {
        case nothingReadable(dataset: URL, images: Int)
    }

    package let dataset: Dataset
    package let table: EmbeddingTable
    /// The images that have no embedding, ascending, and why.
    package let failures: [Failure]

    package init(dataset: Dataset, table: EmbeddingTable, failures: [Failure]) {
        precondition(table.images == dataset.images.count, "\(table.images) places for \(dataset.images.count) images")
        self.dataset = dataset
        self.table = table
        self.failures = failures
    }

    /// Which image each row of `embeddings` is, ascending.
    package var images: [Int] { dataset.images.indices.filter(table.isKnown) }

    /// Normalised, [images, dimension], copied: for datasets that fit into memory several times.
    package var embeddings: Matrix { table.gathered().matrix }
}

extension EmbeddedDataset {
    /// - Throws: `EmbeddedDataset.Problem` where there are images and none of them could be read.
    package func withImages() throws -> EmbeddedDataset {
        guard table.known > 0 || failures.isEmpty else {
            throw Problem.nothingReadable(dataset: dataset.folder, images: failures.count)
        }
        return self
    }
}

extension EmbeddedDataset.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingReadable(let dataset, let images): "\(dataset.path): none of its \(images) images could be read"
        }
    }
}
