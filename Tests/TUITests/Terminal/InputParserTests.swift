import Testing

@testable import TUI

private func inputs(_ pieces: String...) -> [Input] {
    var parser = InputParser()
    return pieces.flatMap { parser.take(Array($0.utf8)) } + parser.giveUp()
}

private func keys(_ pieces: String...) -> [Key] {
    var parser = InputParser()
    return (pieces.flatMap { parser.take(Array($0.utf8)) } + parser.giveUp()).compactMap {
        if case .key(let key) = $0 { key } else { nil }
    }
}

@Suite struct InputParserTests {
    /// What terminals send for one key, whatever TERM says: xterm, the same with application keys, VT220, rxvt, kitty.
    @Test(
        arguments: [
            (.home, ["[H", "OH", "[1~", "[7~", "[1;5H", "[1;2H", "[57423u"]),
            (.end, ["[F", "OF", "[4~", "[8~", "[1;5F", "[8^", "[57424u"]),
            (.up, ["[A", "OA", "[1;2A", "[1;5A", "[a", "Oa", "[57419u", "[1;1:1A", "[1;1:2A"]),
            (.down, ["[B", "OB", "[1;129B"]),
            (.left, ["[D", "OD", "[1;1D"]), (.right, ["[C", "OC"]),
            (.wordLeft, ["[1;5D", "[1;3D", "[1;2D", "O5D", "O1;5D", "Od", "[d"]),
            (.wordRight, ["[1;5C", "[1;3C", "[1;2C", "O5C", "Oc", "[c"]),
            (.pageUp, ["[5~", "[5;5~", "[5^"]), (.pageDown, ["[6~", "[6$"]),
            (.delete, ["[3~", "[3;2~", "[3$"]), (.backTab, ["[Z", "[9;2u", "[27;2;9~"]),
            (.enter, ["OM", "[13u", "[13;2u", "[13;5u", "[27;5;13~", "[57414u"]),
            (.escape, ["[27u", "[27;1u", "[27;2u"]), (.tab, ["[9u", "OI"]),
            (.backspace, ["[127u", "[127;2u"]), (.control("w"), ["\u{7f}", "[127;3u", "[127;5u"]),
            (.char("a"), ["[97u", "[97;1u", "[97;129u"]), (.char("A"), ["[97;2u", "[97:65;2u"]),
            (.char("é"), ["[233u"]), (.char("?"), ["[47:63;2u"]),
            (.control("u"), ["[117;5u", "[27;5;117~"]), (.meta("b"), ["b", "[98;3u"]), (.meta("f"), ["f"]),
            (.char("5"), ["Ou", "[57404u"]), (.char("-"), ["Om", "[57412u"]),
        ] as [(Key, [String])])
    func everyTerminalsKeyIsKnown(_ key: Key, _ sequences: [String]) {
        for sequence in sequences { #expect(keys("\u{1b}" + sequence) == [key], "ESC \(sequence)") }
    }

    /// Focus, function keys, releases, keys of the desktop, reports that nobody asked for: not one byte becomes a key.
    @Test(arguments: [
        "[I", "[O", "OP", "OQ", "[11~", "[15~", "[24;5~", "[[A", "[[E", "[1;2P", "[2~", "[2;2~", "[29~", "[E", "OE",
        "[97;1:3u", "[1;1:3A", "[97;9u", "[57441u", "[57358u", "[0n", "[12;40R", "[1;1R", "[8;24;80t", "[3;0;0t",
        "[?2026;2$y", "[>1;95;0c", "[?1u", "[201~", "[99999999999999999999u", "[;u", "[999~", "[1;5;7;9A",
        "[23$", "[25^", "]52;c;aGVsbG8=\u{1b}\\", "]0;q\u{7}", "P1$r0m\u{1b}\\", "^privacy\u{1b}\\", "Xq\u{1b}\\",
        "_q\u{1b}\\",
        "P\u{1b}\\", "[<64;1;1;1M", "[<2;3;4M", "[<128;3;4M", "[<0;0;1M", "[M\u{22}!!",
    ])
    func whatIsUnknownIsDroppedWhole(_ sequence: String) {
        #expect(inputs("\u{1b}" + sequence) == [])
        #expect(inputs("a\u{1b}" + sequence + "b") == [.key(.char("a")), .key(.char("b"))])
    }

    /// Cut anywhere, and whatever the pieces.
    @Test(arguments: [
        "[1;5D", "O5D", "[<0;12;40M", "[13;2u", "[I", "]0;q\u{7}", "[200~x\r\ny\u{1b}[201~", "[[B", "[M !!",
    ])
    func aSequenceInPiecesIsTheSame(_ sequence: String) {
        let whole = Array("\u{1b}\(sequence)z".utf8)
        let expected = inputs(String(decoding: whole, as: UTF8.self))
        for first in 1..<whole.count {
            for second in first..<whole.count {
                var parser = InputParser()
                let found =
                    parser.take(whole[..<first]) + parser.take(whole[first..<second]) + parser.take(whole[second...])
                #expect(found == expected, "cut at \(first) and \(second)")
            }
        }
    }

    @Test func anEscapeIsAKeyOnceNothingFollows() {
        var parser = InputParser()
        #expect(parser.take([0x1B]) == [] && parser.waiting == .escape)
        #expect(parser.giveUp() == [.key(.escape)] && parser.waiting == nil)
        // Someone types on.
        #expect(keys("\u{1b}", "j") == [.escape, .char("j")])
        #expect(keys("\u{1b}", "\r") == [.escape, .enter])
        #expect(keys("\u{1b}\u{1b}") == [.escape, .escape])
        // Esc and an arrow, however fast.
        #expect(keys("\u{1b}", "\u{1b}[C") == [.escape, .right] && keys("\u{1b}\u{1b}[C") == [.escape, .right])
        #expect(keys("\u{1b}", "\u{1b}", "q") == [.escape, .escape, .char("q")])
        #expect(keys("\u{1b}", "é") == [.escape, .char("é")])
    }

    @Test func whatMayIntroduceASequenceIsAKeyOnceNothingFollows() {
        for letter in "[O]P_^X" { #expect(keys("\u{1b}", String(letter)) == [.escape, .char(letter)]) }
        var parser = InputParser()
        _ = parser.take(Array("\u{1b}[".utf8))
        #expect(parser.waiting == .introducer)
        _ = parser.take(Array("1".utf8))
        #expect(parser.waiting == .sequence && parser.giveUp() == [])
    }

    @Test func aBrokenSequenceEndsWhereAnotherBegins() {
        #expect(keys("\u{1b}[1;\u{1b}[A") == [.up])
        #expect(keys("\u{1b}O\u{1b}[B") == [.down])
        #expect(keys("\u{1b}]0;x\u{1b}[C") == [.right])
        #expect(keys("\u{1b}[12\rj") == [.enter, .char("j")])
        #expect(keys("\u{1b}P1\u{3}") == [.control("c")])
    }

    @Test func theMouseIsReadInAllItsWays() throws {
        let press = try #require(MouseReport(code: 0, x: 12, y: 40, isRelease: false, isSGR: true))
        #expect(press.kind == .press && press.x == 11 && press.y == 39)
        for bytes in ["[<0;12;40M", "[32;12;40M", "[M ,H"] { #expect(inputs("\u{1b}" + bytes) == [.mouse(press)]) }
        func kind(_ bytes: String) -> MouseReport.Kind? {
            if case .mouse(let report)? = inputs("\u{1b}" + bytes).first { report.kind } else { nil }
        }
        #expect(kind("[<0;1;1m") == .release && kind("[M#!!") == .release && kind("[35;1;1M") == .release)
        #expect(kind("[<32;1;1M") == .drag && kind("[M@!!") == .drag)
        #expect(kind("[<64;1;1M") == .wheelUp && kind("[<65;1;1M") == .wheelDown && kind("[<69;1;1M") == .wheelDown)
        #expect(kind("[<66;1;1M") == nil && kind("[<1;1;1M") == nil && kind("[<35;1;1M") == nil)
    }

    @Test func aPasteIsOneHoweverItComesAndWhateverIsInIt() {
        #expect(inputs("\u{1b}[200~a\tb\u{1b}[201~") == [.paste("a\tb")])
        #expect(inputs("\u{1b}[200~one\rtwo\r\nthree\u{1b}[201~q") == [.paste("one\ntwo\nthree"), .key(.char("q"))])
        #expect(inputs("\u{1b}[200~\u{1b}[A é\u{1b}[201~") == [.paste("\u{1b}[A é")])
        // Its end never comes.
        #expect(inputs("\u{1b}[200~half") == [.paste("half")])
        let long = String(repeating: "x", count: 3 << 20)
        guard case .paste(let text)? = inputs("\u{1b}[200~\(long)\u{1b}[201~").first else {
            Issue.record("no paste")
            return
        }
        #expect(text.count < 2 << 20 && text.allSatisfy { $0 == "x" })
    }

    @Test func charactersAreReadAndBytesThatAreNoneAreDropped() {
        var parser = InputParser()
        #expect(parser.take([0xC3]) == [] && parser.take([0xA9]) == [.key(.char("é"))])
        #expect(parser.take([0xF0, 0x9F, 0x90]) == [] && parser.take([0xB1]) == [.key(.char("🐱"))])
        #expect(parser.take([0xFF, 0xC3, 0x6A, 0x80, 0xED, 0xA0, 0x80, 0xC2, 0x9B]) == [.key(.char("j"))])
        #expect(parser.take([0, 0x1C, 0x1F]) == [])
        #expect(parser.take([1, 26, 9, 13, 127]).count == 5)
    }

    /// Any bytes at all: what comes is bounded, and after a pause every key is a key again.
    @Test(arguments: 0..<20)
    func noBytesLeaveItDeaf(_ seed: UInt64) {
        var random = SplitMix(seed)
        var parser = InputParser()
        let alphabet = Array("\u{1b}\u{1b}[]OP_^X;:?<>019~uMmABHFq\\\u{7}\r$200".utf8) + [0x80, 0xC3, 0xFF, 0x18, 0]
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }
            #expect(parser.take(bytes).count <= bytes.count + 2)
        }
        _ = parser.giveUp()
        #expect(parser.waiting == nil && parser.take(Array("j".utf8)) == [.key(.char("j"))])
    }
}

/// Steele, Lea and Flood 2014, figure 1: the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
