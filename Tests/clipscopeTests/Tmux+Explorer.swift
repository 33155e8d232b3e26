import Foundation
import Testing

/// The explorer in a terminal.
extension Tmux {
    /// Opens the explorer on the zoo and waits until everything is known.
    func openExplorer(_ arguments: String = "") throws {
        try type("$clipscope --dataset zoo \(arguments)")
        try press("Enter")
        try wait("the accuracy of all images") { $0.count > 2 && Self.isComplete($0) }
        try settled()
    }

    /// The screen once it stays as it is: what comes is drawn piece by piece, and may be looked at between two of them.
    @discardableResult
    func settled() throws -> [String] {
        var before: [String] = []
        return try wait("a screen that stays") { screen in
            defer { before = screen }
            if screen == before { return true }
            Thread.sleep(forTimeInterval: 0.3)
            return false
        }
    }

    static func isComplete(_ screen: [String]) -> Bool {
        screen.count > 1 && screen[1].contains(/top-1 +[0-9]/) && !screen[1].contains("…")
            && !screen[1].contains(/embedding\b/) && screen.contains { $0.contains("✓ ") || $0.contains("✗ ") }
    }

    static func shows(_ screen: [String], _ texts: String...) -> Bool {
        texts.allSatisfy { text in screen.contains { $0.contains(text) } }
    }

    static func top1(_ screen: [String]) -> String? {
        screen.count > 1 ? screen[1].firstMatch(of: /top-1 +([0-9.]+)%/).map { String($0.1) } : nil
    }

    func waitForShell() throws {
        try wait("the shell") { _ in
            try value(of: "alternate_on") == "0" && value(of: "pane_current_command") == "bash"
        }
    }

    /// The shell is back as it was found.
    func expectClean(status: Int, in folder: URL) throws {
        #expect(try run("(exit $?)") == status)
        try run("stty -a > after")
        let modes = try ["before", "after"].map {
            try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
        }
        #expect(modes[0] == modes[1])
        for flag in ["alternate_on", "mouse_any_flag", "mouse_sgr_flag", "keypad_cursor_flag"] {
            #expect(try value(of: flag) == "0", "\(flag)")
        }
        #expect(try value(of: "cursor_flag") == "1")
    }

    /// A press, the way to another cell with the button down, and the release there.
    func drag(from: (column: Int, line: Int), to: (column: Int, line: Int)) throws {
        for (place, code, isRelease) in [(from, 0, false), (to, 32, false), (to, 0, true)] {
            if try value(of: "mouse_sgr_flag") == "1" {
                try type("\u{1b}[<\(code);\(place.column + 1);\(place.line + 1)\(isRelease ? "m" : "M")")
            } else {
                let bytes = [32 + (isRelease ? 3 : code), 33 + place.column, 33 + place.line]
                try type("\u{1b}[M" + String(bytes.map { Character(Unicode.Scalar(UInt8($0))) }))
            }
        }
    }
}
