/// What comes of a terminal's bytes.
enum Input: Equatable {
    case key(Key)
    case paste(String)
    case mouse(MouseReport)
    case reply(TerminalReply)
}

/// Reads what a terminal sends: characters, and sequences whole (ECMA-48: CSI, SS3, OSC, DCS, APC, PM, SOS). A sequence that
/// nobody knows is dropped, all of it: none of its bytes becomes a key. Bytes may come in pieces, cut anywhere.
struct InputParser {
    /// What has begun and has not ended.
    enum Waiting: Equatable {
        /// An escape, which may be a key.
        case escape
        /// An escape and what may introduce a sequence; both may be keys.
        case introducer
        case sequence
        case paste
    }

    private enum Place: Equatable {
        case ground, escape, control, single, string, paste
        /// Bytes that belong to a sequence behind its end.
        case rest(Int)
    }

    private var place = Place.ground
    /// From the escape on.
    private var pending: [UInt8] = []
    /// Of a character.
    private var character: [UInt8] = []
    /// Longer ones are read to their end, and dropped.
    private static let longest = 4096
    private static let longestPaste = 1 << 20
    private static let escape: UInt8 = 0x1B

    var waiting: Waiting? {
        switch place {
        case .ground: character.isEmpty ? nil : .sequence
        case .escape: .escape
        case .paste: .paste
        case .control, .single, .string, .rest: pending.count == 2 ? .introducer : .sequence
        }
    }

    /// - Parameter bytes: that came together.
    mutating func take(_ bytes: some Collection<UInt8>) -> [Input] {
        var inputs: [Input] = []
        // People type what follows an escape later; terminals send it at once, or go on with a sequence.
        if place == .escape, let first = bytes.first, !Self.introducers.contains(first) {
            inputs += giveUp()
        }
        for byte in bytes { inputs += take(byte) }
        return inputs
    }

    /// Nothing more has come for too long.
    mutating func giveUp() -> [Input] {
        let (waiting, pending, place) = (waiting, pending, place)
        reset()
        switch waiting {
        case .escape: return [.key(.escape)]
        case .introducer: return pending.compactMap(Self.typed)
        case .paste where place == .paste: return [.paste(Self.text(ofPaste: pending))]
        case .paste, .sequence, nil: return []
        }
    }

    private mutating func reset() {
        (place, pending, character) = (.ground, [], [])
    }
}

// MARK: - Byte by byte

extension InputParser {
    private static let introducers: Set<UInt8> = Set("[O]P_^X".utf8)
    private static let endOfPaste = Array("\u{1b}[201~".utf8)

    private mutating func take(_ byte: UInt8) -> [Input] {
        switch place {
        case .ground: return takeCharacter(byte)
        case .escape: return takeAfterEscape(byte)
        case .control: return takeControl(byte)
        case .single: return takeSingle(byte)
        case .string: return takeString(byte)
        case .rest(let count): return takeRest(byte, count)
        case .paste: return takePaste(byte)
        }
    }

    private mutating func begin() {
        (place, pending, character) = (.escape, [Self.escape], [])
    }

    /// A byte that a sequence cannot hold: the sequence is dropped, or was two keys; the byte is read anew.
    private mutating func breakOff(at byte: UInt8) -> [Input] {
        let keys = waiting == .introducer ? pending.compactMap(Self.typed) : []
        reset()
        return keys + take(byte)
    }

    private mutating func takeCharacter(_ byte: UInt8) -> [Input] {
        if byte == Self.escape {
            begin()
            return []
        }
        guard byte >= 0x80 else {
            character = []
            return [Self.typed(byte)].compactMap { $0 }
        }
        if byte >= 0xC0 { character = [] }
        character.append(byte)
        let count = character[0] >= 0xF0 ? 4 : character[0] >= 0xE0 ? 3 : 2
        guard character[0] >= 0xC0, character.count < count else {
            defer { character = [] }
            guard let text = String(validating: character, as: UTF8.self), let scalar = text.unicodeScalars.first,
                scalar.value > 0x9F
            else { return [] }
            return [.key(.char(Character(scalar)))]
        }
        return []
    }

    private mutating func takeAfterEscape(_ byte: UInt8) -> [Input] {
        switch byte {
        case Self.escape: return [.key(.escape)]
        case _ where Self.introducers.contains(byte):
            pending = [Self.escape, byte]
            place = byte == UInt8(ascii: "[") ? .control : byte == UInt8(ascii: "O") ? .single : .string
            return []
        default:
            reset()
            if let key = Self.meta(byte) { return [.key(key)] }
            return [.key(.escape)] + take(byte)
        }
    }

