import Foundation
import Testing

@testable import TUI

/// docs/keys.md is printed from the table of actions; CLIPSCOPE_RECORD=1 writes it.
@Test func theKeysPageIsCurrent() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "docs/keys.md")
    let page = HelpSections.page
    if ProcessInfo.processInfo.environment["CLIPSCOPE_RECORD"] == "1" {
        try page.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == page)
}

@Test func everyActionHasAKeyOnThePage() {
    let page = HelpSections.page
    for action in Action.all {
        #expect(page.contains(action.help), "\(action.id)")
    }
}
