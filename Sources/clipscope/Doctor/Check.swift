import Foundation
import Model

/// One thing that a user would look at when something does not work.
struct Check: Encodable {
    enum Verdict: String, Encodable {
        case ok, warning, broken
    }

    let area: String
    let verdict: Verdict
    /// What was found.
    let found: String
    /// What to do about it.
    let advice: String?

    static func ok(_ area: String, _ found: String) -> Check {
        Check(area: area, verdict: .ok, found: found, advice: nil)
    }

    /// Works, but not as well as it could.
    static func warning(_ area: String, _ found: String, advice: String) -> Check {
        Check(area: area, verdict: .warning, found: found, advice: advice)
    }

    /// The program is of no use without it.
    static func broken(_ area: String, _ found: String, advice: String) -> Check {
        Check(area: area, verdict: .broken, found: found, advice: advice)
    }
}

struct Diagnosis: Encodable {
    let checks: [Check]

    var isBroken: Bool { checks.contains { $0.verdict == .broken } }

    func text(_ style: TextStyle) -> String {
        checks.map { check in
            let mark = check.verdict == .ok ? "ok     " : check.verdict == .warning ? "warning" : "BROKEN "
            let area = check.area.padding(toLength: 10, withPad: " ", startingAt: 0)
            let line = "\(mark)  \(area) \(check.found.printable)\n"
            return line
                + (check.advice.map { "         \(String(repeating: " ", count: 10)) -> \($0.printable)\n" } ?? "")
        }.joined()
    }
}
