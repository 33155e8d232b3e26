import Foundation
import Testing

@testable import Model

/// Whatever happens to the cache, the figures are those of a run without it, and one line says what happened.
@Suite struct DamageTests {
    let set: CacheProgram
    let truth: String

    init() throws {
        set = try CacheProgram(images: 40)
        truth = try set.evaluate("--no-cache").figures
        #expect(try set.evaluate().figures == truth)
        // The last to close it leaves no journal.
        #expect(try set.count() == 40)
    }

    private func expectTruth(and line: Regex<Substring>, cachedAfterwards: Int = 40) throws {
        let result = try set.evaluate()
        #expect(result.figures == truth)
        #expect(result.messages.split(separator: "\n").count == 1, "\(result.messages)")
        #expect(result.messages.contains(line), "\(result.messages)")
        let again = try set.evaluate()
        #expect(again.figures == truth && again.messages.isEmpty)
        #expect(try set.count() == cachedAfterwards)
    }

    @Test(arguments: ["cut", "emptied", "zeroed", "gone"])
    func aVectorFileThatLostRows(how: String) throws {
        let file = try set.vectors()
        let whole = try Data(contentsOf: file)
        switch how {
        case "cut": try whole.prefix(whole.count / 2 + 3).write(to: file)
        case "emptied": try Data().write(to: file)
        case "zeroed": try Data(count: whole.count).write(to: file)
        default: try FileManager.default.removeItem(at: file)
        }
        try expectTruth(
            and: /the embedding cache lost \d+ of its embeddings, whose file was damaged; they are made again/)
    }

    @Test(arguments: ["all", "the beginning", "the middle", "nothing but zeros"])
    func aDatabaseOfGarbage(where place: String) throws {
        var bytes = try Data(contentsOf: set.database)
        let range = place == "the beginning" ? 0..<4096 : place == "the middle" ? 4096..<bytes.count : 0..<bytes.count
        bytes.replaceSubrange(range, with: Data(repeating: place == "nothing but zeros" ? 0 : 0x5A, count: range.count))
        try bytes.write(to: set.database)
        try expectTruth(and: /the embedding cache was damaged; it was set aside as embeddings\.sqlite\.corrupt-/)
    }

    @Test func aCacheOfANewerVersionIsLeftAlone() throws {
        let store = try EmbeddingStore(directory: set.cache)
        try store.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        for _ in 0..<2 {
            let result = try set.evaluate()
            #expect(result.figures == truth)
            #expect(
                result.messages.hasSuffix(
                    "the embedding cache is of version 99, this program knows \(StoreSchema.migrations.version); images are "
                        + "encoded without a cache\n"))
        }
        #expect(try store.summary().embeddings == 40)
    }

    @Test func twoProgramsThatFillOneCacheAtOnce() throws {
        try FileManager.default.removeItem(at: set.cache)
        let script = """
            "$clipscope" "$@" > one.json & "$clipscope" "$@" > two.json & wait
            """
        let result = try set.program.result(
            set.program.startAndWait(URL(filePath: "/bin/bash"), ["-c", script, "bash"] + set.evaluation))
        #expect(result.messages.isEmpty)
        for name in ["one.json", "two.json"] {
            let output = try String(contentsOf: set.program.folder.appending(path: name), encoding: .utf8)
            #expect(try set.figures(Program.Result(status: 0, output: output, messages: "")).figures == truth)
        }
        #expect(try set.count() == 40)
        // Nobody wrote a row that another had written.
        #expect(try Data(contentsOf: set.vectors()).count % 40 == 0)
        let after = try set.evaluate()
        #expect(after.figures == truth && after.messages.isEmpty)
    }

    @Test func aFileMayGrowNoMore() throws {
        try set.add(40..<100)
        let truth = try set.evaluate("--no-cache").figures
        // The next row is far behind, so that what the program keeps elsewhere has room.
        let store = try EmbeddingStore(directory: set.cache)
        try store.write { try $0.execute(sql: "UPDATE space SET rows = 4000") }
        let blocks = try 4000 * store.summary().models[0].dimension * 4 / 1024 + 1
        let result = try set.program.result(
            set.program.startAndWait(
                URL(filePath: "/bin/bash"),
                ["-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$clipscope\" \"$@\"", "bash"] + set.evaluation))
        let figures = try set.figures(result)
        #expect(figures.figures == truth)
        #expect(figures.messages.split(separator: "\n").count == 1, "\(figures.messages)")
        #expect(figures.messages.contains("; what is encoded from here on is not kept"))
        #expect(try set.count() >= 40)
        #expect(try set.evaluate().figures == truth)
    }

    @Test(.enabled(if: getuid() == 0, "only root may mount")) func theDiskIsFull() throws {
        try set.add(40..<100)
        let truth = try set.evaluate("--no-cache").figures
        // In a mount namespace of its own, so that nothing stays mounted whatever happens.
        let script = """
            mount -t tmpfs -o size=$(($(du -sk .cache/clipscope | cut -f1) + 8))k none mount || exit 99
            cp .cache/clipscope/* mount/ && mount --bind mount .cache/clipscope && "$clipscope" "$@"; status=$?
            mkdir -p kept && cp .cache/clipscope/* kept/; exit $status
            """
        try FileManager.default.createDirectory(
            at: set.program.folder.appending(path: "mount"), withIntermediateDirectories: true)
        let result = try set.program.result(
            set.program.startAndWait(
                URL(filePath: "/usr/bin/unshare"), ["-m", "bash", "-c", script, "bash"] + set.evaluation))
        guard result.status != 99 else { return }
        let figures = try set.figures(result)
        #expect(figures.figures == truth)
        #expect(figures.messages.split(separator: "\n").count == 1, "\(figures.messages)")
        let kept = try EmbeddingStore(directory: set.program.folder.appending(path: "kept"))
        #expect(try kept.summary().embeddings >= 40)
    }

    @Test func aCacheThatMayNotBeWritten() throws {
        try set.add(40..<50)
        let truth = try set.evaluate("--no-cache").figures
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: set.program.folder.path)
        // Root may write anywhere, so another user tries.
        let user = getuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--clear-groups"] : ["/usr/bin/env"]
        let script = """
            chmod -R a+rX .cache; chmod -R a-w .cache; mkdir -m 777 state; export XDG_STATE_HOME=$PWD/state
            exec \(user.joined(separator: " ")) "$clipscope" "$@"
            """
        let result = try set.program.result(
            set.program.startAndWait(
                URL(filePath: "/bin/bash"), ["-c", script, "bash"] + set.evaluation + ["--no-history"]))
        _ = try set.program.shell("chmod -R u+w .cache")
        guard result.status != 126, result.status != 127 else { return }
        let figures = try set.figures(result)
        #expect(figures.figures == truth)
        #expect(figures.messages.split(separator: "\n").count == 1, "\(figures.messages)")
        #expect(figures.messages.contains("/embeddings.sqlite: the embedding cache cannot be opened: "))
        #expect(try set.count() == 40)
    }
}

extension Program {
    func startAndWait(_ executable: URL, _ arguments: [String]) throws -> Process {
        let process = try start(executable, arguments, environment: [:])
        process.waitUntilExit()
        return process
    }
}
