import Synchronization

/// The images still to be encoded, handed to the threads of a run one by one.
final class ImageQueue: Sendable {
    fileprivate struct State {
        /// One an image of the dataset.
        var isPending: [Bool]
        var count = 0
        /// Both may hold images that are no longer pending.
        var order: [Int] = []
        var next = 0
        var preferred: [Int] = []
    }

    private let state: Mutex<State>

    /// - Parameter images: how many the dataset has; none is to be encoded yet.
    init(images: Int) {
        state = Mutex(State(isPending: Array(repeating: false, count: images)))
    }

    func add(_ images: some Sequence<Int>) {
        state.withLock { state in
            for image in images where !state.isPending[image] {
                state.isPending[image] = true
                state.count += 1
                state.order.append(image)
            }
        }
    }

    var count: Int { state.withLock { $0.count } }

    /// A later call replaces an earlier one's wishes.
    func prefer(_ images: [Int]) {
        state.withLock { $0.preferred = images.reversed() }
    }

    func next() -> Int? {
        state.withLock { state in
            while let image = state.popImage() {
                if state.isPending[image] {
                    state.isPending[image] = false
                    state.count -= 1
                    return image
                }
            }
            return nil
        }
    }
}

extension ImageQueue.State {
    fileprivate mutating func popImage() -> Int? {
        if let image = preferred.popLast() { return image }
        guard next < order.count else { return nil }
        next += 1
        return order[next - 1]
    }
}
