import Model

/// Turns what an `EmbeddingRun` tells into events for the screen, a few a second.
struct EmbeddingTracker {
    /// Nil before the run has begun.
    private var table: EmbeddingTable?
    private var progress: EmbeddingRun.Progress
    private let start = ContinuousClock.now
    private var told: ContinuousClock.Instant?

    private static let tellEvery = Duration.milliseconds(100)

    init(images: Int) {
        progress = EmbeddingRun.Progress(total: images)
    }

    mutating func take(_ event: EmbeddingRun.Event) -> [Event] {
        let now = ContinuousClock.now
        progress.take(event, at: (now - start) / .seconds(1))
        switch event {
        case .began(let rows):
            table = EmbeddingTable(images: progress.total, rows: rows)
            return []
        case .ready(let images, _):
            for (image, row) in images { table?.insert(row: row, image: image) }
            if let told, now - told < Self.tellEvery { return [] }
            told = now
            return snapshot
        case .failed(let image, let reason):
            return [.unreadable(image: image, reason: reason)]
        case .finished(let statistics):
            let troubles = [statistics.cacheProblem, statistics.failure.map(message(of:))].compactMap { $0 }
            return snapshot + troubles.map { .failed($0) }
        }
    }

    private var snapshot: [Event] {
        let progress = EmbeddingProgress(
            done: progress.done - progress.failed, total: progress.total, rate: progress.rate, failed: progress.failed)
        return table.map { [.embeddings($0, progress)] } ?? []
    }
}
