import Foundation
import Testing

private let inStorage = #""large": ["model.safetensors"]"#
private let files = ["config.json", "merges.txt", "model.safetensors", "preprocessor_config.json", "vocab.json"]

@Suite struct PullTests {
    let program: Program
    let cache: HubFolder

    init() throws {
        program = try Program()
        cache = HubFolder(program)
    }

    private func pull(_ hub: HubServer, _ changes: [String: String] = [:]) throws -> Program.Result {
        try program("pull", "acme/tiny", environment: hub.environment.merging(changes) { $1 })
    }

    private func expectEqualFiles(_ hub: HubServer, _ names: [String] = files) throws {
        #expect(cache.snapshotNames == names.sorted())
        for name in names {
            let found = try Data(contentsOf: cache.snapshot.appending(path: name))
            #expect(try found == Data(contentsOf: hub.folder.appending(path: name)), "\(name)")
        }
    }

    @Test func aPulledModelLiesAsOtherProgramsExpectIt() throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}")
        let result = try pull(hub)
        #expect(result.status == 0)
        #expect(result.output == cache.snapshot.path + "\n")
        #expect(result.messages.isEmpty)
        try expectEqualFiles(hub)
        let main = try String(contentsOf: cache.repository.appending(path: "refs/main"), encoding: .utf8)
        #expect(main == HubServer.commit)
        let links = try files.map {
            try FileManager.default.destinationOfSymbolicLink(atPath: cache.snapshot.appending(path: $0).path)
        }
        #expect(links.allSatisfy { $0.hasPrefix("../../blobs/") })
        #expect(Set(links.map { String($0.dropFirst("../../blobs/".count)) }) == Set(cache.names("blobs")))
        #expect(cache.names("blobs").map(\.count).sorted() == [40, 40, 40, 40, 64])
    }

    @Test(arguments: ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
    func aSecureHubIsTrustedByTheAuthoritiesThatTheEnvironmentNames(variable: String) throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}", isSecure: true)
        let result = try pull(hub, [variable: HubServer.certificate.path])
        #expect(result.status == 0, "\(result.messages)")
        try expectEqualFiles(hub)
    }

    @Test func aHubThatNobodyVouchesForIsRefusedAtOnce() throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}", isSecure: true)
        let result = try pull(hub)
        #expect(result.status == 1 && result.lines.count == 1, "\(result.messages)")
        #expect(result.messages.contains("its certificate is not trusted"), "\(result.messages)")
        #expect(result.messages.contains("SSL_CERT_FILE"), "\(result.messages)")
        #expect(cache.names("blobs").isEmpty)
    }

    @Test func theTokenGoesToTheHubAlone() throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}")
        _ = try pull(hub)
        let requests = try hub.requests()
        #expect(requests.contains { $0.isOfStorage })
        for request in requests {
            #expect(request.authorization == (request.isOfStorage ? nil : "Bearer the-token"), "\(request.path)")
        }
    }

    @Test func whatIsThereIsNotFetchedAgainAndServesOffline() throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}")
        let before = try program(
            "pull", "acme/tiny", environment: hub.environment.merging(["HF_HUB_OFFLINE": "1"]) { $1 })
        #expect(before.status == 1)
        #expect(
            before.messages == "clipscope: acme/tiny is not here, and HF_HUB_OFFLINE is set: nothing is downloaded\n")
        #expect(try hub.requests().isEmpty)
        let first = try pull(hub)
        let count = try hub.requests().count
        let second = try pull(hub)
        #expect(second.output == first.output)
        #expect(try hub.requests().dropFirst(count).map(\.path) == ["/api/models/acme/tiny/revision/main"])
        let offline = try pull(hub, ["HF_HUB_OFFLINE": "1"])
        #expect(offline.status == 0)
        #expect(offline.output == first.output)
        #expect(try hub.requests().count == count + 1)
    }

    @Test func aPulledModelIsUsedByItsName() throws {
        let hub = try HubServer("hugging-face", program)
        _ = try pull(hub)
        try program.copyPhotos(["two/cat/cat.jpg": "animals/cat.jpg", "two/rose/rose.png": "plants/rose.png"])
        let result = try program(
            "eval", "--model", "acme/tiny", "--dataset", "two", "--json", environment: hub.environment)
        let json = try result.json()
        #expect(json["model"] as? String == "acme/tiny")
        #expect(json["images"] as? Int == 2)
    }

    @Test func aDroppedConnectionGoesOnWhereItEnded() throws {
        let hub = try HubServer(
            "hugging-face", program, faults: "{\(inStorage), \"drop\": {\"model.safetensors\": [100000, 50000]}}")
        let result = try pull(hub)
        #expect(result.status == 0)
        try expectEqualFiles(hub)
        let ranges = try hub.requests().filter { $0.isOfStorage }.map(\.range)
        #expect(ranges == [nil, "bytes=100000-", "bytes=150000-"])
        #expect(result.lines.count == 2)
        #expect(result.lines.allSatisfy { $0.hasSuffix("; again in 0.5 s") })
    }

    @Test func aServerWithoutRangesIsReadFromTheBeginning() throws {
        let hub = try HubServer(
            "hugging-face", program,
            faults: "{\(inStorage), \"ranges\": false, \"drop\": {\"model.safetensors\": [100000]}}")
        #expect(try pull(hub).status == 0)
        try expectEqualFiles(hub)
    }

    @Test func whatOnceCameTooMuchOrWrongIsNotKept() throws {
        let hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}")
        _ = try pull(hub)
        let link = cache.snapshot.appending(path: "model.safetensors")
        let blob = link.resolvingSymlinksInPath()
        let data = try Data(contentsOf: blob)
        for file in [link, blob] { try FileManager.default.removeItem(at: file) }
        let incomplete = blob.appendingPathExtension("incomplete")
        try (data + data).write(to: incomplete)
        #expect(try pull(hub).status == 0)
        try expectEqualFiles(hub)

        for file in [link, blob] { try FileManager.default.removeItem(at: file) }
        try Data(repeating: 7, count: 1000).write(to: incomplete)
        let result = try pull(hub)
        #expect(result.status == 1)
        #expect(result.messages.contains("SHA-256"))
        #expect(!FileManager.default.fileExists(atPath: incomplete.path))
        #expect(try pull(hub).status == 0)
        try expectEqualFiles(hub)
    }

    @Test(arguments: [
        ("hash", "\"\(String(repeating: "ab", count: 32))\"", "SHA-256"), ("size", "1000", "expected 1000"),
        ("size", "900000", "expected 900000"),
    ])
    func whatIsNotWhatTheHubSaidIsDeleted(fault: String, lie: String, message: String) throws {
        let hub = try HubServer(
            "hugging-face", program, faults: "{\(inStorage), \"\(fault)\": {\"model.safetensors\": \(lie)}}")
        let result = try pull(hub)
        #expect(result.status == 1)
        #expect(result.lines.count == 1)
        #expect(result.messages.contains("acme/tiny/model.safetensors"))
        #expect(result.messages.contains(message))
        #expect(!cache.snapshotNames.contains("model.safetensors"))
        #expect(cache.names("blobs").count == 4)
        #expect(cache.names("refs").isEmpty)
        let used = try program("tokenize", "a", "--model", "acme/tiny", environment: hub.environment)
        #expect(used.status == 1)
        #expect(used.messages.contains("no weights"))
    }

    @Test func aBusyServerIsAskedAgain() throws {
        let hub = try HubServer(
            "hugging-face", program,
            faults: """
                {"answers": {"GET main": [[500, {}], [429, {"Retry-After": "0"}], [503, {"Retry-After": "1"}]],
                "HEAD vocab.json": [[502, {"Retry-After": "0"}]], "GET model.safetensors": [[429, {"Retry-After": "0"}]]}}
                """)
        let result = try pull(hub)
        #expect(result.status == 0)
        try expectEqualFiles(hub)
        #expect(
            result.lines == [
                "clipscope: warning: the server answers 500; again in 0.5 s",
                "clipscope: warning: the server answers 429; again",
                "clipscope: warning: the server answers 503; again in 1 s",
                "clipscope: warning: the server answers 502; again",
                "clipscope: warning: the server answers 429; again",
            ])
    }

    @Test(arguments: [
        (401, "the-token", "is not open to the token in HF_TOKEN"),
        (401, "", "set HF_TOKEN to a token that may read it"),
        (403, "", "set HF_TOKEN to a token that may read it"), (404, "", "has no repository acme/tiny (404)"),
        (418, "", "answers 418"),
    ])
    func aRefusalSaysWhatToDo(status: Int, token: String, message: String) throws {
        let hub = try HubServer(
            "hugging-face", program, faults: "{\"answers\": {\"GET main\": [[\(status), {}]]}}")
        let result = try pull(hub, ["HF_TOKEN": token])
        #expect(result.status == 1)
        #expect(result.lines.count == 1)
        #expect(result.messages.contains("acme/tiny"))
        #expect(result.messages.contains(message))
        #expect(!FileManager.default.fileExists(atPath: cache.repository.path))
    }

    @Test func aGatedFileSaysSo() throws {
        let hub = try HubServer(
            "hugging-face", program,
            faults: """
                {"answers": {"HEAD config.json": [[403, {"X-Error-Message": "Access to model acme/tiny is restricted"}]]}}
                """)
        let result = try pull(hub)
        #expect(result.status == 1)
        #expect(result.messages.contains("403: Access to model acme/tiny is restricted"))
        #expect(result.messages.contains("HF_TOKEN"))
    }

    @Test func ctrlCKeepsWhatCame() throws {
        var hub = try HubServer(
            "hugging-face", program, faults: "{\(inStorage), \"stall\": {\"model.safetensors\": 200000}}")
        let process = try program.start(Program.executable, ["pull", "acme/tiny"], environment: hub.environment)
        let end = ContinuousClock.now + .seconds(30)
        func incomplete() throws -> URL? {
            let name = cache.names("blobs").first { $0.hasSuffix(".incomplete") }
            return name.map { cache.repository.appending(path: "blobs/\($0)") }
        }
        while try incomplete().flatMap({ try Data(contentsOf: $0).count }) ?? 0 < 200_000 {
            try #require(ContinuousClock.now < end, "nothing came within 30 s")
            usleep(20_000)
        }
        process.interrupt()
        process.waitUntilExit()
        let result = try program.result(process)
        #expect(result.status == 128 + SIGINT)
        #expect(result.messages == "clipscope: interrupted; what came is kept, and the next pull goes on\n")

        hub = try HubServer("hugging-face", program, faults: "{\(inStorage)}")
        #expect(try pull(hub).status == 0)
        try expectEqualFiles(hub)
        #expect(try hub.requests().filter { $0.isOfStorage }.map(\.range) == ["bytes=200000-"])
    }

    @Test func twoPullsOfOneModelFetchItOnce() throws {
        let hub = try HubServer(
            "hugging-face", program, faults: "{\(inStorage), \"drop\": {\"model.safetensors\": [100000]}}")
        var environment = hub.environment
        environment["HF_HOME"] = program.folder.appending(path: "hf").path
        let other = try Program()
        let processes = try [program, other].map {
            try $0.start(Program.executable, ["pull", "acme/tiny"], environment: environment)
        }
        for process in processes { process.waitUntilExit() }
        for (program, process) in zip([program, other], processes) {
            #expect(try program.result(process).status == 0)
        }
        try expectEqualFiles(hub)
        #expect(try hub.requests().filter { $0.isOfStorage }.map(\.range) == [nil, "bytes=100000-"])
    }
}
