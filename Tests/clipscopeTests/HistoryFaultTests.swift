import Foundation
import Testing

@testable import Model

/// Whatever happens to the program or its disk: what was reported as saved is there.
@Suite struct HistoryFaultTests {
    let program: Program

    init() throws { program = try Program() }

    private func history(in folder: String = ".local/state") throws -> History {
        try History(directory: program.folder.appending(path: "\(folder)/clipscope"))
    }

    /// Files of prompt sets, some longer than a page, in each round others of the same names.
    private func writeSets(_ count: Int, round: Int = 0) throws -> [String] {
        try (0..<count).map { number in
            let template = "\(round) \(number) " + String(repeating: "very ", count: number % 40) + "{label}\n"
            let path = "sets/set-\(number).txt"
            try program.write(path, String(repeating: template, count: 1 + number % 50))
            return path
        }
    }

    private func saved(_ output: String) -> [String] {
        // Killed, it may have written half a line.
        output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test func killedAtAnyMomentItLosesNothingItReported() throws {
        var reported: [String: PromptSet] = [:]
        var longest: Duration?
        var kills = 0
        for round in 0..<1000 where kills < 50 {
            let files = try writeSets(40, round: round)
            let start = ContinuousClock.now
            let process = try program.start(Program.executable, ["history", "save"] + files, environment: [:])
            if let longest {
                usleep(UInt32(longest / .microseconds(1) * Double.random(in: 0.1..<1)))
                kill(process.processIdentifier, SIGKILL)
            }
            process.waitUntilExit()
            let result = try program.result(process)
            let isKilled = result.status == 128 + SIGKILL
            kills += isKilled ? 1 : 0
            // Other work on the machine comes and goes.
            if !isKilled { longest = ContinuousClock.now - start }
            // Opening looks through every page.
            let history = try history()
            for reference in saved(result.output) {
                let name = String(reference.split(separator: "@")[0])
                let set = try PromptSet(contentsOf: program.folder.appending(path: "sets/\(name).txt"))
                #expect(try history.savedSet(reference).promptSet == set)
                reported[reference] = set
            }
        }
        #expect(kills == 50 && reported.count > 200, "\(kills) kills, \(reported.count) sets")
        let history = try history()
        for (reference, set) in reported { #expect(try history.savedSet(reference).promptSet == set) }
    }

    @Test func twoAtOnceSaveAllVersions() throws {
        for number in 0..<20 {
            for part in ["a", "b"] { try program.write("\(part)/\(number)/shared.txt", "\(part) \(number) {label}\n") }
        }
        let result = try program.shell(
            "for part in a b; do \"$clipscope\" history save $part/*/shared.txt > $part.out & done; wait; cat *.out")
        #expect(result.messages.isEmpty)
        #expect(Set(result.output.split(separator: "\n").map(String.init)) == Set((1...40).map { "shared@\($0)" }))
        #expect(try history().versions(of: "shared").map(\.version) == (1...40).reversed())
    }

    @Test func onAFullDiskWhatWasReportedStays() throws {
        let files = try writeSets(200)
        try program.write(
            "run.sh",
            """
            # A small disk of its own, where that is allowed; else a limit to the size of files.
            mkdir -p disk && if mount -t tmpfs -o size=300k none disk 2>/dev/null; then trap 'umount disk' EXIT
            else trap '' XFSZ; ulimit -f 200; fi
            XDG_STATE_HOME=$PWD/disk "$clipscope" history save \(files.joined(separator: " ")) > saved; echo $?
            # Readers need room for the journal's index too.
            mkdir -p copy && cp -r disk/clipscope copy/
            """)
        let result = try program.shell("unshare -m bash run.sh 2>messages || bash run.sh 2>messages")
        #expect(result.output == "1\n")
        let messages = try String(contentsOf: program.folder.appending(path: "messages"), encoding: .utf8)
        #expect(messages.split(separator: "\n").count == 1, "\(messages)")
        #expect(messages.contains("disk/clipscope/history.sqlite: the history cannot be used: "))
        let reported = saved(try String(contentsOf: program.folder.appending(path: "saved"), encoding: .utf8))
        #expect(!reported.isEmpty && reported.count < 200)
        let history = try history(in: "copy")
        for reference in reported { #expect(try history.savedSet(reference).version == 1) }
    }

    @Test func withAReadOnlyDirectoryTheFiguresAreStillTold() throws {
        try program.copyZoo()
        try program.write("locked/clipscope/nothing", "")
        // Permissions do not stop root: then another user does it, or where that one may not read this folder, a
        // file system does.
        try program.write(
            "run.sh",
            """
            [ "$1" = mount ] && mount -t tmpfs -o ro none locked
            XDG_CACHE_HOME=$PWD/cache XDG_STATE_HOME=$PWD/locked exec "$clipscope" eval --dataset zoo --json
            """)
        let result = try program.shell(
            """
            mkdir cache; chmod 777 cache; chmod 755 .; chmod 555 locked/clipscope locked
            other="setpriv --reuid=65534 --regid=65534 --clear-groups"
            if [ $(id -u) != 0 ]; then bash run.sh
            elif $other test -x "$clipscope" -a -r run.sh; then $other bash run.sh
            else unshare -m bash run.sh mount; fi
            status=$?; chmod 755 locked locked/clipscope; exit $status
            """)
        #expect(result.status == 0)
        #expect(try result.json()["images"] as? Int == 6)
        let told =
            "clipscope: warning: \(program.folder.path)/locked/clipscope/history.sqlite: the history cannot be opened: "
        #expect(result.lines.count == 1 && result.messages.hasPrefix(told), "\(result.messages)")
        #expect(
            result.messages.contains(/: (Permission denied|Read-only file system); the figures are not recorded/)
        )
    }
}
