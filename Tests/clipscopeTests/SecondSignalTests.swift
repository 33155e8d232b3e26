import Foundation
import Testing

/// A terminal that takes no more output (Ctrl-S, a connection that stalled) holds the thread that writes: the first signal
/// cannot be heeded there, the second ends the program.
@Suite struct SecondSignalTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    private func expectTheSecondToEnd(_ terminal: PseudoTerminal, _ signal: Int32, _ statuses: Set<Int32>) throws {
        try terminal.holdOutput()
        // Until the program writes the next time.
        Thread.sleep(forTimeInterval: 0.5)
        terminal.signal(signal)
        Thread.sleep(forTimeInterval: 0.5)
        #expect(terminal.isRunning, "the first one was heeded: nothing was held")
        terminal.signal(signal)
        #expect(statuses.contains(terminal.end()))
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGQUIT]) func aCommandThatCannotWriteEnds(signal: Int32) throws {
        let sampleData = repository.appending(path: "sample-data").path
        let terminal = try PseudoTerminal(
            program, ["embed", "--no-cache", "--out", "out.npy", "--threads", "1", "--dataset", sampleData],
            answers: [])
        try terminal.wait("the first images") { $0.contains("encoding images: ") }
        try expectTheSecondToEnd(terminal, signal, [128 + signal])
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func anExplorerThatCannotDrawEnds(signal: Int32) throws {
        let zoo = program.folder.appending(path: "zoo").path
        let terminal = try PseudoTerminal(program, ["--dataset", zoo], answers: PseudoTerminal.kitty)
        try terminal.wait("the accuracy") { $0.contains("top-1") }
        try terminal.holdOutput()
        // Something to draw.
        terminal.type("jjj")
        try expectTheSecondToEnd(terminal, signal, [128 + signal, 128 + SIGALRM])
    }
}
