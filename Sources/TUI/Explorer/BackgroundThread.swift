import Foundation
import Synchronization

/// A thread for one kind of question that the pages ask: the newest alone is answered, an older one is told to stop.
final class BackgroundThread<Question: Equatable & Sendable>: StoppableThread, Sendable {
    /// Posts events, the last of them the answer. Returns soon after `isStale` turns true.
    typealias Work =
        @Sendable (
            _ request: Request<Question>, _ isStale: @escaping @Sendable () -> Bool,
            _ post: @escaping @Sendable (Event) -> Void
        ) -> Void

    private let name: String
    private let mailbox: Mailbox
    private let work: Work
    private let newest = Mutex<Request<Question>?>(nil)
    private let generation = Atomic(0)
    private let isStopping = Atomic(false)
    private let wakeUp = DispatchSemaphore(value: 0)
    private let running = DispatchGroup()

    init(_ name: String, mailbox: Mailbox, work: @escaping Work) {
        self.name = name
        self.mailbox = mailbox
        self.work = work
    }

    func start() {
        running.enter()
        Thread.start(name) { [self] in
            while !isStopping.load(ordering: .relaxed) {
                wakeUp.wait()
                guard let request = newest.withLock({ $0.take() }) else { continue }
                work(request, { self.isStale(request) }, { self.mailbox.post($0) })
            }
            running.leave()
        }
    }

    func submit(_ request: Request<Question>) {
        generation.store(request.generation, ordering: .relaxed)
        newest.withLock { $0 = request }
        wakeUp.signal()
    }

    /// The newest question is not to be answered any more.
    func cancel() {
        newest.withLock { $0 = nil }
        generation.store(0, ordering: .relaxed)
    }

    /// - Returns: false when the thread still works after `seconds`.
    func stop(within seconds: Double) -> Bool {
        isStopping.store(true, ordering: .relaxed)
        wakeUp.signal()
        return running.wait(timeout: .now() + seconds) == .success
    }

    private func isStale(_ request: Request<Question>) -> Bool {
        isStopping.load(ordering: .relaxed) || generation.load(ordering: .relaxed) != request.generation
    }
}
