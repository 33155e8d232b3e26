extension FilePath {
    /// The path as text, different for different paths: itself where it is UTF-8. Else, and where "\x" stands in it,
    /// each byte that is not UTF-8 is written \xHH and each backslash twice.
    package var text: String {
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.holdsEscape else { return escaped }
        return text
    }

    /// The path that `text` was written for.
    package init(text: String) {
        self.init(bytes: text.utf8.holdsEscape ? Self.unescaped(text.utf8) : Array(text.utf8))
    }

    private var escaped: String {
        var text = ""
        var position = 0
        var rest = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let scalar):
                let character = String(decoding: scalar, as: UTF8.self)
                text += character == "\\" ? "\\\\" : character
                position += scalar.count
            case .error(let length):
                for byte in bytes[position..<position + length] { text += "\\x" + byte.hexadecimal }
                position += length
            case .emptyInput: return text
            }
        }
    }

    private static func unescaped(_ text: String.UTF8View) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            if rest.first == UInt8(ascii: "x"), let value = UInt8(hexadecimal: rest.dropFirst().prefix(2)) {
                bytes.append(value)
                rest.removeFirst(3)
            } else {
                bytes.append(byte)
                if rest.first == byte { rest.removeFirst() }
            }
        }
        return bytes
    }
}

extension String.UTF8View {
    /// Whether "\x" stands in it.
    fileprivate var holdsEscape: Bool {
        guard var position = firstIndex(of: UInt8(ascii: "\\")) else { return false }
        while position < endIndex {
            let next = index(after: position)
            if self[position] == UInt8(ascii: "\\"), next < endIndex, self[next] == UInt8(ascii: "x") { return true }
            position = next
        }
        return false
    }
}

extension UInt8 {
    /// Two digits.
    fileprivate var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }

    fileprivate init?(hexadecimal digits: Substring.UTF8View) {
        guard digits.count == 2, digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-") else {
            return nil
        }
        self.init(Substring(digits), radix: 16)
    }
}
