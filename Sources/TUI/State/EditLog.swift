import Model

/// The prompt sets of the session, in the order in which each was first tried, and the accuracy that each reached.
/// Undo forgets what a new edit replaces; this does not.
package struct EditLog: Sendable {
    /// What an accuracy rests on: one of another model or of other labels says nothing of these.
    package struct Basis: Hashable, Sendable {
        package let model: String
        package let labelColumn: String
    }

    package struct Entry: Sendable {
        /// "edit template"; of the first, "as opened".
        package let what: String
        /// What became of what: see `PromptDifference`.
        let difference: String
        package let set: PromptSet
        /// Top-1, a share of 1, over the images known by then.
        package fileprivate(set) var accuracy: [Basis: (top1: Double, images: Int)] = [:]
    }

    static let limit = 200

    package private(set) var entries: [Entry] = []
    /// The entry that stands on the screen.
    package private(set) var current = 0

    /// The set that stands on the screen now, and what led to it.
    package mutating func note(_ set: PromptSet, what: String) {
        if entries.indices.contains(current), entries[current].set.reads(like: set) { return }
        if let known = entries.lastIndex(where: { $0.set.reads(like: set) }) {
            current = known
            return
        }
        let before = entries.indices.contains(current) ? entries[current].set : nil
        entries.append(
            Entry(
                what: entries.isEmpty ? "as opened" : what,
                difference: before.map { PromptDifference.words(from: $0, to: set) } ?? "", set: set))
        if entries.count > Self.limit { entries.removeFirst() }
        current = entries.count - 1
    }

    /// The accuracy of the set that stands on the screen.
    package mutating func rate(_ top1: Double, images: Int, on basis: Basis) {
        if entries.indices.contains(current) { entries[current].accuracy[basis] = (top1, images) }
    }

    /// Of each entry; nil for one that was never evaluated so, or on fewer images than the newest.
    package func accuracies(on basis: Basis) -> [Double?] {
        let images = entries.compactMap { $0.accuracy[basis]?.images }.max()
        return entries.map { entry in entry.accuracy[basis].flatMap { $0.images == images ? $0.top1 : nil } }
    }
}