    private mutating func takeControl(_ byte: UInt8) -> [Input] {
        if byte == Self.escape {
            begin()
            return []
        }
        guard (0x20...0x7E).contains(byte) else { return breakOff(at: byte) }
        pending.append(byte)
        if pending.count > Self.longest { pending.removeLast() }
        let body = pending[2...]
        // The Linux console's function keys: CSI [ A.
        if body.elementsEqual("[".utf8) {
            place = .rest(1)
            return []
        }
        if body.elementsEqual("M".utf8) {
            place = .rest(3)
            return []
        }
        // rxvt's keys with Shift end with a dollar.
        let isShifted = byte == UInt8(ascii: "$") && body.count > 1 && body.dropLast().allSatisfy(\.isDigit)
        guard (0x40...0x7E).contains(byte) || isShifted else { return [] }
        defer { if place == .control { reset() } }
        if isShifted { return Key(rxvt: body.dropLast()).map { [.key($0)] } ?? [] }
        return ControlSequence(body).map { finish($0, body) } ?? []
    }

    private mutating func finish(_ sequence: ControlSequence, _ body: ArraySlice<UInt8>) -> [Input] {
        if sequence.final == "~", sequence.mark == nil, sequence.parameters.count == 1 {
            if sequence.number(0) == 200 {
                (place, pending) = (.paste, [])
                return []
            }
            // The end of what did not begin.
            if sequence.number(0) == 201 { return [] }
        }
        if let report = MouseReport(sequence) { return [.mouse(report)] }
        if let key = sequence.key { return [.key(key)] }
        let reply = TerminalReply("\u{1b}[" + String(decoding: body, as: UTF8.self))
        return reply == .other ? [] : [.reply(reply)]
    }

    private mutating func takeSingle(_ byte: UInt8) -> [Input] {
        if byte == Self.escape {
            begin()
            return []
        }
        guard (0x21...0x7E).contains(byte) else { return breakOff(at: byte) }
        pending.append(byte)
        guard !byte.isDigit, byte != UInt8(ascii: ";"), pending.count < 16 else { return [] }
        defer { reset() }
        let digits = pending[2...].dropLast().split(separator: UInt8(ascii: ";")).last ?? []
        let modifiers = Modifiers(sent: Int(String(decoding: digits, as: UTF8.self)))
        return Key(single: Unicode.Scalar(byte), modifiers).map { [.key($0)] } ?? []
    }

    /// To BEL, or ESC \.
    private mutating func takeString(_ byte: UInt8) -> [Input] {
        if pending.last == Self.escape {
            guard byte == UInt8(ascii: "\\") else {
                begin()
                return take(byte)
            }
            return endString(pending.dropLast())
        }
        if byte == 0x07 { return pending.count > 2 ? endString(pending[...]) : breakOff(at: byte) }
        guard byte == Self.escape || byte >= 0x20 && byte != 0x7F else { return breakOff(at: byte) }
        if pending.count >= Self.longest { pending = Array(pending.prefix(3)) }
        pending.append(byte)
        return []
    }

    private mutating func endString(_ sequence: ArraySlice<UInt8>) -> [Input] {
        defer { reset() }
        let reply = TerminalReply(String(decoding: sequence, as: UTF8.self))
        return reply == .other ? [] : [.reply(reply)]
    }

    private mutating func takeRest(_ byte: UInt8, _ count: Int) -> [Input] {
        pending.append(byte)
        place = .rest(count - 1)
        guard count == 1 else { return [] }
        defer { reset() }
        return MouseReport(old: pending.suffix(3)).map { pending[2] == UInt8(ascii: "M") ? [.mouse($0)] : [] } ?? []
    }

    private mutating func takePaste(_ byte: UInt8) -> [Input] {
        pending.append(byte)
        // What is too long for a text field loses its middle; its end is still looked for.
        if pending.count > Self.longestPaste { pending.remove(at: Self.longestPaste - Self.endOfPaste.count) }
        guard byte == Self.endOfPaste.last, pending.suffix(Self.endOfPaste.count).elementsEqual(Self.endOfPaste)
        else { return [] }
        defer { reset() }
        return [.paste(Self.text(ofPaste: pending.dropLast(Self.endOfPaste.count)))]
    }

    private static func text(ofPaste bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }
}

// MARK: - Keys of one byte

extension InputParser {
    private static func typed(_ byte: UInt8) -> Input? {
        switch byte {
        case 9: .key(.tab)
        case 10, 13: .key(.enter)
        case escape: .key(.escape)
        case 127: .key(.backspace)
        case 1...26: .key(.control(Character(Unicode.Scalar(byte + 96))))
        case 0x20...0x7E: .key(.char(Character(Unicode.Scalar(byte))))
        default: nil
        }
    }

    /// With Alt. Others are an escape and a key: someone types faster than they are read.
    private static func meta(_ byte: UInt8) -> Key? {
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "d"): .meta(Character(Unicode.Scalar(byte)))
        case 127, 8: .control("w")
        default: nil
        }
    }
}

extension Key {
    /// rxvt with Shift.
    fileprivate init?(rxvt digits: some Collection<UInt8>) {
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
        self.init(numbered: number, [.shift])
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
