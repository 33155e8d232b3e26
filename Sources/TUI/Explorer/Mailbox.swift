import Synchronization

/// What other threads have to say to the main loop, in order; each letter wakes it.
final class Mailbox: Sendable {
    enum Letter: Sendable {
        case event(Event)
        /// Without this the explorer cannot go on: no dataset, no model.
        case fatal(any Error)
    }

    let pipe = WakePipe()
    private let letters = Mutex<[Letter]>([])

    func post(_ event: Event) { post(.event(event)) }

    func post(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
        pipe.wake()
    }

    func take() -> [Letter] {
        letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}
