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
    /// Which image each row of `embeddings` is, ascending.
    package let images: [Int]
    /// Normalised, [images, dimension].
    package let embeddings: Matrix
    /// The images that have no row, ascending, and why.
    package let failures: [Failure]

    package init(dataset: Dataset, images: [Int], embeddings: Matrix, failures: [Failure]) {
        precondition(images.count == embeddings.rows, "\(images.count) images for \(embeddings.rows) rows")
        self.dataset = dataset
        self.images = images
        self.embeddings = embeddings
        self.failures = failures
    }
}

extension EmbeddedDataset {
    /// - Throws: `EmbeddedDataset.Problem` where there are images and none of them could be read.
    package func withImages() throws -> EmbeddedDataset {
        guard !images.isEmpty || failures.isEmpty else {
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
