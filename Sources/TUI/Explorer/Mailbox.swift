import Synchronization

/// What other threads have to say to the main loop, in order; each letter wakes it. What a later letter makes worthless is
/// thrown away unread, so that a reader who is slow never has more to read than there is to know.
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
        letters.withLock { letters in
            if let topic = letter.topic { letters.removeAll { $0.topic == topic } }
            letters.append(letter)
        }
        pipe.wake()
    }

    func take() -> [Letter] {
        letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}

extension Mailbox.Letter {
    /// What the newest letter alone is worth reading of.
    fileprivate enum Topic { case opening, embeddings, evaluation, reference, computing }

    fileprivate var topic: Topic? {
        guard case .event(let event) = self else { return nil }
        return switch event {
        case .opening: .opening
        case .embeddings: .embeddings
        case .evaluation: .evaluation
        case .reference: .reference
        case .computing: .computing
        default: nil
        }
    }
}
