/// A whole control sequence, CSI to its final byte (ECMA-48, section 5.4).
struct ControlSequence: Equatable {
    /// "<", "=", ">" or "?": a private one.
    let mark: Unicode.Scalar?
    /// Each with its parts, which colons separate; nil for one that is left out, or is no number.
    let parameters: [[Int?]]
    let intermediates: [UInt8]
    let final: Unicode.Scalar

    /// - Parameter body: what follows CSI.
    init?(_ body: some BidirectionalCollection<UInt8>) {
        guard let last = body.last, (0x40...0x7E).contains(last) else { return nil }
        var rest = body.dropLast()
        let marks = UInt8(ascii: "<")...UInt8(ascii: "?")
        mark = rest.first.flatMap { marks.contains($0) ? Unicode.Scalar($0) : nil }
        if mark != nil { rest = rest.dropFirst() }
        let numbers = rest.prefix { (0x30...0x3B).contains($0) }
        intermediates = Array(rest[numbers.endIndex...])
        guard intermediates.allSatisfy({ (0x20...0x2F).contains($0) }) else { return nil }
        parameters = numbers.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { parameter in
            parameter.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
                .map { Int(String(decoding: $0, as: UTF8.self)) }
        }
        final = Unicode.Scalar(last)
    }

    func number(_ place: Int, part: Int = 0) -> Int? {
        guard parameters.indices.contains(place), parameters[place].indices.contains(part) else { return nil }
        return parameters[place][part]
    }
}

/// Keys that were held down with another one: the number that terminals send, less one.
struct Modifiers: OptionSet {
    let rawValue: Int

    static let shift = Modifiers(rawValue: 1)
    static let alt = Modifiers(rawValue: 2)
    static let control = Modifiers(rawValue: 4)
    /// Caps Lock and Num Lock are no modifiers here.
    private static let locks = 64 | 128

    init(rawValue: Int) { self.rawValue = rawValue }

    init(sent number: Int?) { self.init(rawValue: max(0, (number ?? 1) - 1) & ~Self.locks) }

    /// Super, Hyper and Meta belong to the desktop.
    var isOfDesktop: Bool { rawValue > 7 }
}

extension ControlSequence {
    /// Nil for what is no key of ours.
    var key: Key? {
        guard mark == nil, parameters.count <= 3 else { return nil }
        let modifiers = Modifiers(sent: number(1))
        // kitty tells releases too, where it was asked to.
        guard number(1, part: 1) != 3, !modifiers.isOfDesktop else { return nil }
        switch (final, intermediates) {
        case ("~", []):
            // xterm's modifyOtherKeys: 27 ; modifiers ; code ~
            if number(0) == 27, let code = number(2) { return Key(code: code, modifiers) }
            return number(0).flatMap { Key(numbered: $0, modifiers) }
        case ("u", []):
            let shifted = modifiers.contains(.shift) ? number(0, part: 1) : nil
            return number(0).flatMap { Key(code: $0, shifted: shifted, modifiers) }
        // rxvt: with Ctrl, Shift, and both; the dollar stands where a final byte should.
        case ("^", []), ("@", []): return number(0).flatMap { Key(numbered: $0, [.control]) }
        case (_, []):
            guard parameters.count < 3, number(0) ?? 1 == 1 else { return nil }
            return Key(letter: final, modifiers)
        default: return nil
        }
    }
}

extension Key {
    /// The last letter of CSI or SS3. Small letters are rxvt's, with Shift or Ctrl.
    init?(letter: Unicode.Scalar, _ modifiers: Modifiers = []) {
        switch letter {
        case "A", "a": self = .up
        case "B", "b": self = .down
        case "C": self = modifiers.isEmpty ? .right : .wordRight
        case "D": self = modifiers.isEmpty ? .left : .wordLeft
        case "c": self = .wordRight
        case "d": self = .wordLeft
        case "H": self = .home
        case "F": self = .end
        case "Z": self = .backTab
        default: return nil
        }
    }

    /// The number before ~.
    init?(numbered number: Int, _ modifiers: Modifiers) {
        switch number {
        case 1, 7: self = .home
        case 4, 8: self = .end
        case 3: self = .delete
        case 5: self = .pageUp
        case 6: self = .pageDown
        default: return nil
        }
    }

    /// SS3 beside what CSI has: the keypad of a terminal that tells its keys apart.
    init?(single letter: Unicode.Scalar, _ modifiers: Modifiers) {
        switch letter {
        case "M": self = .enter
        case "I": self = .tab
        case "X": self = .char("=")
        case "j"..."y": self = .char(Character(Unicode.Scalar(UInt8(letter.value) - 0x40)))
        default: self.init(letter: letter, modifiers)
        }
    }

    /// A code point, as kitty and xterm's modifyOtherKeys tell it; kitty's own above 57344 are keys without one.
    init?(code: Int, shifted: Int? = nil, _ modifiers: Modifiers) {
        switch code {
        case 9: self = modifiers.contains(.shift) ? .backTab : .tab
        case 13, 57414: self = .enter
        case 27: self = .escape
        case 8, 127: self = modifiers.isDisjoint(with: [.alt, .control]) ? .backspace : .control("w")
        case 57417: self.init(letter: "D", modifiers)
        case 57418: self.init(letter: "C", modifiers)
        case 57419: self = .up
        case 57420: self = .down
        case 57421: self = .pageUp
        case 57422: self = .pageDown
        case 57423: self = .home
        case 57424: self = .end
        case 57426: self = .delete
        case 57399...57408: self = .char(Character(Unicode.Scalar(UInt8(code - 57399) + 0x30)))
        case 57409...57413:
            let signs: [Character] = [".", "/", "*", "-", "+"]
            self = .char(signs[code - 57409])
        default: self.init(character: shifted ?? code, modifiers, isShifted: shifted != nil)
        }
    }

    private init?(character code: Int, _ modifiers: Modifiers, isShifted: Bool) {
        guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init), scalar.value >= 0x20,
            !(0x7F...0x9F).contains(scalar.value), !(0xE000...0xF8FF).contains(scalar.value)
        else { return nil }
        let character = Character(scalar)
        if modifiers.contains(.control) {
            guard scalar.isASCII, let letter = character.lowercased().first, letter.isLetter else { return nil }
            self = .control(letter)
        } else if modifiers.contains(.alt) {
            self = .meta(character)
        } else if modifiers.contains(.shift), !isShifted, let capital = character.uppercased().first {
            self = .char(capital)
        } else {
            self = .char(character)
        }
    }
}
