import Foundation
import Testing

private let inStorage = #""large": ["model.safetensors"]"#

/// A hub that lies, sends without end, or gives too little: bounded memory, a bounded number of tries, one line.
@Suite struct HostileHubTests {
    let program: Program
    let cache: HubFolder

    init() throws {
        program = try Program()
        cache = HubFolder(program)
    }

    /// Pulls with a bound on the memory of the program, and tells the most that it had.
    private func pull(_ hub: HubServer) throws -> (result: Program.Result, megabytes: Int) {
        let process = try program.start(
            URL(filePath: "/usr/bin/python3"),
            [
                "-c",
                """
                import os, resource, subprocess, sys
                status = subprocess.run(sys.argv[1:]).returncode
                open("memory", "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
                sys.exit(status if status >= 0 else 128 - status)
                """, Program.executable.path, "pull", "acme/tiny",
            ], environment: hub.environment)
        process.waitUntilExit()
        let memory = try String(contentsOf: program.folder.appending(path: "memory"), encoding: .utf8)
        return (try program.result(process), try #require(Int(memory)))
    }

    @Test(arguments: [
        ("list", "larger than 16 MB"), ("refusal", "has no repository"), ("config.json", "more bytes came"),
        ("model.safetensors", "more bytes came"),
    ])
    func aBodyWithoutEndIsLeftWhereItsSizeIsReached(name: String, line: String) throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage), \"endless\": [\"\(name)\"]}")
        let (result, megabytes) = try pull(hub)
        #expect(result.status == 1 && result.lines.count == 1, "\(result.messages)")
        #expect(result.messages.contains(line), "\(result.messages)")
        #expect(megabytes < 300, "\(megabytes) MB")
        // A list may have 16 MB; some are on their way.
        let sent = try hub.endlessBytes()
        #expect(sent.allSatisfy { $0 < 64 << 20 }, "\(sent)")
        #expect(cache.names("blobs").allSatisfy { !$0.hasSuffix(".incomplete") })
    }

    @Test(arguments: ["vocab.json", "model.safetensors"]) func whatUnpacksToMoreThanItsSizeIsLeft(name: String) throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage), \"gzip\": [\"\(name)\"]}")
        let (result, megabytes) = try pull(hub)
        #expect(result.status == 1 && result.lines.count == 1, "\(result.messages)")
        #expect(result.messages.contains("acme/tiny/\(name): more bytes came"), "\(result.messages)")
        #expect(megabytes < 300, "\(megabytes) MB")
    }

    @Test func aConfigurationOfAGigabyteIsNotBegun() throws {
        let hub = try HubServer(
            "hugging-face", program,
            faults: "{\"large\": [\"vocab.json\"], \"size\": {\"vocab.json\": 1000000000}}")
        let (result, _) = try pull(hub)
        #expect(result.status == 1)
        #expect(result.messages.hasSuffix("acme/tiny/vocab.json is larger than 128 MB; it is not fetched\n"))
        #expect(try !hub.requests().contains { $0.isOfStorage })
    }

    @Test func aServerThatGivesALittleAtEachTryIsGivenUp() throws {
        let hub = try HubServer(
            "hugging-face", program, faults: "{\(inStorage), \"trickle\": {\"model.safetensors\": 100}}")
        // Some 30 s, as long as the program waits between tries.
        let result = try pull(hub).result
        #expect(result.status == 1 && result.lines.count == 7, "\(result.messages)")
        #expect(result.messages.contains(", 7 times"), "\(result.messages)")
        #expect(try hub.requests().filter { $0.isOfStorage && $0.file == "model.safetensors" }.count == 7)
    }

    @Test(arguments: ["config.json", "vocab.json", "model.safetensors"])
    func aFileThatIsNotWhatItsNameSaysIsFetchedAgain(name: String) throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}")
        #expect(try pull(hub).result.status == 0)
        let file = cache.snapshot.appending(path: name)
        let right = try Data(contentsOf: file)
        var wrong = right
        wrong[10] ^= 1
        wrong[11] ^= 2
        // Written where the link leads.
        try wrong.write(to: file.resolvingSymlinksInPath())
        let again = try pull(hub).result
        #expect(again.status == 0 && again.messages.isEmpty, "\(again.messages)")
        #expect(try Data(contentsOf: file) == right)
    }

    @Test func aSmallFileThatCameWrongIsNotKept() throws {
        var hub = try HubServer(
            "hugging-face", program, faults: "{\"hash\": {\"vocab.json\": \"\(String(repeating: "ab", count: 20))\"}}")
        let result = try pull(hub).result
        #expect(result.status == 1)
        #expect(result.messages.contains("acme/tiny/vocab.json: what came has the git hash "), "\(result.messages)")
        #expect(!cache.snapshotNames.contains("vocab.json"))
        hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}")
        #expect(try pull(hub).result.status == 0)
    }

    @Test func whatCannotBeReadAndHasNoHashIsFetchedAgainAndElseNamed() throws {
        let etag = "{\"hash\": {\"config.json\": \"v1\"}}"
        var hub = try HubServer("hugging-face", program, faults: etag)
        #expect(try pull(hub).result.status == 0)
        let file = cache.snapshot.appending(path: "config.json")
        try Data("not JSON".utf8).write(to: file.resolvingSymlinksInPath())
        #expect(try pull(hub).result.status == 0)

        hub = try HubServer("hugging-face", program, faults: etag, adding: ["config.json": "not JSON"])
        try Data("not JSON".utf8).write(to: file.resolvingSymlinksInPath())
        let result = try pull(hub).result
        #expect(result.status == 1 && result.lines.count == 1)
        #expect(result.messages.contains("delete \(file.path) to try once more"), "\(result.messages)")
    }

    @Test func ctrlCEndsAnEndlessBodyAtOnce() throws {
        // Its size is said to be 8 GB, so that it is no more than was said for a while.
        let hub = try HubServer(
            "hugging-face", program,
            faults: """
                {\(inStorage), "endless": ["model.safetensors"], "size": {"model.safetensors": 8000000000}}
                """)
        let process = try program.start(Program.executable, ["pull", "acme/tiny"], environment: hub.environment)
        let end = ContinuousClock.now + .seconds(30)
        while !cache.names("blobs").contains(where: { $0.hasSuffix(".incomplete") }) {
            try #require(ContinuousClock.now < end, "nothing came within 30 s")
            usleep(20_000)
        }
        usleep(500_000)
        process.interrupt()
        process.waitUntilExit()
        #expect(try program.result(process).status == 128 + SIGINT)
        // It took no more than it wrote, but for what is on its way.
        let name = try #require(cache.names("blobs").first { $0.hasSuffix(".incomplete") })
        let blob = cache.repository.appending(path: "blobs/\(name)")
        let written = try #require(try blob.resourceValues(forKeys: [.fileSizeKey]).fileSize)
        for _ in 0..<100 where try hub.endlessBytes().isEmpty { usleep(50_000) }
        #expect(try hub.endlessBytes().allSatisfy { $0 < written + 64 << 20 })
    }
}
