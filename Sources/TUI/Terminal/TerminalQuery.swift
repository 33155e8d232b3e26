import CNCurses
import Foundation

/// What a terminal is asked at the start, all at once.
enum TerminalQuery {
    /// Names the picture of the query; no other has this number.
    static let graphicsID = 31

    /// Enough for a connection round half the world; who does not answer by then is not waited for.
    static let patience = Duration.milliseconds(100)

    /// Some print what they do not know, or take it for input.
    static func isUnderstood(by terminal: String) -> Bool {
        !["dumb", "linux", "vt", "cons", "screen.linux"].contains { terminal.hasPrefix($0) }
    }

    private static let ground = "\u{1b}]11;?\u{1b}\\"
    /// One pixel, transmitted in the sequence itself, only looked at.
    private static let graphics = "\u{1b}_Gi=\(graphicsID),s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\"

    /// For the terminal around tmux, which drops what is to be passed through while a pane is about to be drawn anew, as
    /// it is at the start: so it is asked again.
    static let outside = Tmux.passed(ground + graphics)
    /// After the first time.
    static let repeats = [Duration.milliseconds(150), .milliseconds(600)]

    /// Every terminal answers the last query, and answers in the order that it was asked in.
    /// - Parameter isInsideTmux: what tmux does not answer itself goes to the terminal around it too, where
    ///   allow-passthrough is on.
    static func bytes(isInsideTmux: Bool) -> String {
        let (version, cell, attributes) = ("\u{1b}[>0q", "\u{1b}[16t", "\u{1b}[c")
        return (isInsideTmux ? outside : graphics) + ground + version + cell + attributes
    }
}

/// tmux hands what is wrapped like this to the terminal around it.
enum Tmux {
    static func isAround(_ environment: [String: String]) -> Bool { !(environment["TMUX"] ?? "").isEmpty }

    static func passed(_ bytes: String) -> String {
        "\u{1b}Ptmux;" + bytes.replacing("\u{1b}", with: "\u{1b}\u{1b}") + "\u{1b}\\"
    }
}
