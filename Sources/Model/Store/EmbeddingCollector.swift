import Synchronization

/// Gathers what an `EmbeddingRun` reports.
package final class EmbeddingCollector: Sendable {
    private struct State {
        /// Nil before the run has begun.
        var table: EmbeddingTable?
        var failures: [EmbeddedDataset.Failure] = []
        var statistics = EmbeddingRun.Statistics()
    }

    private let dataset: Dataset
    private let state = Mutex(State())

    package init(dataset: Dataset) {
        self.dataset = dataset
    }

    package func take(_ event: EmbeddingRun.Event) {
        state.withLock { state in
            switch event {
            case .began(let rows): state.table = EmbeddingTable(images: dataset.images.count, rows: rows)
            case .ready(let images, _): for (image, row) in images { state.table?.insert(row: row, image: image) }
            case .failed(let image, let message): state.failures.append(.init(image: image, message: message))
            case .finished(let statistics): state.statistics = statistics
            }
        }
    }

    /// Of the run when it has finished.
    package var statistics: EmbeddingRun.Statistics { state.withLock { $0.statistics } }

    /// What came of the run when it has finished.
    /// - Throws: `EmbeddingRun.Failure` where it ended before its end.
    package func embedded() throws -> EmbeddedDataset {
        try state.withLock { state in
            if let failure = state.statistics.failure { throw failure }
            return EmbeddedDataset(
                dataset: dataset, table: state.table!, failures: state.failures.sorted { $0.image < $1.image })
        }
    }
}
