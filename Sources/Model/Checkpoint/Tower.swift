import Synchronization

/// One of a model's encoders. Its weights are read when it is first asked for, once.
final class Tower<Encoder: Sendable>: Sendable {
    /// - Throws: `CheckpointError`; `CancellationError` soon after `isCancelled` turns true.
    typealias Reading = @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Encoder

    private enum State {
        case unread(Reading)
        case read(Result<Encoder, any Error>)
    }

    private let state: Mutex<State>

    init(_ reading: @escaping Reading) {
        state = Mutex(.unread(reading))
    }

    /// Whoever asks while another thread reads waits for it.
    /// - Throws: what the reading threw, each time; only one that was cancelled is begun anew.
    func encoder(isCancelled: @escaping @Sendable () -> Bool = { false }) throws -> Encoder {
        try state.withLock { state in
            switch state {
            case .read(let result): return try result.get()
            case .unread(let reading):
                let result = Result { try reading(isCancelled) }
                if case .failure(let error) = result, error is CancellationError { throw error }
                state = .read(result)
                return try result.get()
            }
        }
    }

    /// False also where it is being read just now.
    var isRead: Bool {
        state.withLockIfAvailable { state in
            if case .read = state { true } else { false }
        } ?? false
    }
}
