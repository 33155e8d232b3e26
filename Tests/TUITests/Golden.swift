import Foundation
import Testing

@testable import TUI

/// Compares a screen with the text in Tests/TUITests/Screens; CLIPSCOPE_RECORD=1 writes it instead.
func expect(_ state: State, matches name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let found = screen(state).lines.joined(separator: "\n") + "\n"
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Screens/\(name).txt")
    if ProcessInfo.processInfo.environment["CLIPSCOPE_RECORD"] == "1" {
        #expect(throws: Never.self) { try found.write(to: file, atomically: true, encoding: .utf8) }
        return
    }
    let golden = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard golden != found else { return }
    let lines = found.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let first = (0..<max(lines.count, wanted.count)).first {
        $0 >= lines.count || $0 >= wanted.count || lines[$0] != wanted[$0]
    }
    Issue.record(
        "\(name) differs from line \((first ?? 0) + 1):\n\(first.map { $0 < lines.count ? lines[$0] : "(ends)" } ?? "")",
        sourceLocation: sourceLocation)
}
