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

private func scan(_ text: String) -> (replies: TerminalReplies, keys: [Key]) {
    var parser = InputParser()
    var replies = TerminalReplies()
    var keys: [Key] = []
    for input in parser.take(Array(text.utf8)) + parser.giveUp() {
        switch input {
        case .reply(let reply): replies.take(reply)
        case .key(let key): keys.append(key)
        case .paste, .mouse: Issue.record("\(input)")
        }
    }
    return (replies, keys)
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
        let (replies, keys) = scan(bytes)
        #expect(replies.version == name)
        #expect(replies.background == ground)
        #expect(replies.cell == cell)
        #expect(replies.hasGraphics == graphics)
        #expect(replies.attributes?.contains(4) == hasSixel)
        #expect(replies.isComplete)
        #expect(keys.isEmpty)
    }

    @Test func keysBetweenRepliesStayKeys() {
        let (replies, keys) = scan("j" + xterm.replacing("\u{1b}P", with: "k\u{1b}P") + "\u{1b}[1;7Aé")
        #expect(replies.isComplete && replies.version == "XTerm(379)")
        #expect(keys == [.char("j"), .char("k"), .up, .char("é")])
    }

    /// Each reply of each terminal, cut at every byte, with a wait between the two pieces or without.
    @Test(arguments: [kitty, wezterm, foot, xterm, tmux])
    func aReplyInPiecesTypesNothing(_ bytes: String) {
        let bytes = Array(bytes.utf8)
        let whole = scan(String(decoding: bytes, as: UTF8.self)).replies
        for cut in 1..<bytes.count {
            var parser = InputParser()
            var replies = TerminalReplies()
            let inputs = parser.take(bytes[..<cut]) + parser.take(bytes[cut...])
            for input in inputs {
                guard case .reply(let reply) = input else {
                    Issue.record("\(input) after \(cut) bytes")
                    continue
                }
                replies.take(reply)
            }
            #expect(replies == whole && parser.waiting == nil)
        }
    }

    @Test(arguments: [
        "\u{1b}]11;rgb:zz/00/00\u{1b}\\", "\u{1b}]11;#123456\u{1b}\\", "\u{1b}[6;0;0t", "\u{1b}_Gi=7;OK\u{1b}\\",
        "\u{1b}P1+r544e\u{1b}\\", "\u{1b}[?2026;2$y", "\u{1b}]11;rgb:00/00\u{7}",
    ])
    func repliesThatNobodyAskedForAreSwallowed(_ bytes: String) {
        let (replies, keys) = scan(bytes)
        #expect(replies == TerminalReplies())
        #expect(keys.isEmpty)
    }

    @Test func aRefusalIsNoGraphics() {
        #expect(scan("\u{1b}_Gi=31;ENOTSUPPORTED:no\u{1b}\\").replies.hasGraphics == false)
    }

    @Test func anEndlessStringIsDroppedAndWhatFollowsIsRead() {
        let text = "\u{1b}]" + String(repeating: "a", count: 100_000)
        #expect(scan(text).keys.isEmpty)
        #expect(scan(text + "\u{1b}\\j").keys == [.char("j")])
        #expect(scan(text + "\rj").keys == [.enter, .char("j")])
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
