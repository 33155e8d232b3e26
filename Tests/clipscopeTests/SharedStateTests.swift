import Foundation
import Testing

@testable import Model

/// One state for several programs, no room for it, and an end at any moment.
@Suite(.serialized) struct SharedStateTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    private var state: URL { program.folder.appending(path: ".local/state/clipscope") }

    @Test func killedAtSeededMomentsItLeavesNothingHalfWritten() throws {
        // The whole of it is scripts/kills.
        let script = repository.appending(path: "scripts/kills")
        let process = try program.start(
            script, ["--moments", "10", "--program", Program.executable.path], environment: [:])
        process.waitUntilExit()
        let result = try program.result(process)
        #expect(result.status == 0 && result.messages.isEmpty, "\(result.messages)")
        #expect(result.output.contains("nothing half written, every next start worked"))
    }

    @Test func twoExplorersAndEvaluationsShareOneState() throws {
        let terminals = try [Tmux(program), Tmux(program)]
        let templates = ["one {label}", "two {label}"]
        for terminal in terminals { try terminal.openExplorer() }
        for (terminal, template) in zip(terminals, templates) {
            try terminal.press("Tab", "a")
            try terminal.wait(for: "editing")
            try terminal.press("C-u")
            try terminal.type(template)
            try terminal.press("Enter")
        }
        for number in 0..<5 {
            let result = try program("eval", "--dataset", "zoo", "--template", "\(number) {label}")
            #expect(result.status == 0 && result.messages.isEmpty, "\(result.messages)")
        }
        for (terminal, template) in zip(terminals, templates) {
            try terminal.wait("the run in the history") { _ in
                try History(directory: state).runs().contains { $0.run.toml.contains(template) }
            }
            try terminal.press("q")
            try terminal.waitForShell()
        }
        let history = try History(directory: state)
        let recorded = try history.runs().map(\.run.toml)
        for template in templates + (0..<5).map({ "\($0) {label}" }) {
            #expect(recorded.contains { $0.contains(template) }, "\(template)")
        }
        // The one that changed something last is found again, whole.
        let left = try #require(try history.lastSession()?.session.prompts?.entries.map(\.template.text))
        #expect(left.count == 2 && templates.contains { left.contains($0) }, "\(left)")
        #expect(
            try EmbeddingStore(directory: program.folder.appending(path: ".cache/clipscope")).summary().embeddings == 6)
    }

    @Test(.enabled(if: getuid() == 0, "only root may mount"), arguments: ["ro", "size=64k"])
    func withoutRoomTheExplorerWorksAndKeepsNothing(options: String) throws {
        try program.write(
            "room.sh",
            """
            # In a mount namespace of its own, so that nothing stays mounted whatever happens.
            mkdir -p room && mount -t tmpfs -o \(options) none room || exit 99
            head -c 100000 /dev/zero > room/filler
            export XDG_CACHE_HOME=$PWD/room/cache XDG_STATE_HOME=$PWD/room/state
            "$clipscope" eval --dataset zoo --json > figures 2> told
            exec "$clipscope" --dataset zoo
            """)
        let terminal = try Tmux(program)
        try terminal.type("unshare -m bash room.sh 2> ended")
        try terminal.press("Enter")
        try terminal.wait("the one line") { Tmux.shows($0, "nothing is recorded", "✓ feline", "100%") }
        try terminal.press("Tab", "a")
        try terminal.wait(for: "editing")
        try terminal.press("C-u")
        try terminal.type("my own {label}")
        try terminal.press("Enter")
        try terminal.wait("two templates") { Tmux.shows($0, "2 of 2 on", "my own {label}") }
        // What is not kept is asked about.
        try terminal.press("q")
        try terminal.wait(for: "The prompts were changed and not saved")
        try terminal.press("Enter")
        try terminal.waitForShell()
        #expect(try terminal.run("(exit $?)") == 0)
        // A line for the cache and one for the history.
        let told = try String(contentsOf: program.folder.appending(path: "told"), encoding: .utf8)
        #expect(told.split(separator: "\n").count == 2, "\(told)")
        #expect(told.contains("images are encoded without a cache") && told.contains("the figures are not recorded"))
        let figures = try Data(contentsOf: program.folder.appending(path: "figures"))
        let json = try JSONSerialization.jsonObject(with: figures) as? [String: Any]
        #expect(json?["images"] as? Int == 6)
    }
}
