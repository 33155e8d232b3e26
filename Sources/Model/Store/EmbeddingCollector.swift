import Synchronization

/// Gathers what an `EmbeddingRun` reports into one matrix.
package final class EmbeddingCollector: Sendable {
    private struct State {
        var rows: [[Float]?]
        var failures: [EmbeddedDataset.Failure] = []
        var statistics = EmbeddingRun.Statistics()
    }

    private let dataset: Dataset
    private let dimension: Int
    private let state: Mutex<State>

    package init(dataset: Dataset, dimension: Int) {
        self.dataset = dataset
        self.dimension = dimension
        state = Mutex(State(rows: Array(repeating: nil, count: dataset.images.count)))
    }

    package func take(_ event: EmbeddingRun.Event) {
        state.withLock { state in
            switch event {
            case .ready(let images): for (image, embedding) in images { state.rows[image] = embedding }
            case .failed(let image, let message): state.failures.append(.init(image: image, message: message))
            case .finished(let statistics): state.statistics = statistics
            }
        }
    }

    /// Of the run when it has finished.
    package var statistics: EmbeddingRun.Statistics { state.withLock { $0.statistics } }

    /// What has come so far.
    package var embedded: EmbeddedDataset {
        state.withLock { state in
            let images = state.rows.indices.filter { state.rows[$0] != nil }
            return EmbeddedDataset(
                dataset: dataset, images: images,
                embeddings: Matrix(
                    rows: images.count, columns: dimension, values: images.flatMap { state.rows[$0] ?? [] }),
                failures: state.failures.sorted { $0.image < $1.image })
        }
    }
}
