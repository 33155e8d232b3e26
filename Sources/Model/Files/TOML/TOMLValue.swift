/// A value of a TOML document, with the line that its key stands on. Numbers and dates are told apart and not kept: no
/// file of ours has one.
package struct TOMLValue: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        case table([String: TOMLValue])
        case array([TOMLValue])
        case string(String)
        /// As it is written.
        case integer(String)
        case float, boolean, date, time, dateTime
    }

    package let content: Content
    package let line: Int

    package var table: [String: TOMLValue]? { if case .table(let table) = content { table } else { nil } }
    package var array: [TOMLValue]? { if case .array(let array) = content { array } else { nil } }
    /// Nil also for one in hexadecimal, octal or binary digits.
    package var integer: Int? {
        if case .integer(let digits) = content { Int(digits.replacing("_", with: "")) } else { nil }
    }
    package var string: String? { if case .string(let string) = content { string } else { nil } }

    /// For messages.
    package var typeName: String {
        switch content {
        case .table: "table"
        case .array: "array"
        case .string: "string"
        case .integer: "integer"
        case .float: "floating-point number"
        case .boolean: "bool"
        case .date: "date"
        case .time: "time"
        case .dateTime: "date-time"
        }
    }
}

/// What is written without quotation marks.
extension TOMLValue.Content {
    /// Nil where it is no value.
    init?(word: ArraySlice<UInt8>) {
        if Self.isInteger(word) {
            self = .integer(String(decoding: word, as: UTF8.self))
        } else if word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) {
            self = .boolean
        } else if Self.isFloat(word) {
            self = .float
        } else if let moment = Self.moment(word) {
            self = moment
        } else {
            return nil
        }
    }

    /// Of 64 bits.
    private static func isInteger(_ word: ArraySlice<UInt8>) -> Bool {
        let radices: [(prefix: String, radix: Int)] = [("0x", 16), ("0o", 8), ("0b", 2)]
        if word.count > 2, let radix = radices.first(where: { word.starts(with: $0.prefix.utf8) })?.radix {
            return number(word.dropFirst(2), radix: radix, mayBeLong: false)
        }
        guard isDecimal(word.withoutSign) else { return false }
        return word.count < 19 || number(word, radix: 10, mayBeLong: false)
    }

    /// Digits without a zero before them.
    private static func isDecimal(_ digits: ArraySlice<UInt8>) -> Bool {
        number(digits, radix: 10, mayBeLong: true) && (digits.count == 1 || digits.first != UInt8(ascii: "0"))
    }

    /// Digits, with _ between some of them.
    private static func number(_ digits: ArraySlice<UInt8>, radix: Int, mayBeLong: Bool) -> Bool {
        let underscore = UInt8(ascii: "_")
        let isDigit = { (byte: UInt8) in Character(Unicode.Scalar(byte)).hexDigitValue.map { $0 < radix } ?? false }
        var last = underscore
        for byte in mayBeLong ? digits : digits.withoutSign {
            guard byte == underscore ? last != underscore : isDigit(byte) else { return false }
            last = byte
        }
        guard last != underscore else { return false }
        return mayBeLong
            || Int(String(decoding: digits.filter { $0 != underscore }, as: UTF8.self), radix: radix) != nil
    }

    private static func isFloat(_ word: ArraySlice<UInt8>) -> Bool {
        let rest = word.withoutSign
        if rest.elementsEqual("inf".utf8) || rest.elementsEqual("nan".utf8) { return true }
        let exponent = rest.firstIndex { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
        let mantissa = rest[..<(exponent ?? rest.endIndex)]
        let point = mantissa.firstIndex(of: UInt8(ascii: "."))
        guard exponent != nil || point != nil else { return false }
        return isDecimal(mantissa[..<(point ?? mantissa.endIndex)])
            && (point.map { number(mantissa[($0 + 1)...], radix: 10, mayBeLong: true) } ?? true)
            && (exponent.map { number(rest[($0 + 1)...].withoutSign, radix: 10, mayBeLong: true) } ?? true)
    }

    /// A date, a time, or both with an offset or without.
    private static func moment(_ word: ArraySlice<UInt8>) -> Self? {
        let date = word.prefix(10)
        guard date.fields("0000-00-00").map(isDate) == true else { return isTime(word) ? .time : nil }
        guard word.count > 10 else { return .date }
        guard "Tt ".utf8.contains(word[word.startIndex + 10]) else { return nil }
        var time = word.dropFirst(11)
        if time.last == UInt8(ascii: "Z") || time.last == UInt8(ascii: "z") {
            time = time.dropLast()
        } else if let sign = time.firstIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) {
            guard let offset = time[(sign + 1)...].fields("00:00"), offset[0] < 24, offset[1] < 60 else { return nil }
            time = time[..<sign]
        }
        return isTime(time) ? .dateTime : nil
    }

    private static func isDate(_ date: [Int]) -> Bool {
        let (year, month, day) = (date[0], date[1], date[2])
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return year > 0 && (1...12).contains(month) && (1...days[month - 1]).contains(day)
    }

    /// With parts of a second or without.
    private static func isTime(_ time: ArraySlice<UInt8>) -> Bool {
        let parts = time.dropFirst(8)
        guard let clock = time.prefix(8).fields("00:00:00"), clock[0] < 24, clock[1] < 60, clock[2] < 60 else {
            return false
        }
        return parts.isEmpty
            || parts.first == UInt8(ascii: ".") && parts.count > 1 && parts.dropFirst().allSatisfy(\.isDigit)
    }
}

extension ArraySlice<UInt8> {
    fileprivate var withoutSign: ArraySlice {
        first == UInt8(ascii: "+") || first == UInt8(ascii: "-") ? dropFirst() : self
    }

    /// The numbers in a text of this form, where 0 stands for any digit.
    fileprivate func fields(_ form: String) -> [Int]? {
        let form = Array<UInt8>(form.utf8)
        guard count == form.count else { return nil }
        var fields = [0]
        for (byte, expected) in zip(self, form) {
            guard expected == UInt8(ascii: "0") ? byte.isDigit : byte == expected else { return nil }
            if byte.isDigit {
                fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int(byte - 0x30)
            } else {
                fields.append(0)
            }
        }
        return fields
    }
}
