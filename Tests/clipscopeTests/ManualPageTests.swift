import Foundation
import Testing

/// docs/clipscope.1 says what the command and the explorer say of themselves; CLIPSCOPE_RECORD=1 writes it.
@Suite struct ManualPageTests {
    private let file = repository.appending(path: "docs/clipscope.1")

    @Test func theManualPageIsCurrent() throws {
        let program = try Program()
        let dump = try program("--experimental-dump-help").output
        let version = try program("--version").output.trimmingCharacters(in: .whitespacesAndNewlines)
        let page = try ManualPage(dump: Data(dump.utf8), version: version).text
        if ProcessInfo.processInfo.environment["CLIPSCOPE_RECORD"] == "1" {
            try page.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == page)
    }

    @Test func manRendersItWithoutAWarning() throws {
        let program = try Program()
        let lint = try program.shell(
            "command -v groff > /dev/null || { echo no groff; exit 0; }; "
                + "groff -man -ww -K utf8 -T utf8 -z '\(file.path)' 2>&1")
        #expect(["", "no groff\n"].contains(lint.output))
        #expect(lint.status == 0)
    }

    @Test func everyLineOfTheManualIsTextOrAKnownMacro() throws {
        let macros: Set = [".\\\"", ".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".RI", ".nf", ".fi"]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where line.hasPrefix(".") {
            #expect(macros.contains(String(line.prefix { $0 != " " })), "\(line)")
        }
    }
}
