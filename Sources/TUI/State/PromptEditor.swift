import Foundation
import Model

/// The prompt set under work: where the cursor stands, the edit in progress, and the way back.
package struct PromptEditor: Sendable {
    /// A template, or the names of a class of the dataset or of an added one, that are being typed.
    package struct Edit: Sendable {
        package enum Subject: Equatable, Sendable {
            case template(Int)
            /// A label of the dataset.
            case names(of: String)
            /// The place of a class among those that the set adds.
            case added(Int)
        }

        package let subject: Subject
        package let isNew: Bool
        package var editor: LineEditor
        /// What Esc returns to.
        package let before: PromptSet
        package let cursorBefore: Int
        package let baselineBefore: Evaluation?

        /// The template's place in the set.
        package var index: Int? {
            if case .template(let index) = subject { index } else { nil }
        }
    }

    package struct Step: Sendable {
        package let set: PromptSet
        package let cursor: Int
        /// What led away from it: "delete template".
        package let what: String
    }

    static let steps = 50

    package var set: PromptSet
    package var cursor = 0
    package var top = 0
    package var edit: Edit?
    package private(set) var past: [Step] = []
    package private(set) var future: [Step] = []

    package init(set: PromptSet) {
        self.set = set
    }

    package var current: PromptSet.Entry? {
        self.set.entries.indices.contains(cursor) ? self.set.entries[cursor] : nil
    }

    package mutating func record(_ what: String, before: PromptSet, cursor: Int) {
        past.append(Step(set: before, cursor: cursor, what: what))
        if past.count > Self.steps { past.removeFirst() }
        future = []
    }

    /// - Returns: what was undone.
    package mutating func undo() -> String? {
        guard let step = past.popLast() else { return nil }
        future.append(Step(set: set, cursor: cursor, what: step.what))
        (set, cursor) = (step.set, step.cursor)
        return step.what
    }

    package mutating func redo() -> String? {
        guard let step = future.popLast() else { return nil }
        past.append(Step(set: set, cursor: cursor, what: step.what))
        (set, cursor) = (step.set, step.cursor)
        return step.what
    }
}

/// A prompt set to choose from, and where it comes from.
package struct PromptChoice: Equatable, Sendable {
    package let set: PromptSet
    /// "dataset's own", "published", "saved".
    package let origin: String
    /// Nil for one that is not in the history.
    package let saved: Saved?

    static let published = "published"
    static let file = "from a file"

    package init(set: PromptSet, origin: String, saved: Saved? = nil) {
        self.set = set
        self.origin = origin
        self.saved = saved
    }
}

extension PromptChoice {
    /// Which saved version of its name it is.
    package struct Saved: Equatable, Sendable {
        package let version: Int
        package let date: Date

        package init(version: Int, date: Date) {
            (self.version, self.date) = (version, date)
        }
    }

    /// - Throws: what reading the set's TOML throws.
    init(_ saved: History.SavedSet) throws {
        self.init(
            set: try saved.promptSet, origin: "saved", saved: Saved(version: saved.version, date: saved.date))
    }
}
