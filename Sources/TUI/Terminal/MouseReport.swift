/// What the mouse did, as a terminal tells it: in SGR's way (CSI < button ; x ; y M or m), urxvt's, or the old one in three
/// bytes.
struct MouseReport: Equatable {
    enum Kind { case press, release, drag, wheelUp, wheelDown }

    let kind: Kind
    /// From 0.
    let x: Int
    let y: Int

    /// - Parameters:
    ///   - code: the button, and 4, 8, 16 for what is held down with it, 32 for a move, 64 for the wheel.
    ///   - isRelease: SGR says so; in the others no button is 3.
    init?(code: Int, x: Int, y: Int, isRelease: Bool, isSGR: Bool) {
        guard (0..<128).contains(code), x >= 1, y >= 1 else { return nil }
        let button = code & 3
        if code & 64 != 0 {
            guard button < 2 else { return nil }
            kind = button == 0 ? .wheelUp : .wheelDown
        } else if isSGR ? isRelease : button == 3 && code & 32 == 0 {
            guard button == (isSGR ? 0 : 3) else { return nil }
            kind = .release
        } else {
            guard button == 0 else { return nil }
            kind = code & 32 != 0 ? .drag : .press
        }
        (self.x, self.y) = (min(x, Self.most) - 1, min(y, Self.most) - 1)
    }

    /// No screen is larger.
    private static let most = 1 << 15

    init?(_ sequence: ControlSequence) {
        guard sequence.intermediates.isEmpty, sequence.parameters.count == 3, let code = sequence.number(0),
            let x = sequence.number(1), let y = sequence.number(2), "Mm".unicodeScalars.contains(sequence.final)
        else { return nil }
        switch sequence.mark {
        case "<": self.init(code: code, x: x, y: y, isRelease: sequence.final == "m", isSGR: true)
        case nil where sequence.final == "M":
            self.init(code: code - 32, x: x, y: y, isRelease: false, isSGR: false)
        default: return nil
        }
    }

    /// - Parameter bytes: three.
    init?(old bytes: some Collection<UInt8>) {
        let numbers = bytes.map { Int($0) - 32 }
        guard numbers.count == 3 else { return nil }
        self.init(code: numbers[0], x: numbers[1], y: numbers[2], isRelease: false, isSGR: false)
    }
}
