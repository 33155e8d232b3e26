import Foundation
import Testing

@testable import Model

/// What a crash leaves: a terminal as it was, one line, and a file that says where it was.
@Suite(.serialized) struct CrashJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        terminal = try Tmux(program)
    }

    private var trace: URL { program.folder.appending(path: ".local/state/clipscope/crash.txt") }

    private func open(_ arguments: String = "") throws {
        // Swift's own backtracer, had it its way, would ask questions now.
        try terminal.type("export SWIFT_BACKTRACE=enable=yes,interactive=yes,color=yes; clear")
        try terminal.press("Enter")
        try terminal.openExplorer(arguments)
    }

    @Test(arguments: [
        (SIGSEGV, 139, "SIGSEGV"), (SIGABRT, 134, "SIGABRT"), (SIGILL, 132, "SIGILL"), (SIGTRAP, 133, "SIGTRAP"),
        (SIGBUS, 135, "SIGBUS"), (SIGFPE, 136, "SIGFPE"),
    ])
    func aCrashLeavesACleanTerminalOneLineAndATrace(_ signal: Int32, _ status: Int, _ name: String) throws {
        try open()
        kill(try terminal.child(), signal)
        try terminal.waitForShell()
        let said = try terminal.screen.joined()
        #expect(said.contains("clipscope: \(name): the program crashed; \(trace.path) says where"))
        #expect(!said.contains(">>>") && !said.contains("🛑") && !said.contains("💣"))
        try terminal.expectClean(status: status, in: program.folder)
        let text = try String(contentsOf: trace, encoding: .utf8)
        #expect(text.hasPrefix("clipscope 0.1.0 crashed: \(name)\n") && text.contains("8MainLoop"))
    }

    @Test func aCommandThatCrashesLeavesTheTerminalAlone() throws {
        try terminal.run("export SWIFT_BACKTRACE=enable=yes,interactive=yes; clear")
        try terminal.type("$clipscope eval --dataset \(repository.path)/sample-data/photos")
        try terminal.press("Enter")
        try terminal.wait(for: "encoding images")
        kill(try terminal.child(), SIGILL)
        try terminal.wait("its last line") {
            $0.joined().contains("clipscope: SIGILL: the program crashed; \(trace.path) says")
        }
        #expect(try !terminal.screen.joined().contains(">>>"))
        #expect(try terminal.run("clear") == 0)
    }

    @Test func theQuitKeyEndsTheExplorerLikeOtherSignals() throws {
        try open()
        let start = ContinuousClock.now
        kill(try terminal.child(), SIGQUIT)
        try terminal.waitForShell()
        #expect(ContinuousClock.now - start < .seconds(8))
        #expect(try !terminal.screen.joined().contains(">>>"))
        try terminal.expectClean(status: 131, in: program.folder)
        #expect(!FileManager.default.fileExists(atPath: trace.path))
    }

    @Test func theNextStartAfterOneThatCrashedBeginsAnew() throws {
        try terminal.openExplorer()
        try terminal.press("E")
        try terminal.wait(for: "likely label errors")
        try terminal.press("q")
        try terminal.waitForShell()
        // A filter that waits for answers comes back.
        try terminal.type("clear; $clipscope")
        try terminal.press("Enter")
        try terminal.wait("the filter") { $0[1].contains(/top-1 +[0-9]/) && $0.contains { $0.contains("likely") } }
        try terminal.press("l", "Enter", "q")
        try terminal.waitForShell()
        let mark = "{\"dataset\":\"\(program.folder.path)/zoo\",\"restoresSession\":true}"
        try program.write(".local/state/clipscope/starting-1", mark)
        try terminal.type("clear; $clipscope")
        try terminal.press("Enter")
        try terminal.wait(for: "the last start with this dataset ended badly: it is opened anew")
        try terminal.press("q")
        try terminal.waitForShell()
        try terminal.expectClean(status: 0, in: program.folder)
    }
}
