import Foundation
import Testing

private let parquet = repository.appending(path: "Tests/ModelTests/Goldens/parquet")
private let inData = ["test-00000-of-00002", "test-00001-of-00002", "train-00000-of-00002", "train-00001-of-00002"]
    .map { "data/\($0).parquet" }

/// Datasets of the loopback hub, in every form that a hub has them in.
@Suite struct DatasetPullTests {
    let program: Program
    let cache: HubFolder

    init() throws {
        program = try Program()
        cache = HubFolder(program, "datasets--acme--pets")
    }

    private func pull(_ hub: HubServer, _ arguments: String..., changes: [String: String] = [:]) throws
        -> Program.Result
    {
        try program.run(
            ["pull", "--dataset", "acme/pets"] + arguments, environment: hub.environment.merging(changes) { $1 })
    }

    /// The files below the snapshot, by their paths.
    private func files(_ commit: String = HubServer.commit) -> [String] {
        let snapshot = cache.repository.appending(path: "snapshots/\(commit)")
        let all = FileManager.default.enumerator(atPath: snapshot.path)?.compactMap { $0 as? String } ?? []
        return all.filter { FileManager.default.fileExists(atPath: snapshot.path + "/" + $0 + "/.") == false }.sorted()
    }

    private func hub(_ texts: [String: Data], faults: String = "{}") throws -> HubServer {
        try HubServer(program, faults: faults) { folder in
            for (path, data) in texts {
                let file = folder.appending(path: path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try data.write(to: file)
            }
        }
    }

    private func golden(_ path: String) throws -> Data { try Data(contentsOf: parquet.appending(path: path)) }

    private func parquetHub(faults: String = "{}") throws -> HubServer {
        var files = ["README.md": Data("pets".utf8), ".gitattributes": Data()]
        for name in inData { files[name] = try golden("hub/\(name)") }
        return try hub(files, faults: faults)
    }

    @Test func aPulledDatasetLiesAsOtherProgramsExpectItAndIsUsedByItsName() throws {
        let hub = try parquetHub(faults: #"{"large": ["data/train-00000-of-00002.parquet"]}"#)
        let result = try pull(hub)
        #expect(result.status == 0, "\(result.messages)")
        #expect(result.output == cache.snapshot.path + "\n")
        #expect(files() == inData)
        for name in inData {
            let file = cache.snapshot.appending(path: name)
            #expect(try Data(contentsOf: file) == golden("hub/\(name)"))
            let link = try FileManager.default.destinationOfSymbolicLink(atPath: file.path)
            #expect(link.hasPrefix("../../../blobs/"))
        }
        let main = try String(contentsOf: cache.repository.appending(path: "refs/main"), encoding: .utf8)
        #expect(main == HubServer.commit)
        let json = try program("eval", "--dataset", "acme/pets", "--json", environment: hub.environment).json()
        #expect(json["dataset"] as? String == "acme/pets")
        #expect(json["images"] as? Int == 8)
    }

    @Test func oneSplitIsFetchedAlone() throws {
        let hub = try parquetHub()
        #expect(try pull(hub, "--split", "test").status == 0)
        #expect(files() == Array(inData.prefix(2)))
        let unknown = try pull(hub, "--split", "dev")
        #expect(unknown.messages == "clipscope: acme/pets: no split \"dev\", found test, train\n")
    }

    @Test func aDroppedConnectionGoesOnWhereItEndedAndWhatIsThereIsNotFetchedAgain() throws {
        let hub = try parquetHub(
            faults:
                #"{"large": ["data/test-00000-of-00002.parquet"], "drop": {"data/test-00000-of-00002.parquet": [900]}}"#
        )
        #expect(try pull(hub).status == 0)
        #expect(try hub.requests().filter { $0.isOfStorage }.map(\.range) == [nil, "bytes=900-"])
        #expect(try Data(contentsOf: cache.snapshot.appending(path: inData[0])) == golden("hub/\(inData[0])"))
        let count = try hub.requests().count
        #expect(try pull(hub).status == 0)
        #expect(try hub.requests().dropFirst(count).map(\.path) == ["/api/datasets/acme/pets/revision/main"])
        #expect(try pull(hub, changes: ["HF_HUB_OFFLINE": "1"]).output == cache.snapshot.path + "\n")
    }

    @Test func whatTheHubConvertedIsTakenWhereTheRepositoryHasNone() throws {
        let hub = try hub([
            "pets.py": Data("load".utf8), "cat/1.jpg": Data("a picture".utf8),
            "converted/large/train/0000.parquet": try golden("polars.parquet"),
            "converted/default/train/0000.parquet": try golden("hub/\(inData[2])"),
            "converted/default/test/0000.parquet": try golden("hub/\(inData[0])"),
        ])
        let result = try pull(hub)
        #expect(result.status == 0, "\(result.messages)")
        #expect(result.messages.contains("acme/pets: takes default; --config takes another: large"))
        #expect(files(HubServer.convertedCommit) == ["default/test/0000.parquet", "default/train/0000.parquet"])
        #expect(
            try hub.requests().map(\.path).contains("/api/datasets/acme/pets/revision/refs%2Fconvert%2Fparquet"))
        let reference = cache.repository.appending(path: "refs/refs/convert/parquet")
        #expect(try String(contentsOf: reference, encoding: .utf8) == HubServer.convertedCommit)
        #expect(try pull(hub, "--config", "large").status == 0)
        #expect(files(HubServer.convertedCommit).contains("large/train/0000.parquet"))
        let unknown = try pull(hub, "--config", "small")
        #expect(unknown.messages == "clipscope: acme/pets: no configuration \"small\", found default, large\n")
    }

    @Test func tarShardsComeWithTheTextsBesideThem() throws {
        let hub = try hub([
            "test/0.tar": Data("tar".utf8), "train/0.tar": Data("tar".utf8), "classnames.txt": Data("cat\n".utf8),
            "README.md": Data(),
        ])
        #expect(try pull(hub, "--split", "test").status == 0)
        #expect(files() == ["classnames.txt", "test/0.tar"])
    }

    @Test func imagesComeWithTheirTables() throws {
        let hub = try hub([
            "train/big cat/1 ü.jpg": try golden("photos/bear/photo 0.jpg"),
            "train/dog/2.jpg": try golden("photos/cat/photo 1.jpg"), "metadata.csv": Data("file_name,label\n".utf8),
            "notes.pdf": Data("pdf".utf8),
        ])
        #expect(try pull(hub).status == 0)
        #expect(files() == ["metadata.csv", "train/big cat/1 ü.jpg", "train/dog/2.jpg"])
        let json = try program("eval", "--dataset", "acme/pets", "--json", environment: hub.environment).json()
        #expect(json["images"] as? Int == 2)
    }

    @Test func noNameOfAServerLeavesTheCache() throws {
        let names = [
            "../../x.parquet", "/tmp/x.parquet", ".x.parquet", "a/../../x.parquet", "a//x.parquet", "a\\x.tar",
        ]
        let list = try JSONSerialization.data(withJSONObject: [
            "list": ["sha": HubServer.commit, "siblings": names.map { ["rfilename": $0] }]
        ])
        let hub = try hub(["a": Data()], faults: String(decoding: list, as: UTF8.self))
        let result = try pull(hub)
        #expect(result.status == 1)
        #expect(result.messages.contains("acme/pets: no images that are read, expected Parquet files"))
        #expect(try hub.requests().allSatisfy { $0.path.hasPrefix("/api/") })
    }

    @Test func whatIsNotHereIsSaidWithHowToPullIt() throws {
        let hub = try hub(["data/a.parquet": Data("no Parquet".utf8)])
        let result = try program("eval", "--dataset", "acme/pets", environment: hub.environment)
        #expect(result.status == 1)
        #expect(
            result.messages
                == "clipscope: \(program.folder.path)/acme/pets: no such directory, and no acme/pets in the hub's"
                + " cache; `clipscope pull --dataset acme/pets` fetches it\n")
        let offline = try pull(hub, changes: ["HF_HUB_OFFLINE": "1"])
        #expect(
            offline.messages
                == "clipscope: acme/pets is not here, and HF_HUB_OFFLINE is set: nothing is downloaded\n")
        #expect(try program("pull", "acme/pets", "--split", "test").status == 64)
    }

    @Test func theDatasetsThatAreHereAreListed() throws {
        let hub = try parquetHub()
        _ = try pull(hub)
        let json = try program("datasets", "--json", environment: hub.environment).json()
        let datasets = try #require(json["datasets"] as? [[String: Any]])
        #expect(datasets.map { $0["name"] as? String } == ["sample", "acme/pets"])
        #expect(datasets[1]["files"] as? Int == 4)
        #expect(datasets[1]["location"] as? String == cache.snapshot.path)
        #expect(datasets[1]["problem"] == nil)
        let text = try program("datasets", environment: hub.environment).output
        #expect(text.contains("acme/pets") && text.contains(cache.snapshot.path))
        let models = try program("models", "--json", environment: hub.environment).json()
        #expect((models["models"] as? [[String: Any]])?.count == 1)
    }
}
