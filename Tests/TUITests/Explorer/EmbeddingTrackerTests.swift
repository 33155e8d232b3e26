@testable import Model
import Testing

@testable import TUI

@Suite struct EmbeddingTrackerTests {
    @Test func aBurstOfBatchesIsToldOnceAndNothingIsLost() throws {
        var tracker = EmbeddingTracker(images: 100)
        var told: [Event] = []
        told += tracker.take(.began(try .temporary(dimension: 2)))
        for image in 0..<99 { told += tracker.take(.ready([(image: image, row: image)], isCached: false)) }
        #expect(told.count < 20)
        told += tracker.take(.failed(image: 99, message: "cut short"))
        told += tracker.take(.finished(EmbeddingRun.Statistics()))
        guard case .embeddings(let embeddings, let progress)? = told.last else {
            Issue.record("the last event tells the embeddings")
            return
        }
        #expect(embeddings.known == 99 && progress.done == 99 && progress.failed == 1 && progress.isFinished)
        #expect(told.contains { if case .unreadable(99, "cut short") = $0 { true } else { false } })
    }

    @Test func whenTheCacheMovedOnlyWhatComesAnewCounts() throws {
        var tracker = EmbeddingTracker(images: 3)
        let (old, new) = (try EmbeddingRows.temporary(dimension: 2), try EmbeddingRows.temporary(dimension: 2))
        var told: [Event] = []
        told += tracker.take(.began(old))
        told += tracker.take(.ready([(image: 0, row: 0), (image: 1, row: 1)], isCached: false))
        told += tracker.take(.failed(image: 2, message: "cut short"))
        told += tracker.take(.began(new))
        told += tracker.take(.ready([(image: 1, row: 0)], isCached: true))
        told += tracker.take(.finished(EmbeddingRun.Statistics()))
        guard case .embeddings(let embeddings, let progress)? = told.last else {
            Issue.record("the last event tells the embeddings")
            return
        }
        #expect(embeddings.rows === new && embeddings.row(of: 0) == nil && embeddings.row(of: 1) == 0)
        #expect(progress.done == 1 && progress.failed == 1 && !progress.isFinished)
    }

    @Test func aProblemOfTheCacheIsToldAtTheEnd() {
        var tracker = EmbeddingTracker(images: 0)
        var statistics = EmbeddingRun.Statistics()
        statistics.cacheProblem = "the disk is full"
        let told = tracker.take(.finished(statistics))
        #expect(told.contains { if case .failed("the disk is full") = $0 { true } else { false } })
    }
}
