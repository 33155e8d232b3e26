import Foundation
import Testing

/// What is taken from a repository, and what is refused.
@Suite struct RepositoryTests {
    let program: Program
    let cache: HubFolder

    init() throws {
        program = try Program()
        cache = HubFolder(program)
    }

    private func pull(_ hub: HubServer) throws -> Program.Result {
        try program("pull", "acme/tiny", environment: hub.environment)
    }

    @Test func openCLIPsWeightsGoBeforeHuggingFacesAndPickles() throws {
        let others = [
            "config.json", "model.safetensors", "pytorch_model.bin", "open_clip_pytorch_model.bin", "README.md",
        ]
        let hub = try HubServer("vit", program, adding: Dictionary(uniqueKeysWithValues: others.map { ($0, "{}") }))
        #expect(try pull(hub).status == 0)
        #expect(
            cache.snapshotNames == [
                "config.json", "merges.txt", "open_clip_config.json", "open_clip_model.safetensors", "vocab.json",
            ])
    }

    @Test func whatTransformers5SavesIsFetchedWhole() throws {
        let hub = try HubServer("../saved/transformers", program)
        #expect(try pull(hub).status == 0)
        #expect(
            cache.snapshotNames == [
                "config.json", "model.safetensors", "processor_config.json", "tokenizer.json", "tokenizer_config.json",
            ])
        let picture = repository.appending(path: "Tests/ModelTests/Goldens/saved/pictures/0.png").path
        let used = try program(
            "classify", picture, "--labels", "cat,dog", "--model", "acme/tiny", environment: hub.environment)
        #expect(used.status == 0 && used.messages.isEmpty)
    }

    @Test func ofSentenceTransformersTheFolderOfItsCLIPIsFetched() throws {
        let hub = try HubServer(
            "hugging-face", program,
            adding: [
                "modules.json":
                    #"[{"idx": 0, "path": "0_CLIPModel", "type": "sentence_transformers.models.CLIPModel"}]"#
            ])
        let folder = hub.folder.appending(path: "0_CLIPModel")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        for name in ["config.json", "merges.txt", "model.safetensors", "preprocessor_config.json", "vocab.json"] {
            try FileManager.default.moveItem(
                at: hub.folder.appending(path: name), to: folder.appending(path: name))
        }
        #expect(try pull(hub).status == 0)
        #expect(cache.snapshotNames == ["0_CLIPModel", "modules.json"])
        #expect(
            cache.names("snapshots/\(HubServer.commit)/0_CLIPModel") == [
                "config.json", "merges.txt", "model.safetensors", "preprocessor_config.json", "vocab.json",
            ])
        let used = try program("tokenize", "a cat", "--model", "acme/tiny", environment: hub.environment)
        #expect(used.status == 0 && used.messages.isEmpty, "\(used.messages)")
        let before = try hub.requests().count
        #expect(try pull(hub).status == 0)
        #expect(try hub.requests().dropFirst(before).map(\.file) == ["main"])
        let json = try program("models", "--json", environment: hub.environment).json()
        let models = try #require(json["models"] as? [[String: Any]])
        #expect(models.map { $0["name"] as? String } == ["embedded", "acme/tiny"])
    }

    /// timm/vit_base_patch32_clip_224.openai and its like: timm's image tower beside open_clip's whole model.
    @Test func ofTimmsRepositoriesOpenCLIPsModelIsFetchedAndRead() throws {
        let timm =
            #"{"architecture": "vit_base_patch32_clip_224", "num_classes": 512, "pretrained_cfg": {"tag": "openai"}}"#
        let hub = try HubServer("vit", program, adding: ["config.json": timm, "model.safetensors": "timm's"])
        #expect(try pull(hub).status == 0)
        #expect(cache.snapshotNames.contains("open_clip_model.safetensors"))
        #expect(!cache.snapshotNames.contains("model.safetensors"))
        #expect(try program("tokenize", "a cat", "--model", "acme/tiny", environment: hub.environment).status == 0)
    }

    @Test func shardsComeWithTheirIndex() throws {
        let shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
        let index = #"{"weight_map": {"a": "\#(shards[0])", "b": "\#(shards[1])"}}"#
        let hub = try HubServer("hugging-face", program, adding: ["model.safetensors.index.json": index])
        try FileManager.default.moveItem(
            at: hub.folder.appending(path: "model.safetensors"), to: hub.folder.appending(path: shards[0]))
        for name in [shards[1], "model-x-of-00002.safetensors", "pytorch_model.bin"] {
            try Data("rest".utf8).write(to: hub.folder.appending(path: name))
        }
        #expect(try pull(hub).status == 0)
        let weights = cache.snapshotNames.filter { $0.contains("model") }
        #expect(weights == shards + ["model.safetensors.index.json"])
        let json = try program("models", "--json", environment: hub.environment).json()
        let models = try #require(json["models"] as? [[String: Any]])
        #expect(models.map { $0["name"] as? String } == ["embedded", "acme/tiny"])
        #expect(models[1]["bytes"] as? Int == 328_230)
    }

    @Test func theWeightsOfWhatIsNotSupportedAreNotFetched() throws {
        let hub = try HubServer("hugging-face", program, adding: ["config.json": #"{"model_type": "flava"}"#])
        let result = try pull(hub)
        #expect(result.status == 1)
        #expect(result.messages.contains("config.json: model_type = flava is not supported; FLAVA: "))
        #expect(try !hub.requests().contains { $0.file == "model.safetensors" })
        let listing = try program("models", environment: hub.environment)
        #expect(listing.status == 0)
        #expect(listing.output.contains("acme/tiny"))
        #expect(listing.output.contains("config.json: model_type = flava is not supported"))
    }

    @Test func aRepositoryWithoutAModelIsTold() throws {
        let hub = try HubServer("hugging-face", program)
        try FileManager.default.removeItem(at: hub.folder.appending(path: "model.safetensors"))
        let result = try pull(hub)
        #expect(result.status == 1)
        #expect(result.messages.hasPrefix("clipscope: acme/tiny: no model that is read, expected config.json and "))
    }

    @Test(arguments: [
        "..", "../evil", "/etc/passwd", "a/b/c", "a/..", "a--b/c", "-a/b", "a/b.", "a b/c", "a/\u{1B}[31m",
    ])
    func aNameThatWouldLeaveTheCacheIsRefused(name: String) throws {
        let hub = try HubServer("hugging-face", program)
        let result = try program.run(["pull", "--", name], environment: hub.environment)
        #expect(result.status == 1)
        #expect(result.messages.contains("is not the name of a repository"))
        #expect(!result.messages.contains("\u{1B}"))
        #expect(try hub.requests().isEmpty)
    }

    @Test(arguments: [
        (#"{"list": {"sha": "../../evil", "siblings": []}}"#, "is no commit"),
        (#"{"list": {"sha": "main", "siblings": []}}"#, "is no commit"), (#"{"list": [1, 2]}"#, "is no list of files"),
        (#"{"hash": {"config.json": "../../../evil"}}"#, "is not the name of a blob"),
        (#"{"hash": {"config.json": ".hidden"}}"#, "is not the name of a blob"),
        (
            #"{"answers": {"HEAD config.json": [[200, {"ETag": "\"0a\"", "X-Repo-Commit": "ff"}]]}}"#,
            "is of commit \"ff\", expected \(HubServer.commit)"
        ),
        (#"{"answers": {"HEAD config.json": [[200, {}]]}}"#, "has no ETag"),
        (#"{"answers": {"GET main": [[302, {"Location": "file:///etc/passwd"}]]}}"#, "redirects without end"),
    ])
    func whatAServerMayNotSayIsRefused(faults: String, message: String) throws {
        let hub = try HubServer("hugging-face", program, faults: faults)
        let result = try pull(hub)
        #expect(result.status == 1)
        #expect(result.lines.count == 1)
        #expect(result.messages.contains(message), "\(result.messages)")
        #expect(cache.snapshotNames.isEmpty)
    }

    @Test func filesThatNobodyAskedForAreLeftWhereTheyAre() throws {
        let names = ["../../../evil", "/tmp/evil", "model.safetensors/../evil", "config.json", "model.safetensors"]
        let list = names.map { #"{"rfilename": "\#($0)"}"# }.joined(separator: ",")
        let hub = try HubServer(
            "hugging-face", program, faults: #"{"list": {"sha": "\#(HubServer.commit)", "siblings": [\#(list)]}}"#)
        let result = try pull(hub)
        #expect(result.status == 1)
        #expect(result.messages.contains("preprocessor_config.json"))
        #expect(try Set(hub.requests().map(\.file)) == ["main", "config.json"])
        #expect(cache.snapshotNames == ["config.json"])
    }
}
