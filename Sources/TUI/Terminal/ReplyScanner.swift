/// Tells a terminal's replies from what people type, whenever they come: a late one is no key.
struct ReplyScanner {
    enum Outcome: Equatable {
        /// It may be part of a reply.
        case waiting
        case reply(TerminalReply)
        /// It is none, nor is what came before it.
        case typed([Unicode.Scalar])
    }

    /// The beginning of what may become a reply.
    private var pending = String.UnicodeScalarView()
    /// Longer is no reply to anything that was asked.
    private static let limit = 1024
    private static let escape: Unicode.Scalar = "\u{1b}"

    /// More has to come before anyone knows.
    var isWaiting: Bool { !pending.isEmpty }
    /// All that came is an escape, which is a key.
    var hasLoneEscape: Bool { pending.count == 1 }

    mutating func take(_ scalar: Unicode.Scalar) -> Outcome {
        guard isWaiting else {
            guard scalar == Self.escape else { return .typed([scalar]) }
            pending.append(scalar)
            return .waiting
        }
        pending.append(scalar)
        switch judged() {
        case .some(true):
            defer { pending.removeAll() }
            return .reply(TerminalReply(String(pending.withoutTerminator)))
        case .some(false): return .typed(giveUp())
        case nil: return .waiting
        }
    }

    /// What waited was typed after all.
    mutating func giveUp() -> [Unicode.Scalar] {
        defer { pending.removeAll() }
        return Array(pending)
    }

    /// - Returns: whether it is a whole reply; nil while it may become one.
    private func judged() -> Bool? {
        guard pending.count <= Self.limit else { return false }
        guard let introducer = pending.dropFirst().first, let last = pending.last else { return nil }
        switch introducer {
        case "[":
            guard pending.count > 2 else { return nil }
            let body = pending.dropFirst(2)
            if body.first == "?" {
                if body.count == 1 || last.isParameter || last == "$" { return nil }
                return ("a"..."z").contains(last)
            }
            // Only the size of a cell begins with a digit; keys of that form do not end with t.
            guard body.first == "6" else { return false }
            return last.isParameter ? nil : last == "t"
        case "]", "P", "_":
            if pending.count == 2 { return nil }
            if last == "\u{7}" { return introducer == "]" }
            if last == "\\", pending.dropLast().last == Self.escape { return true }
            let isBroken = pending.dropLast().last == Self.escape && pending.count > 2
            if last == Self.escape { return nil }
            return isBroken || last.value < 0x20 ? false : nil
        default: return false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isParameter: Bool { ("0"..."9").contains(self) || self == ";" }
}

extension String.UnicodeScalarView {
    /// Without BEL or ESC \.
    fileprivate var withoutTerminator: Substring.UnicodeScalarView {
        if last == "\u{7}" { return dropLast() }
        return last == "\\" && count > 2 ? dropLast(2) : self[...]
    }
}
