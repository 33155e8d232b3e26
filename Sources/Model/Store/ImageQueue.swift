import Synchronization

/// The images still to be encoded, handed to the threads of a run one by one.
final class ImageQueue: Sendable {
    private struct State {
        var pending: Set<Int> = []
        /// Both may hold images that are no longer pending.
        var order: [Int] = []
        var preferred: [Int] = []
    }

    private let state = Mutex(State())

    func fill(_ images: [Int]) {
        state.withLock {
            $0.pending = Set(images)
            $0.order = images.reversed()
        }
    }

    var count: Int { state.withLock { $0.pending.count } }

    /// A later call replaces an earlier one's wishes.
    func prefer(_ images: [Int]) {
        state.withLock { $0.preferred = images.reversed() }
    }

    func next() -> Int? {
        state.withLock { state in
            while let image = state.preferred.popLast() ?? state.order.popLast() {
                if state.pending.remove(image) != nil { return image }
            }
            return nil
        }
    }
}
