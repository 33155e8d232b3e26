import Foundation
import Synchronization
import Testing

@testable import Model
@testable import TUI

/// Every wait at the end has a limit.
@Suite struct StoppingTests {
    private func stuck(_ name: String, until end: DispatchSemaphore) -> BackgroundThread<NameOrder.Question> {
        let thread = BackgroundThread<NameOrder.Question>(name, mailbox: Mailbox()) { _, _, _ in end.wait() }
        thread.start()
        let question = NameOrder.Question(folder: URL(filePath: "/"), images: ImageList(paths: [], in: FilePath("/")))
        thread.submit(Request(generation: 1, question: question))
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

    @Test func aPictureThatIsBeingReadIsNotWaitedFor() throws {
        // What has begun to read it waits; nobody ever writes.
        let thread = PictureThread(themes: [.plain], colours: .none, mailbox: Mailbox())
        thread.start()
        #expect(thread.stop(within: 60))
    }

    @Test func savingThatDoesNotEndIsNotWaitedFor() {
        let saving = Saving(in: URL(filePath: "/"), environment: [:], mailbox: Mailbox())
        #expect(saving.wait(within: 60))
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
