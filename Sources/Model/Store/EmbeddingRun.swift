import Foundation
import Synchronization

/// Brings the embeddings of a dataset's images: first those that the cache has, then the rest, decoded and
/// encoded on threads of its own. (sgemm keeps off Swift's cooperative pool, whose threads must not block.)
///
/// Call `wait` before the program ends: leaving main while a thread multiplies hangs in OpenBLAS's shutdown.
package final class EmbeddingRun: Sendable {
    /// Sent from the run's threads, one at a time.
    package enum Event: Sendable {
        /// What the rows told from here on are rows of. Sent first; and again when the cache was pruned or failed
        /// meanwhile: no row told before counts, and what is known comes anew.
        case began(EmbeddingRows)
        /// Images that have an embedding, normalised. Cached ones were found by their files, many at a time.
        case ready([(image: Int, row: Int)], isCached: Bool)
        /// An image that cannot be read. It stays without an embedding and the run goes on.
        case failed(image: Int, message: String)
        /// Sent last, once, also after `cancel`.
        case finished(Statistics)
    }

    package struct Statistics: Sendable, Equatable {
        package var images = 0
        /// From the cache, be it by path or by content.
        package var cached = 0
        package var encoded = 0
        package var failed = 0
        package var seconds = 0.0
        package var isCancelled = false
        /// Why the cache was of no use, or what was mended in it.
        package var cacheProblem: String?
        /// Why the run ended before its end.
        package var failure: Failure?
    }

    /// The image tower could not be read, or embeddings could not be kept anywhere.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Encodes pictures: [pictures, dimension], normalised. What it throws ends the run.
    typealias Encode = @Sendable ([Picture], _ isCancelled: @escaping @Sendable () -> Bool) throws -> Matrix

    private let dataset: Dataset
    private let space: EmbeddingSpace
    private let encode: Encode
    private let store: EmbeddingStore?
    private let threads: Int
    private let report: Mutex<@Sendable (Event) -> Void>
    private let queue: ImageQueue
    /// Nil before the run has begun.
    private let ledger = Mutex<EmbeddingLedger?>(nil)
    private let statistics = Mutex(Statistics())
    private let running = DispatchGroup()
    private let isCancelled = Atomic(false)

    /// - Parameters:
    ///   - report: called from the run's threads, one call at a time.
    package convenience init(
        dataset: Dataset, model: CLIP, store: EmbeddingStore?,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        report: @escaping @Sendable (Event) -> Void
    ) {
        self.init(
            dataset: dataset, space: EmbeddingSpace(model), store: store, threads: threads,
            encode: { try model.embed(pictures: $0, isCancelled: $1) }, report: report)
    }

    init(
        dataset: Dataset, space: EmbeddingSpace, store: EmbeddingStore?, threads: Int, encode: @escaping Encode,
        report: @escaping @Sendable (Event) -> Void
    ) {
        self.dataset = dataset
        self.space = space
        self.store = store
        self.threads = max(1, threads)
        self.encode = encode
        self.report = Mutex(report)
        queue = ImageQueue(images: dataset.images.count)
    }

    /// Starts the threads and returns at once. To be called once.
    package func start() {
        running.enter()
        let begin = ContinuousClock.now
        launch("embed") { [self] in
            endingOnFailure {
                try ledger.withLock { ledger in
                    ledger = try EmbeddingLedger(dataset, space, store)
                    try ledger!.begin(outlet)
                }
            }
            workOnAllThreads()
            send(.finished(final(seconds: (ContinuousClock.now - begin) / .seconds(1))))
            running.leave()
        }
    }

    /// Ends the run after the batches under way. What is done is kept. Returns at once.
    package func cancel() {
        isCancelled.store(true, ordering: .relaxed)
    }

    /// Returns when the last thread has sent its last event.
    package func wait() {
        running.wait()
    }

    /// Encodes these first, in this order, as far as they are still to be done: those near the cursor.
    package func prefer(_ images: some Sequence<Int>) {
        queue.prefer(Array(images))
    }

    private var outlet: EmbeddingLedger.Outlet {
        EmbeddingLedger.Outlet(
            tell: { self.send($0) }, encode: { self.queue.add($0) },
            isCancelled: { self.isCancelled.load(ordering: .relaxed) })
    }

    private func workOnAllThreads() {
        let workers = DispatchGroup()
        // This thread works too.
        for index in 1..<max(1, min(threads, queue.count)) {
            workers.enter()
            launch("embed \(index)") { [self] in
                work()
                workers.leave()
            }
        }
        work()
        workers.wait()
    }

    private func work() {
        while !isCancelled.load(ordering: .relaxed) {
            var batch = EmbeddingBatch(
                dimension: space.dimension, limit: EmbeddingBatch.size(of: queue.count, threads: threads),
                cache: ledger.withLock { $0?.cache })
            while !batch.isFull, !isCancelled.load(ordering: .relaxed), let image = queue.next() {
                do {
                    try batch.add(image, dataset.images[image].source)
                } catch {
                    statistics.withLock { $0.failed += 1 }
                    send(.failed(image: image, message: message(of: error)))
                }
            }
            if batch.isEmpty { return }
            endingOnFailure {
                let result = try batch.encoded(by: encode) { self.isCancelled.load(ordering: .relaxed) }
                statistics.withLock { $0.encoded += result.encoded }
                try ledger.withLock { ledger in
                    if let problem = result.cacheProblem { ledger?.note(cacheProblem: problem) }
                    try ledger?.keep(result, outlet)
                }
            }
        }
    }

    private func endingOnFailure(_ body: () throws -> Void) {
        do {
            try body()
        } catch is CancellationError {
            cancel()
        } catch {
            statistics.withLock { $0.failure = $0.failure ?? Failure(description: message(of: error)) }
            cancel()
        }
    }

    private func final(seconds: Double) -> Statistics {
        let (known, problem) = ledger.withLock { ($0?.table.known ?? 0, $0?.cacheProblem) }
        return statistics.withLock { statistics in
            statistics.images = dataset.images.count
            statistics.cached = max(0, known - statistics.encoded)
            statistics.seconds = seconds
            statistics.isCancelled = isCancelled.load(ordering: .relaxed)
            statistics.cacheProblem = problem
            return statistics
        }
    }

    private func send(_ event: Event) {
        report.withLock { $0(event) }
    }

    private func launch(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }
}

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
