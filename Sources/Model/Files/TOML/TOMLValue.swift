/// A value of a TOML document, with the line that its key stands on. Numbers and dates are told apart and not kept: no
/// file of ours has one.
package struct TOMLValue: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        case table([String: TOMLValue])
        case array([TOMLValue])
        case string(String)
        case integer, float, boolean, date, time, dateTime
    }

    package let content: Content
    package let line: Int

    package var table: [String: TOMLValue]? { if case .table(let table) = content { table } else { nil } }
    package var array: [TOMLValue]? { if case .array(let array) = content { array } else { nil } }
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
