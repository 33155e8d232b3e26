import Synchronization

/// Keys and values of the tokens that a text transformer has encoded, layer by layer, for prompts that begin the same:
/// whoever edits a template pays from the edited word on, for every class.
///
/// One call has it at a time; another one meanwhile goes without.
package final class KeyValueCache: Sendable {
    /// Nil while a call has it.
    private let contents: Mutex<Contents?>

    /// - Parameter limit: of the floats; half a gigabyte, with which 1,000 classes under a template of a ViT-B fit.
    package init(limit: Int = 128 << 20) {
        contents = Mutex(Contents(limit: limit))
    }

    /// - Returns: what `body` returns; it gets nil where another call has the cache.
    func lend<Value>(_ body: (inout Contents?) throws -> Value) rethrows -> Value {
        var lent = contents.withLock { $0.take() }
        let isLent = lent != nil
        defer { if isLent { contents.withLock { $0 = lent } } }
        return try body(&lent)
    }
}

extension KeyValueCache {
    /// What is known, and where. Rows are handed out to a call's tokens before it begins, and known to others only
    /// after it has ended well.
    struct Contents: Sendable {
        private struct Known {
            let row: Int32
            var lastCall: Int
        }

        /// By the tokens from the first one on.
        private var known: [ArraySlice<Int>: Known] = [:]
        /// Rows that were in use once.
        private var free: [Int32] = []
        /// Rows from here on were never in use.
        private var fresh: Int32 = 0
        private var call = 0
        private let limit: Int
        /// Nil before the first call.
        private(set) var memory: Memory?

        /// What none of so many calls has used is forgotten: words that were typed and taken back.
        private static let calls = 16

        init(limit: Int) { self.limit = limit }

        /// Begins a call.
        /// - Returns: how many tokens at the beginning of each prompt are known, never its last one: the embedding is
        ///   read there.
        mutating func begin(_ prompts: [ArraySlice<Int>]) -> [Int] {
            call += 1
            if call % Self.calls == 0 { forgetUnused(since: call - Self.calls) }
            return prompts.map { rows(ofBeginning: $0).count }
        }

        /// Forgets what the call does not use, where that is necessary.
        /// - Returns: whether there is room for so many tokens.
        mutating func makeRoom(for tokens: Int, layers: Int, width: Int) -> Bool {
            let memory = self.memory ?? Memory(layers: layers, width: width, limit: limit)
            precondition((memory.layers, memory.width) == (layers, width), "a cache of another model")
            self.memory = memory
            func room() -> Int { free.count + memory.rows - Int(fresh) }
            if room() < tokens { forgetUnused(since: call) }
            return room() >= tokens
        }

        private mutating func forgetUnused(since call: Int) {
            free += known.values.filter { $0.lastCall < call }.map(\.row)
            known = known.filter { $0.value.lastCall >= call }
        }

        /// Of the tokens that are known, in their order.
        mutating func rows(ofBeginning prompt: ArraySlice<Int>) -> [Int32] {
            var rows: [Int32] = []
            while rows.count < prompt.count - 1, let index = known.index(forKey: prompt.prefix(rows.count + 1)) {
                known.values[index].lastCall = call
                rows.append(known.values[index].row)
            }
            return rows
        }

        /// For a token to encode.
        mutating func newRow() -> Int32 {
            if let row = free.popLast() { return row }
            precondition(Int(fresh) < memory!.rows, "more tokens than there was to be room for")
            fresh += 1
            return fresh - 1
        }

        /// The tokens of a tree are encoded.
        mutating func keep(_ tree: TokenTree) {
            let ends = Set(tree.ends)
            for (node, row) in tree.rows.enumerated() {
                if ends.contains(node) {
                    free.append(row)
                } else if let twin = known.updateValue(Known(row: row, lastCall: call), forKey: tree.prefixes[node]) {
                    free.append(twin.row)
                }
            }
        }

        /// They will not be.
        mutating func drop(_ tree: TokenTree) {
            free += tree.rows
        }
    }

    /// [layers, rows, 2 width]: a row's keys, then its values. Only pages in use are occupied.
    final class Memory: Sendable {
        let layers: Int
        let width: Int
        let rows: Int
        private nonisolated(unsafe) let start: UnsafeMutablePointer<Float>

        /// - Parameter limit: of the floats.
        init(layers: Int, width: Int, limit: Int) {
            (self.layers, self.width) = (layers, width)
            rows = limit / (layers * 2 * width)
            start = .allocate(capacity: layers * rows * 2 * width)
        }

        deinit { start.deallocate() }

        /// [rows, 2 width]
        func layer(_ index: Int) -> UnsafeMutablePointer<Float> { start + index * rows * 2 * width }
    }
}
