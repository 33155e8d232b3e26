/// What a terminal answers to `TerminalQuery`.
enum TerminalReply: Equatable, Sendable {
    /// DA1, the primary device attributes: ESC [ ? 62 ; 4 c. 4 is sixel graphics.
    case attributes([Int])
    /// XTVERSION: ESC P > | name ESC \
    case version(String)
    /// OSC 11, the colour of the ground: ESC ] 11 ; rgb:1e1e/1e1e/2e2e ESC \
    case background(RGB)
    /// Pixels of a character cell: ESC [ 6 ; height ; width t
    case cell(PixelSize)
    /// Whether a picture sent in kitty's protocol was understood: ESC _ G i=31 ; OK ESC \
    case graphics(Bool)
    /// A reply to something else.
    case other

    /// - Parameter sequence: one whole control sequence, with its introducer and without its terminator; of a CSI
    ///   sequence the last letter belongs to it.
    init(_ sequence: String) {
        self = Self.parsed(sequence) ?? .other
    }

    private static func parsed(_ sequence: String) -> TerminalReply? {
        let body = sequence.dropFirst(2)
        switch sequence.prefix(2) {
        case "\u{1b}[": return parsedControl(body)
        case "\u{1b}]": return body.hasPrefix("11;") ? RGB(x11: body.dropFirst(3)).map { .background($0) } : nil
        case "\u{1b}P": return body.hasPrefix(">|") ? .version(String(body.dropFirst(2))) : nil
        case "\u{1b}_":
            guard body.hasPrefix("G"), let semicolon = body.firstIndex(of: ";") else { return nil }
            let keys = body[..<semicolon].dropFirst().split(separator: ",")
            guard keys.contains("i=\(TerminalQuery.graphicsID)") else { return nil }
            return .graphics(body[body.index(after: semicolon)...] == "OK")
        default: return nil
        }
    }

    private static func parsedControl(_ body: Substring) -> TerminalReply? {
        guard let letter = body.last else { return nil }
        let isPrivate = body.first == "?"
        let numbers = body.dropFirst(isPrivate ? 1 : 0).dropLast().split(
            separator: ";", omittingEmptySubsequences: false
        )
        .map { Int($0) ?? 0 }
        if isPrivate, letter == "c" { return .attributes(numbers) }
        guard !isPrivate, letter == "t", numbers.count == 3, numbers[0] == 6 else { return nil }
        return PixelSize(cell: numbers[2], numbers[1]).map { .cell($0) }
    }
}

extension RGB {
    /// X11's "rgb:r/g/b" with 1 to 4 hexadecimal digits each; the alpha of "rgba:" is left out.
    init?(x11 text: Substring) {
        guard let colon = text.firstIndex(of: ":"), ["rgb", "rgba"].contains(text[..<colon]) else { return nil }
        let channels = text[text.index(after: colon)...].split(separator: "/", omittingEmptySubsequences: false)
        guard channels.count == (text.hasPrefix("rgba") ? 4 : 3) else { return nil }
        let bytes = channels.prefix(3).compactMap { digits -> UInt8? in
            guard (1...4).contains(digits.count), let value = Int(digits, radix: 16), value >= 0 else { return nil }
            let most = (1 << (4 * digits.count)) - 1
            return UInt8((value * 255 + most / 2) / most)
        }
        guard bytes.count == 3 else { return nil }
        self.init(bytes[0], bytes[1], bytes[2])
    }
}
