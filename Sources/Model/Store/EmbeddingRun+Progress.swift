extension EmbeddingRun {
    /// How far a run is, how fast and for how long still. Fed with events and the time; keeps no clock.
    package struct Progress: Sendable, Equatable {
        package let total: Int
        /// Ready or failed.
        package private(set) var done = 0
        package private(set) var failed = 0

        /// Since the cache's part ended: that says nothing of the speed.
        private var marks: [Mark] = []

        private struct Mark: Sendable, Equatable {
            var seconds: Double
            var done: Int
        }

        /// The rate is that of the last seconds, so that it follows a machine that gets busy.
        private static let window = 8.0

        package init(total: Int) {
            self.total = total
        }

        /// - Parameter seconds: since the start of the run.
        package mutating func take(_ event: Event, at seconds: Double) {
            switch event {
            case .began: (done, marks) = (failed, [])
            case .ready(let images, let isCached):
                done += images.count
                if isCached { marks = [] }
            case .failed:
                done += 1
                failed += 1
            case .finished: return
            }
            marks.append(Mark(seconds: seconds, done: done))
            while marks.count > 2, seconds - marks[1].seconds > Self.window { marks.removeFirst() }
        }

        /// Images a second; nil before two batches are done.
        package var rate: Double? {
            guard let first = marks.first, let last = marks.last, last.seconds > first.seconds,
                last.done > first.done
            else { return nil }
            return Double(last.done - first.done) / (last.seconds - first.seconds)
        }

        package var secondsLeft: Double? {
            rate.map { Double(total - done) / $0 }
        }
    }
}
