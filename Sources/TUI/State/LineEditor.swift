/// One line of text and a cursor, as values. The cursor stands between two graphemes.
package struct LineEditor: Equatable, Sendable {
    package private(set) var before: String
    package private(set) var after: String

    package init(_ text: String = "") {
        before = text
        after = ""
    }

    package var text: String { before + after }

    /// The cursor goes before the grapheme at `offset`.
    package mutating func move(to offset: Int) {
        let whole = text
        before = String(whole.prefix(max(0, offset)))
        after = String(whole.dropFirst(max(0, offset)))
    }

    /// Line breaks become spaces, so that a pasted paragraph stays one line.
    package mutating func insert(_ typed: String) {
        before += typed.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: " ")
    }

    package enum Command: CaseIterable, Sendable {
        case left, right, wordLeft, wordRight, start, end
        case deleteBack, deleteForward, deleteWordBack, deleteWordForward, killToEnd, killToStart
    }

    package mutating func perform(_ command: Command) {
        switch command {
        case .left: if let last = before.popLast() { after = String(last) + after }
        case .right: if !after.isEmpty { before.append(after.removeFirst()) }
        case .wordLeft: shiftLeft(wordBefore)
        case .wordRight: shiftRight(wordAfter)
        case .start: shiftLeft(before.count)
        case .end: shiftRight(after.count)
        case .deleteBack: _ = before.popLast()
        case .deleteForward: after = String(after.dropFirst())
        case .deleteWordBack: before = String(before.dropLast(wordBefore))
        case .deleteWordForward: after = String(after.dropFirst(wordAfter))
        case .killToEnd: after = ""
        case .killToStart: before = ""
        }
    }

    private mutating func shiftLeft(_ count: Int) {
        after = String(before.suffix(count)) + after
        before = String(before.dropLast(count))
    }

    private mutating func shiftRight(_ count: Int) {
        before += String(after.prefix(count))
        after = String(after.dropFirst(count))
    }

    /// Graphemes from the cursor back to the start of the word.
    private var wordBefore: Int {
        let backwards = before.reversed()
        let gap = backwards.prefix { !$0.isWordLike }.count
        return gap + backwards.dropFirst(gap).prefix { $0.isWordLike }.count
    }

    private var wordAfter: Int {
        let gap = after.prefix { !$0.isWordLike }.count
        return gap + after.dropFirst(gap).prefix { $0.isWordLike }.count
    }

    package struct Binding: Sendable {
        package let keys: [Key]
        package let title: String
        package let command: Command
    }

    /// The keys of every text field.
    package static let bindings: [Binding] = [
        Binding(keys: [.left, .control("b")], title: "one character left", command: .left),
        Binding(keys: [.right, .control("f")], title: "one character right", command: .right),
        Binding(keys: [.wordLeft, .meta("b")], title: "one word left", command: .wordLeft),
        Binding(keys: [.wordRight, .meta("f")], title: "one word right", command: .wordRight),
        Binding(keys: [.home, .control("a")], title: "to the start", command: .start),
        Binding(keys: [.end, .control("e")], title: "to the end", command: .end),
        Binding(keys: [.backspace, .control("h")], title: "delete the character before", command: .deleteBack),
        Binding(keys: [.delete, .control("d")], title: "delete the character after", command: .deleteForward),
        Binding(keys: [.control("w")], title: "delete the word before", command: .deleteWordBack),
        Binding(keys: [.meta("d")], title: "delete the word after", command: .deleteWordForward),
        Binding(keys: [.control("k")], title: "delete to the end", command: .killToEnd),
        Binding(keys: [.control("u")], title: "delete to the start", command: .killToStart),
    ]

    package static func command(for key: Key) -> Command? {
        bindings.first { $0.keys.contains(key) }?.command
    }
}

extension Character {
    fileprivate var isWordLike: Bool { isLetter || isNumber }
}
