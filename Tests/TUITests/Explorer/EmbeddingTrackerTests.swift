@testable import Model
import Testing

@testable import TUI

@Suite struct EmbeddingTrackerTests {
    @Test func aBurstOfBatchesIsToldOnceAndNothingIsLost() {
        var tracker = EmbeddingTracker(images: 100)
        var told: [Event] = []
        for image in 0..<99 { told += tracker.take(.ready([(image: image, embedding: [1, 0])])) }
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

    @Test func aProblemOfTheCacheIsToldAtTheEnd() {
        var tracker = EmbeddingTracker(images: 0)
        var statistics = EmbeddingRun.Statistics()
        statistics.cacheProblem = "the disk is full"
        let told = tracker.take(.finished(statistics))
        #expect(told.contains { if case .failed("the disk is full") = $0 { true } else { false } })
    }
}
