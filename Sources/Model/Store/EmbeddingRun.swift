import Foundation
import Synchronization

/// Brings the embeddings of a dataset's images: first those that the cache has, then the rest, decoded and
/// encoded on threads of its own. (sgemm keeps off Swift's cooperative pool, whose threads must not block.)
///
/// Call `wait` before the program ends: leaving main while a thread multiplies hangs in OpenBLAS's shutdown.
package final class EmbeddingRun: Sendable {
    package enum Event: Sendable {
        /// Embeddings, normalised; sent from the run's threads, one event at a time.
        case ready([(image: Int, embedding: [Float])])
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
    }

    /// Encodes pictures: [pictures, dimension], normalised.
    typealias Encode = @Sendable ([Picture]) -> Matrix

    private let images: ImageList
    private let space: EmbeddingSpace
    private let encode: Encode
    private let store: EmbeddingStore?
    private let threads: Int
    private let report: Mutex<@Sendable (Event) -> Void>
    private let queue: ImageQueue
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
            images: dataset.images, space: EmbeddingSpace(model), store: store, threads: threads,
            encode: { model.embed(pictures: $0) }, report: report)
    }

    init(
        images: ImageList, space: EmbeddingSpace, store: EmbeddingStore?, threads: Int, encode: @escaping Encode,
        report: @escaping @Sendable (Event) -> Void
    ) {
        self.images = images
        self.space = space
        self.store = store
        self.threads = max(1, threads)
        self.encode = encode
        self.report = Mutex(report)
        queue = ImageQueue()
    }

    /// Starts the threads and returns at once. To be called once.
    package func start() {
        running.enter()
        let begin = ContinuousClock.now
        launch("embed") { [self] in
            queue.fill(bringCached())
            let workers = DispatchGroup()
            // This thread works too; a few images do not need the others.
            for index in 1..<max(1, min(threads, queue.count / EmbeddingBatch.images + 1)) {
                workers.enter()
                launch("embed \(index)") { [self] in
                    work()
                    workers.leave()
                }
            }
            work()
            workers.wait()
            let final = statistics.withLock { statistics in
                statistics.images = images.count
                statistics.seconds = (ContinuousClock.now - begin) / .seconds(1)
                statistics.isCancelled = isCancelled.load(ordering: .relaxed)
                return statistics
            }
            send(.finished(final))
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

    /// Sends what the cache has.
    /// - Returns: the images that it has not.
    private func bringCached() -> [Int] {
        guard let store else { return Array(images.indices) }
        do {
            let known = try store.embeddings(of: images.map(\.source), in: space)
            if let told = store.takeRepairMessage() { note(cacheProblem: told) }
            if !known.found.isEmpty {
                statistics.withLock { $0.cached += known.found.count }
                send(.ready(known.found.map { (image: $0.index, embedding: $0.embedding) }))
            }
            return known.missing
        } catch {
            note(cacheProblem: message(of: error))
            return Array(images.indices)
        }
    }

    private func work() {
        while !isCancelled.load(ordering: .relaxed) {
            var batch = EmbeddingBatch(space: space, store: store)
            while !batch.isFull, !isCancelled.load(ordering: .relaxed), let image = queue.next() {
                do {
                    try batch.add(image, images[image].source)
                } catch {
                    statistics.withLock { $0.failed += 1 }
                    send(.failed(image: image, message: message(of: error)))
                }
            }
            if batch.isEmpty { return }
            finish(batch.encoded(by: encode))
        }
    }

    private func finish(_ batch: EmbeddingBatch.Result) {
        statistics.withLock {
            $0.cached += batch.known
            $0.encoded += batch.ready.count - batch.known
        }
        send(.ready(batch.ready))
        do {
            try store?.save(batch.entries, in: space)
            if let told = store?.takeRepairMessage() { note(cacheProblem: told) }
        } catch {
            note(cacheProblem: message(of: error))
        }
        if let problem = batch.cacheProblem { note(cacheProblem: problem) }
    }

    /// The first problem is kept: the others most often follow from it.
    private func note(cacheProblem: String) {
        statistics.withLock { $0.cacheProblem = $0.cacheProblem ?? cacheProblem }
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
