import Model

/// Turns what an `EmbeddingRun` tells into events for the screen, a few a second.
struct EmbeddingTracker {
    private var embeddings: ImageEmbeddings
    private var progress: EmbeddingRun.Progress
    private let start = ContinuousClock.now
    private var told: ContinuousClock.Instant?

    private static let tellEvery = Duration.milliseconds(100)

    init(images: Int) {
        embeddings = ImageEmbeddings(images: images)
        progress = EmbeddingRun.Progress(total: images)
    }

    mutating func take(_ event: EmbeddingRun.Event) -> [Event] {
        let now = ContinuousClock.now
        progress.take(event, at: (now - start) / .seconds(1))
        switch event {
        case .ready(let images):
            for (image, embedding) in images { embeddings.insert(embedding[...], image: image) }
            if let told, now - told < Self.tellEvery { return [] }
            told = now
            return [snapshot]
        case .failed(let image, let reason):
            return [.unreadable(image: image, reason: reason)]
        case .finished(let statistics):
            return [snapshot] + (statistics.cacheProblem.map { [.failed($0)] } ?? [])
        }
    }

    private var snapshot: Event {
        .embeddings(
            embeddings,
            EmbeddingProgress(
                done: progress.done - progress.failed, total: progress.total, rate: progress.rate,
                failed: progress.failed))
    }
}
