import Foundation
import Synchronization
import Testing

@testable import Model
@testable import TUI

/// Every wait at the end has a limit.
@Suite struct StoppingTests {
    /// - Returns: a thread that works, and does not end before `end`.
    private func stuck(_ name: String, until end: DispatchSemaphore) -> BackgroundThread<NameOrder.Question> {
        let began = DispatchSemaphore(value: 0)
        let thread = BackgroundThread<NameOrder.Question>(name, mailbox: Mailbox()) { _, _, _ in
            began.signal()
            end.wait()
        }
        thread.start()
        let question = NameOrder.Question(folder: URL(filePath: "/"), images: ImageList(paths: [], in: FilePath("/")))
        thread.submit(Request(generation: 1, question: question))
        began.wait()
        return thread
    }

    @Test func aThreadThatReadsFromADiskThatDoesNotAnswerIsNotWaitedFor() {
        let end = DispatchSemaphore(value: 0)
        let others: [any StoppableThread] = [stuck("a", until: end), stuck("b", until: end)]
        #expect(!others.stop(within: 0.05))
        end.signal()
        end.signal()
        #expect(others.stop(within: 60))
    }

    @Test func theOthersAreAskedToEndBeforeOneIsWaitedFor() {
        final class Slow: StoppableThread {
            let asked = Mutex<[Double]>([])
            func stop(within seconds: Double) -> Bool {
                asked.withLock { $0.append(seconds) }
                return false
            }
        }
        let threads = [Slow(), Slow()]
        #expect(!(threads as [any StoppableThread]).stop(within: 0.01))
        for thread in threads { #expect(thread.asked.withLock { $0.count == 2 && $0[0] == 0 && $0[1] <= 0.01 }) }
    }
}
