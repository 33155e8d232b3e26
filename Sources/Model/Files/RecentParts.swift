import Synchronization

/// What was unpacked last of files that are read in parts: images are mostly read one after the other, by several threads.
final class RecentParts<Owner: AnyObject & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let owner: Owner
        let part: Int
        let value: Value
        let size: Int
    }

    private let most: Int
    /// The one that was asked for last stands last.
    private let entries = Mutex<[Entry]>([])

    /// - Parameter most: bytes to keep; the last one stays whatever it takes.
    init(atMost most: Int) {
        self.most = most
    }

    /// - Parameter read: makes it where it was forgotten.
    func value(of owner: Owner, part: Int, size: (Value) -> Int, _ read: () throws -> Value) rethrows -> Value {
        let kept: Value? = entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.owner === owner && $0.part == part }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.value
        }
        if let kept { return kept }
        let value = try read()
        entries.withLock { entries in
            entries.append(Entry(owner: owner, part: part, value: value, size: size(value)))
            while entries.count > 1, entries.reduce(0, { $0 + $1.size }) > most { entries.removeFirst() }
        }
        return value
    }
}
