/// How far the embedding of the images has come.
package struct EmbeddingProgress: Equatable, Sendable {
    package var done: Int
    package var total: Int
    /// Images a second since the run began; nil while it is too early to tell.
    package var rate: Double?
    /// Images that could not be read.
    package var failed: Int

    package init(done: Int, total: Int, rate: Double? = nil, failed: Int = 0) {
        self.done = done
        self.total = total
        self.rate = rate
        self.failed = failed
    }

    package var isFinished: Bool { done + failed >= total }

    package var secondsLeft: Double? {
        guard let rate, rate > 0 else { return nil }
        return Double(total - done - failed) / rate
    }
}
