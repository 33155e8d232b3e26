import ArgumentParser
import Model

/// Refuses an option's number that is out of range, or no number at all; nil was not given.
/// - Throws: `ValidationError`
func check<Number: Comparable>(_ option: String, _ number: Number?, in range: ClosedRange<Number>) throws {
    guard let number, !range.contains(number) else { return }
    throw ValidationError("\(option) is \(number), expected \(range.lowerBound) to \(range.upperBound).")
}

/// The same where every number from one on is right.
func check(_ option: String, _ number: Int?, from least: Int) throws {
    guard let number, number < least else { return }
    throw ValidationError("\(option) is \(number), expected at least \(least).")
}

/// Threads that a machine may have.
let threadCounts = Preferences.threadCounts
