import Foundation
import Testing

/// From one dataset to another without leaving.
@Suite struct DatasetsJourneyTests {
    @Test func anotherDatasetIsOpenedInTheSameTerminal() throws {
        let program = try Program()
        try program.copyZoo()
        let zoo = program.folder.appending(path: "zoo").path
        let terminal = try PseudoTerminal(program, ["--dataset", zoo], answers: PseudoTerminal.kitty)
        try terminal.wait("the accuracy") { $0.contains("top-1") }
        terminal.type("D")
        try terminal.wait("the list") { $0.contains("sample") && $0.contains("MB") }
        let before = terminal.text.count
        terminal.type("\r")
        try terminal.wait("the sample's accuracy") { text in
            let since = text.dropFirst(before)
            return since.contains("553") && since.contains("top-1")
        }
        terminal.type("q")
        #expect(terminal.end() == 0)
        let sessions = try program("history", "--json")
        #expect(sessions.status == 0)
    }
}
