import Foundation

/// A day, as the cache remembers when it was used.
package struct Day: Equatable, Comparable, Sendable {
    /// Since 1970-01-01, UTC.
    package let number: Int

    package init(number: Int) {
        self.number = number
    }

    package static var today: Day { Day(number: Int((Date.now.timeIntervalSince1970 / 86400).rounded(.down))) }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    package static func - (day: Day, days: Int) -> Day { Day(number: day.number - days) }

    /// "2026-11-24"
    package var text: String {
        Date(timeIntervalSince1970: Double(number) * 86400).formatted(.iso8601.year().month().day())
    }
}
