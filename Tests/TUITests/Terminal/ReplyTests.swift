import Testing

@testable import TUI

/// Replies of real terminals to `TerminalQuery`, as they came.
private let kitty =
    "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\\u{1b}P>|kitty(0.35.2)\u{1b}\\\u{1b}[6;22;11t\u{1b}[?62;c"
private let wezterm =
    "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}]11;rgb:0000/0000/0000\u{1b}\\\u{1b}P>|WezTerm 20240203-110809-5046fc22\u{1b}\\"
    + "\u{1b}[6;18;8t\u{1b}[?65;4;6;18;22c"
private let foot =
    "\u{1b}]11;rgb:2424/2424/2424\u{1b}\\\u{1b}P>|foot(1.16.2)\u{1b}\\\u{1b}[6;20;10t\u{1b}[?62;4;22;28c"
private let xterm =
    "\u{1b}]11;rgb:ffff/ffff/ffff\u{7}\u{1b}P>|XTerm(379)\u{1b}\\\u{1b}[6;13;6t\u{1b}[?64;1;2;6;9;15;16;17;18;21;22;28c"
private let tmux = "\u{1b}P>|tmux 3.3a\u{1b}\\\u{1b}[?1;2c"

private func scan(_ text: String) -> (replies: TerminalReplies, typed: String) {
    var scanner = ReplyScanner()
    var replies = TerminalReplies()
    var typed = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scanner.take(scalar) {
        case .waiting: break
        case .reply(let reply): replies.take(reply)
        case .typed(let scalars): typed.append(contentsOf: scalars)
        }
    }
    typed.append(contentsOf: scanner.giveUp())
    return (replies, String(typed))
}

@Suite struct ReplyTests {
    @Test(
        arguments: [
            (kitty, "kitty(0.35.2)", RGB(30, 30, 46), PixelSize(width: 11, height: 22), true, false),
            (wezterm, "WezTerm 20240203-110809-5046fc22", RGB(0, 0, 0), PixelSize(width: 8, height: 18), true, true),
            (foot, "foot(1.16.2)", RGB(36, 36, 36), PixelSize(width: 10, height: 20), nil, true),
            (xterm, "XTerm(379)", RGB(255, 255, 255), PixelSize(width: 6, height: 13), nil, false),
            (tmux, "tmux 3.3a", nil, nil, nil, false),
        ] as [(String, String, RGB?, PixelSize?, Bool?, Bool)])
    func terminalsAreUnderstood(
        _ bytes: String, _ name: String, _ ground: RGB?, _ cell: PixelSize?, _ graphics: Bool?, _ hasSixel: Bool
    ) {
        let (replies, typed) = scan(bytes)
        #expect(replies.version == name)
        #expect(replies.background == ground)
        #expect(replies.cell == cell)
        #expect(replies.hasGraphics == graphics)
        #expect(replies.attributes?.contains(4) == hasSixel)
        #expect(replies.isComplete)
        #expect(typed == "")
    }

    @Test func keysBetweenRepliesStayKeys() {
        let (replies, typed) = scan("j" + xterm.replacing("\u{1b}P", with: "k\u{1b}P") + "\u{1b}[1;7Aé")
        #expect(replies.isComplete && replies.version == "XTerm(379)")
        #expect(typed == "jk\u{1b}[1;7Aé")
    }

    /// The alternate keys of terminals that curses has no name for begin like the size of a cell.
    @Test(arguments: ["\u{1b}[6;9~", "\u{1b}x", "\u{1b}\u{1b}[Z", "\u{1b}[", "\u{1b}", "\u{1b}[?", "\u{1b}]1"])
    func whatIsNoReplyIsGivenBack(_ keys: String) {
        let (replies, typed) = scan(keys)
        #expect(replies == TerminalReplies())
        #expect(typed == keys)
    }

    @Test(arguments: [
        "\u{1b}]11;rgb:zz/00/00\u{1b}\\", "\u{1b}]11;#123456\u{1b}\\", "\u{1b}[6;0;0t", "\u{1b}_Gi=7;OK\u{1b}\\",
        "\u{1b}P1+r544e\u{1b}\\", "\u{1b}[?2026;2$y", "\u{1b}]11;rgb:00/00\u{7}",
    ])
    func repliesThatNobodyAskedForAreSwallowed(_ bytes: String) {
        let (replies, typed) = scan(bytes)
        #expect(replies == TerminalReplies())
        #expect(typed == "")
    }

    @Test func aRefusalIsNoGraphics() {
        #expect(scan("\u{1b}_Gi=31;ENOTSUPPORTED:no\u{1b}\\").replies.hasGraphics == false)
    }

    @Test func anEndlessStringIsNoReply() {
        let text = "\u{1b}]" + String(repeating: "a", count: 5000)
        #expect(scan(text).typed == text)
    }

    @Test(arguments: [
        ("rgb:f/8/0", RGB(255, 136, 0)), ("rgb:12/34/56", RGB(18, 52, 86)),
        ("rgba:ffff/0000/8080/ffff", RGB(255, 0, 128)),
    ])
    func coloursHaveAnyNumberOfDigits(_ text: String, _ colour: RGB) {
        #expect(RGB(x11: text[...]) == colour)
    }

    @Test func insideTmuxTheTerminalAroundItIsAskedToo() {
        let bytes = TerminalQuery.bytes(isInsideTmux: true)
        #expect(bytes.hasPrefix("\u{1b}Ptmux;\u{1b}\u{1b}]11;?\u{1b}\u{1b}\\\u{1b}\u{1b}_G"))
        #expect(bytes.hasSuffix("\u{1b}[c"))
    }
}
