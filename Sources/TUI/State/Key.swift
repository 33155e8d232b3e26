/// A key as the terminal names it.
package enum Key: Hashable, Sendable {
    case char(Character)
    case control(Character)
    case meta(Character)
    case up, down, left, right, home, end, pageUp, pageDown
    case wordLeft, wordRight
    case enter, escape, tab, backTab, backspace, delete

    /// How help and hints write it.
    package var name: String {
        switch self {
        case .char(" "): "Space"
        case .char(let character): String(character)
        case .control(let letter): "Ctrl-\(letter.uppercased())"
        case .meta(let letter): "Alt-\(letter.uppercased())"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .wordLeft: "Ctrl-←"
        case .wordRight: "Ctrl-→"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Delete"
        }
    }
}

package struct Mouse: Equatable, Sendable {
    package enum Kind: Sendable {
        case press
        /// The second of two presses on one cell within a moment; the first came as `press`.
        case doublePress
        /// The pointer moved with the button down; the button went up.
        case drag, release
        case wheelUp, wheelDown
    }
    package let kind: Kind
    package let x: Int
    package let y: Int

    package init(_ kind: Kind, x: Int, y: Int) {
        self.kind = kind
        self.x = x
        self.y = y
    }
}
